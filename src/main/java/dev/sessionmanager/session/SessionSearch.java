package dev.sessionmanager.session;

import dev.sessionmanager.database.Sql;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks for live sessions by what stands in a row of their list, for the operator. Any thread. */
@Component
public final class SessionSearch {

  private static final String MATCHING =
      """
      from sessions s left join users u on u.id = s.user_id
      where s.ended_at is null and s.expires_at > :now and (:channel = '' or s.channel = :channel)
        and (:words = '' or s.id like :begin escape '\\' or lower(coalesce(u.username, '')) like :words escape '\\'
          or lower(s.device) like :words escape '\\' or s.address like :words escape '\\')\
      """;

  private final Sql sql;
  private final SessionQueries queries;
  private final Clock clock;

  SessionSearch(Sql sql, SessionQueries queries, Clock clock) {
    this.sql = sql;
    this.queries = queries;
    this.clock = clock;
  }

  /**
   * A page of what was found.
   *
   * @param count of all that match, on every page
   */
  public record Found(List<Session> sessions, long count) {}

  /**
   * Looks.
   *
   * @param words that a user's name, the device or the address has, or how the id begins; {@code
   *     ""} for all
   * @param channel null for every
   * @param after the id of the last one of the page before; {@code ""} to begin
   */
  public Found find(String words, @Nullable String channel, String after, int limit) {
    queries.write();
    Map<String, Object> values =
        Map.of(
            "now",
            clock.millis(),
            "channel",
            channel == null ? "" : channel,
            "words",
            Sql.containing(words),
            "begin",
            Sql.beginning(words),
            "after",
            after,
            "limit",
            limit);
    List<Session> rows =
        sql.read("select s.* " + MATCHING + " and s.id > :after order by s.id limit :limit")
            .params(values)
            .query(Session::row)
            .list();
    long count = sql.read("select count(*) " + MATCHING).params(values).query(Long.class).single();
    return new Found(queries.sessions(rows), count);
  }
}
