package dev.sessionmanager.conversation;

import dev.sessionmanager.conversation.AnswerRating.Thumb;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What people think of their answers: one rating a turn, the last one. Any thread. */
@Component
public class Ratings {

  private final JdbcClient reading;
  private final JdbcClient writing;
  private final Storage storage;
  private final Clock clock;

  Ratings(
      @Qualifier("readingDataSource") DataSource reading,
      JdbcClient writing,
      Storage storage,
      Clock clock) {
    this.reading = JdbcClient.create(reading);
    this.writing = writing;
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * Rates an answer, in place of an earlier rating.
   *
   * @throws Problem QUOTA_REACHED where its owner has no room for a reason
   */
  public AnswerRating rate(Turn turn, Thumb thumb, @Nullable String reason) {
    String owner = turn.asked().owner();
    if (reason != null && storage.full(owner)) {
      throw new Problem(Kind.QUOTA_REACHED).setting("STORAGE_PER_USER_MAX");
    }
    AnswerRating rating = new AnswerRating(thumb, reason, Instant.ofEpochMilli(clock.millis()));
    writing
        .sql(
            """
            insert into ratings (turn_id, owner, rating, reason, rated_at) values (?, ?, ?, ?, ?)
            on conflict (turn_id) do update set rating = excluded.rating, reason = excluded.reason,
              rated_at = excluded.rated_at\
            """)
        .param(turn.id())
        .param(owner)
        .param(thumb.name())
        .param(reason)
        .param(rating.ratedAt().toEpochMilli())
        .update();
    return rating;
  }

  /** Takes a rating back; nothing happens where there is none. */
  public void forget(Turn turn) {
    writing.sql("delete from ratings where turn_id = ?").param(turn.id()).update();
  }

  /** The ratings of those of these turns that have one, by the turns' ids. */
  public Map<Long, AnswerRating> of(List<Turn> turns) {
    if (turns.isEmpty()) {
      return Map.of();
    }
    Map<Long, AnswerRating> ratings = new HashMap<>();
    reading
        .sql("select * from ratings where turn_id in (:turns)")
        .param("turns", turns.stream().map(Turn::id).toList())
        .query(row -> {
          ratings.put(row.getLong("turn_id"), rating(row));
        });
    return ratings;
  }

  private static AnswerRating rating(ResultSet row) throws SQLException {
    return new AnswerRating(
        Thumb.valueOf(row.getString("rating")),
        row.getString("reason"),
        Instant.ofEpochMilli(row.getLong("rated_at")));
  }

  /** A rated turn. */
  public record Rated(Turn turn, AnswerRating rating) {}

  /**
   * The rated turns of all people, the one that was rated last first; fewer where they are more
   * than a {@link Page}.
   *
   * @param thumb null for both
   * @param before only those rated before then; null to begin with the newest
   */
  public List<Rated> list(@Nullable Thumb thumb, @Nullable Instant before, int max) {
    return reading
        .sql(
            """
            select r.rating, r.reason, r.rated_at, t.*, o.* from ratings r join turns t on t.id = r.turn_id
              join outcomes o on o.turn_id = t.id left join conversations c on c.id = t.conversation_id
            where r.rated_at < ? and r.rating in (?, ?) and c.deleted_at is null
            order by r.rated_at desc, r.turn_id desc limit ?\
            """)
        .params(
            before == null ? Long.MAX_VALUE : before.toEpochMilli(),
            (thumb == null ? Thumb.UP : thumb).name(),
            (thumb == null ? Thumb.DOWN : thumb).name(),
            max)
        .query(
            Page.of(
                max,
                (row, number) -> new Rated(TurnRow.of(row, number), rating(row)),
                rated -> rated.turn().length()))
        .rows();
  }

  /** How often the answers of an agent were rated up and down. */
  public record Count(String agent, long up, long down) {}

  /** The counts of each agent that has a rating, by their names. */
  public List<Count> counts() {
    return reading
        .sql(
            """
            select t.agent, sum(case when r.rating = 'UP' then 1 else 0 end),
              sum(case when r.rating = 'DOWN' then 1 else 0 end)
            from ratings r join turns t on t.id = r.turn_id group by t.agent order by t.agent\
            """)
        .query((row, number) -> new Count(row.getString(1), row.getLong(2), row.getLong(3)))
        .list();
  }
}
