package dev.sessionmanager.conversation;

import dev.sessionmanager.database.Claims;
import dev.sessionmanager.database.Dialect;
import dev.sessionmanager.database.SearchTerms;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Reads the log. Any thread. */
@Component
public class Turns {

  private static final String SELECT =
      "select t.*, o.* from turns t left join outcomes o on o.turn_id = t.id ";

  /** The branch that a conversation shows. */
  private static final String SHOWN_NOW =
      BranchSql.shown("(select branch from conversations where id = t.conversation_id)");

  /** The branch of a turn; where there is no such turn, the one that its conversation shows. */
  private static final String BRANCH_OF =
      "coalesce((select branch from turns where id = ?), (select branch from conversations where id"
          + " = ?))";

  private static final String SHOWN_BEFORE = BranchSql.shown(BRANCH_OF);

  /** A turn of a deleted conversation is none any more. */
  static final String THERE = "left join conversations c on c.id = t.conversation_id ";

  /** Words of a search that count; more would only slow it down. */
  private static final int WORDS_MAX = 16;

  /** Rows deleted by one statement, so that no message waits long behind the deletion. */
  private static final int CLEAN_MAX = 1000;

  private final JdbcClient reading;
  private final JdbcClient writing;
  private final Dialect dialect;
  private final LogSettings settings;
  private final Clock clock;

  Turns(
      @Qualifier("readingDataSource") DataSource reading,
      JdbcClient writing,
      Dialect dialect,
      LogSettings settings,
      Clock clock) {
    this.reading = JdbcClient.create(reading);
    this.writing = writing;
    this.dialect = dialect;
    this.settings = settings;
    this.clock = clock;
  }

  /** The newest answered turns of a conversation, oldest first: what a model may see. */
  public List<Turn> answered(String conversationId, int max) {
    return answeredBefore(conversationId, Long.MAX_VALUE, max);
  }

  /**
   * The newest answered turns that were accepted before this turn, and are shown where it is shown,
   * oldest first; fewer where they are more than a {@link Page}.
   */
  public List<Turn> answeredBefore(String conversationId, long turnId, int max) {
    return reading
        .sql(
            SELECT
                + "where t.conversation_id = ? and t.id < ? and o.status = 'ANSWERED' and "
                + SHOWN_BEFORE
                + " order by t.id desc limit ?")
        .params(conversationId, turnId, turnId, conversationId, max)
        .query(page(max))
        .rows()
        .reversed();
  }

  /** Turns after {@code after} that are shown where this turn is shown, oldest first. */
  public Page<Turn> between(String conversationId, long after, long turnId, int max) {
    return reading
        .sql(
            SELECT
                + "where t.conversation_id = ? and t.id > ? and t.id < ? and "
                + SHOWN_BEFORE
                + " order by t.id limit ?")
        .params(conversationId, after, turnId, turnId, conversationId, max)
        .query(page(max));
  }

  /** The newest summary of a conversation about turns that are shown where this turn is shown. */
  public Optional<Turn> summary(String conversationId, long turnId) {
    return reading
        .sql(
            "select s.*, o.* from turns s join outcomes o on o.turn_id = s.id"
                + " join turns t on t.id = coalesce(s.summarised_to, s.id)"
                + " where s.conversation_id = ? and o.status = 'SUMMARY' and "
                + SHOWN_BEFORE
                + " order by s.id desc limit 1")
        .params(conversationId, turnId, conversationId)
        .query(TurnRow::of)
        .optional();
  }

  /** How many turns of a conversation are answered, of those that are shown. */
  public int countAnswered(String conversationId) {
    return reading
        .sql("select answered from conversations where id = ?")
        .params(conversationId)
        .query(Integer.class)
        .optional()
        .orElse(0);
  }

  /** A conversation's shown turns after this turn, oldest first, failed and running turns too. */
  public Page<Turn> after(String conversationId, long turnId, int max) {
    return reading
        .sql(
            SELECT
                + "where t.conversation_id = ? and t.id > ? and "
                + SHOWN_NOW
                + " order by t.id limit ?")
        .params(conversationId, turnId, max)
        .query(page(max));
  }

  /**
   * A conversation's last shown turns before this turn, oldest first, failed and running turns too.
   */
  public Page<Turn> before(String conversationId, long turnId, int max) {
    return reading
        .sql(
            SELECT
                + "where t.conversation_id = ? and t.id < ? and "
                + SHOWN_NOW
                + " order by t.id desc limit ?")
        .params(conversationId, turnId, max)
        .query(page(max))
        .reversed();
  }

  /** The oldest of so many newest answered turns; 0 where there are fewer. */
  long firstAnswered(String conversationId, int max) {
    return reading
        .sql(
            """
            select t.id from turns t join outcomes o on o.turn_id = t.id
            where t.conversation_id = ? and o.status = 'ANSWERED' and %s
            order by t.id desc limit 1 offset ?\
            """
                .formatted(SHOWN_NOW))
        .params(conversationId, max - 1)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  private static ResultSetExtractor<Page<Turn>> page(int max) {
    return Page.of(max, TurnRow::of, Turn::length);
  }

  /**
   * A turn.
   *
   * @param owners which owners it may be of
   */
  public Optional<Turn> byId(Predicate<String> owners, long id) {
    return reading
        .sql(SELECT + THERE + "where t.id = ? and c.deleted_at is null")
        .params(id)
        .query(TurnRow::of)
        .optional()
        .filter(turn -> owners.test(turn.asked().owner()));
  }

  /** The newest turn that its sender gave this id, in the channel it came by. */
  public Optional<Turn> byClientId(String owner, String channel, String clientId) {
    return reading
        .sql(
            SELECT
                + THERE
                + "where t.owner = ? and t.client_id = ? and t.channel = ? and c.deleted_at is null"
                + " order by t.id desc limit 1")
        .params(owner, clientId, channel)
        .query(TurnRow::of)
        .optional();
  }

  /** Turns after this turn that have no outcome: what a killed process left behind. */
  public List<Turn> unfinished(long afterId, int max) {
    return reading
        .sql(SELECT + "where t.id > ? and o.turn_id is null order by t.id limit ?")
        .params(afterId, max)
        .query(TurnRow::of)
        .list();
  }

  /** Turns after this turn that have no outcome, and that a node had that is gone. */
  public List<Turn> orphans(long afterId, int max) {
    return reading
        .sql(
            SELECT
                + "join pending on pending.turn_id = t.id where t.id > ? and o.turn_id is null and "
                + Claims.ORPHAN
                + " order by t.id limit ?")
        .params(afterId, max)
        .query(TurnRow::of)
        .list();
  }

  /** The session of a conversation's newest turn. */
  public Optional<String> lastSession(String conversationId) {
    return reading
        .sql("select session_id from turns where conversation_id = ? order by id desc limit 1")
        .params(conversationId)
        .query((row, number) -> Optional.ofNullable(row.getString(1)))
        .optional()
        .flatMap(id -> id);
  }

  /** A turn that a search has found, with its conversation's title. */
  public record Found(Turn turn, String title) {}

  /**
   * Turns that hold all these words, whole or as beginnings, newest first; accents and case don't
   * matter. Fewer where they are more than a {@link Page}.
   */
  public List<Found> search(Reach reach, String words, int max) {
    List<String> beginnings =
        SearchTerms.beginnings(reach.owners(), reach.below(), words, WORDS_MAX);
    if (beginnings.isEmpty()) {
      return List.of();
    }
    return reading
        .sql(
            """
            select t.*, o.*, c.title as title from (%s) w
              join turns t on t.id = w.id
              join outcomes o on o.turn_id = t.id
              join conversations c on c.id = t.conversation_id
            where %s and c.deleted_at is null and %s order by w.id desc limit :max\
            """
                .formatted(
                    dialect.matching(), reach.condition("t.owner"), BranchSql.shown("c.branch")))
        .params(reach.parameters())
        .param("match", dialect.match(beginnings))
        .param("max", max)
        .query(
            Page.of(
                max,
                (row, number) -> new Found(TurnRow.of(row, number), row.getString("title")),
                found -> found.turn().length()))
        .rows();
  }

  /**
   * Deletes old turns that belong to no conversation; those that their owner may ask for again stay
   * longer.
   */
  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT1M")
  void clean() {
    clean(settings.aloneKept(), "not exists");
    clean(settings.responsesKept(), "exists");
  }

  private void clean(Duration kept, String asked) {
    long before = clock.instant().minus(kept).toEpochMilli();
    int deleted;
    do {
      deleted =
          writing
              .sql(
                  """
                  delete from turns where id in (
                    select id from turns t where id < ? and conversation_id is null and accepted_at < ?
                      and %s (select 1 from requests where turn_id = t.id) limit ?)\
                  """
                      .formatted(asked))
              .params(before * 1000, before, CLEAN_MAX)
              .update();
    } while (deleted == CLEAN_MAX);
  }
}
