package dev.sessionmanager.session;

import dev.sessionmanager.database.Sql;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.MappedQuerySpec;
import org.springframework.stereotype.Component;

/** The table {@code sessions}. */
@Component
final class SessionTable implements SessionRepository {

  private static final String LIVE = "ended_at is null and expires_at > ?";

  private static final String OF_NO_NODE =
      " and not exists (select 1 from nodes n where n.number = sessions.node)";

  private final Sql sql;

  SessionTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<Session> findById(String id) {
    return select("id = ?", id).optional();
  }

  @Override
  public void insert(Session session) {
    KeyLimits limits = session.limits();
    sql.write(
        """
        insert into sessions (id, user_id, channel, device, address, started_at, last_seen, expires_at, agents,
          browser, at_once, per_minute, persons)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """,
        session.id(),
        session.guest() ? null : session.userId(),
        session.channel(),
        session.device(),
        session.address(),
        session.startedAt().toEpochMilli(),
        session.lastSeenMillis(),
        session.expiresAt().toEpochMilli(),
        Session.asLines(session.agents()),
        session.browser(),
        limits.atOnce(),
        limits.perMinute(),
        limits.persons());
  }

  @Override
  public List<Session> findLive(String userId, long now, int limit) {
    return select(LIVE + " and user_id = ? order by last_seen desc limit ?", now, userId, limit)
        .list();
  }

  @Override
  public List<Session> findAllLive(long now, String after, int limit) {
    return select(LIVE + " and id > ? order by id limit ?", now, after, limit).list();
  }

  @Override
  public List<Session> findBetween(long now, String from, String to, int limit) {
    return select(LIVE + " and id >= ? and id < ? order by id limit ?", now, from, to, limit)
        .list();
  }

  @Override
  public List<Session> findIdle(long before, int limit) {
    return select(
            "channel not in ('rest', 'browser', 'key', 'tcp', 'websocket') and ended_at is null and"
                + " last_seen < ? limit ?",
            before,
            limit)
        .list();
  }

  @Override
  public List<Session> findIdleLogins(String channel, long before, int limit) {
    return select(
            "channel = ? and ended_at is null and last_seen < ? limit ?", channel, before, limit)
        .list();
  }

  @Override
  public List<Session> findTabs(String browser, long now) {
    return select(LIVE + " and browser = ? order by last_seen desc", now, browser).list();
  }

  private MappedQuerySpec<Session> select(String condition, Object... values) {
    return sql.read("select * from sessions where " + condition).params(values).query(Session::row);
  }

  @Override
  public void endConnections(long now, String reason, boolean shared) {
    sql.write(
        """
        update sessions set ended_at = ?, end_reason = ?
        where channel in ('tcp', 'websocket') and ended_at is null\
        """
            + (shared ? OF_NO_NODE : ""),
        now,
        reason);
  }

  @Override
  public Map<String, Long> countLive(long now) {
    return sql
        .read("select channel, count(*) from sessions where " + LIVE + " group by channel")
        .params(now)
        .query((row, number) -> Map.entry(row.getString(1), row.getLong(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public void extend(String id, long until) {
    sql.write("update sessions set expires_at = ? where id = ?", until, id);
  }

  @Override
  public void ask(String id, @Nullable String agents) {
    sql.write("update sessions set agents = ? where id = ?", agents, id);
  }

  @Override
  public void limit(String id, KeyLimits limits) {
    sql.write(
        "update sessions set at_once = ?, per_minute = ?, persons = ? where id = ?",
        limits.atOnce(),
        limits.perMinute(),
        limits.persons(),
        id);
  }

  @Override
  public boolean end(String id, long now, String reason) {
    return sql.write(
            "update sessions set ended_at = ?, end_reason = ? where id = ? and ended_at is"
                + " null",
            now,
            reason,
            id)
        > 0;
  }

  @Override
  public void forget(long before) {
    sql.write("delete from sessions where expires_at < ? or ended_at < ?", before, before);
  }
}
