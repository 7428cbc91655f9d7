package dev.sessionmanager.session;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table of sessions, in memory. */
final class FakeSessionRows implements SessionRepository {

  private final Map<String, Session> rows = new ConcurrentSkipListMap<>();

  private Stream<Session> live(long now) {
    return rows.values().stream().filter(row -> row.liveAt(Instant.ofEpochMilli(now)));
  }

  private static List<Session> some(Stream<Session> found, int limit) {
    return found.limit(limit).toList();
  }

  @Override
  public Optional<Session> findById(String id) {
    return Optional.ofNullable(rows.get(id));
  }

  @Override
  public void insert(Session session) {
    rows.put(session.id(), session);
  }

  @Override
  public List<Session> findLive(String userId, long now, int limit) {
    return some(
        live(now)
            .filter(row -> row.userId().equals(userId))
            .sorted(Comparator.comparing(Session::lastSeen).reversed()),
        limit);
  }

  @Override
  public List<Session> findAllLive(long now, String after, int limit) {
    return some(live(now).filter(row -> row.id().compareTo(after) > 0), limit);
  }

  @Override
  public List<Session> findBetween(long now, String from, String to, int limit) {
    Predicate<Session> between = row -> row.id().compareTo(from) >= 0 && row.id().compareTo(to) < 0;
    return some(live(now).filter(between), limit);
  }

  @Override
  public List<Session> findIdle(long before, int limit) {
    return List.of();
  }

  @Override
  public List<Session> findIdleLogins(String channel, long before, int limit) {
    Predicate<Session> silent =
        row -> row.channel().equals(channel) && row.lastSeenMillis() < before;
    return some(
        rows.values().stream().filter(row -> row.endedMillis() == null).filter(silent), limit);
  }

  @Override
  public List<Session> findTabs(String browser, long now) {
    return live(now).filter(row -> browser.equals(row.browser())).toList();
  }

  @Override
  public void endConnections(long now, String reason, boolean shared) {}

  @Override
  public Map<String, Long> countLive(long now) {
    return Map.of();
  }

  @Override
  public void extend(String id, long until) {
    Objects.requireNonNull(rows.get(id)).extend(Instant.ofEpochMilli(until));
  }

  @Override
  public void ask(String id, @Nullable String agents) {
    Objects.requireNonNull(rows.get(id)).asks(agents == null ? null : agents.lines().toList());
  }

  @Override
  public void limit(String id, KeyLimits limits) {
    Objects.requireNonNull(rows.get(id)).limits(limits);
  }

  @Override
  public boolean end(String id, long now, String reason) {
    Session row = rows.get(id);
    if (row == null || row.endedMillis() != null) {
      return false;
    }
    row.end(Instant.ofEpochMilli(now), reason);
    return true;
  }

  @Override
  public void forget(long before) {}
}
