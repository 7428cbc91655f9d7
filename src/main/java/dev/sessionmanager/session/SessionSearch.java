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
   * @param next the {@code after} of the following page; null where this one is the last
   */
  public record Found(List<Session> sessions, long count, @Nullable String next) {}

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
    String matching =
        """
        from sessions s left join users u on u.id = s.user_id
        where s.ended_at is null and s.expires_at > :now and (:channel = '' or s.channel = :channel)
          and (:words = '' or s.id like :begin escape '\\' or %s like :words escape '\\'
            or %s like :words escape '\\' or s.address like :words escape '\\')\
        """
            .formatted(Sql.lower("coalesce(u.username, '')", words), Sql.lower("s.device", words));
    List<Session> rows =
        sql.read("select s.* " + matching + " and s.id > :after order by s.id limit :limit")
            .params(values)
            .query(Session::row)
            .list();
    long count = sql.read("select count(*) " + matching).params(values).query(Long.class).single();
    // Of the rows that were read: sessions that are over by now are left out of the page.
    String next = rows.size() < limit ? null : rows.getLast().id();
    return new Found(queries.sessions(rows), count, next);
  }
}
