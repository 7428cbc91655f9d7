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
import org.springframework.data.domain.Limit;

/** The table of sessions, in memory. */
final class FakeSessionRows implements SessionRepository {

  private final Map<String, Session> rows = new ConcurrentSkipListMap<>();

  private Stream<Session> live(long now) {
    return rows.values().stream().filter(row -> row.liveAt(Instant.ofEpochMilli(now)));
  }

  private static List<Session> some(Stream<Session> found, Limit limit) {
    return found.limit(limit.isLimited() ? limit.max() : Long.MAX_VALUE).toList();
  }

  @Override
  public Optional<Session> findById(String id) {
    return Optional.ofNullable(rows.get(id));
  }

  @Override
  public Session save(Session session) {
    rows.put(session.id(), session);
    return session;
  }

  @Override
  public List<Session> findLive(String userId, long now, Limit limit) {
    return some(
        live(now)
            .filter(row -> row.userId().equals(userId))
            .sorted(Comparator.comparing(Session::lastSeen).reversed()),
        limit);
  }

  @Override
  public List<Session> findAllLive(long now, String after, Limit limit) {
    return some(live(now).filter(row -> row.id().compareTo(after) > 0), limit);
  }

  @Override
  public List<Session> findBetween(long now, String from, String to, Limit limit) {
    Predicate<Session> between = row -> row.id().compareTo(from) >= 0 && row.id().compareTo(to) < 0;
    return some(live(now).filter(between), limit);
  }

  @Override
  public List<Session> findIdle(long before, Limit limit) {
    return List.of();
  }

  @Override
  public List<Session> findIdleLogins(long before, Limit limit) {
    Predicate<Session> silent =
        row -> row.channel().equals(Session.LOGIN) && row.lastSeenMillis() < before;
    return some(
        rows.values().stream().filter(row -> row.endedMillis() == null).filter(silent), limit);
  }

  @Override
  public void endConnections(long now, String reason) {}

  @Override
  public List<Object[]> countLive(long now) {
    return List.of();
  }

  @Override
  public void extend(String id, long until) {
    Objects.requireNonNull(rows.get(id)).extend(Instant.ofEpochMilli(until));
  }

  @Override
  public int end(String id, long now, String reason) {
    Session row = rows.get(id);
    if (row == null || row.endedMillis() != null) {
      return 0;
    }
    row.end(Instant.ofEpochMilli(now), reason);
    return 1;
  }

  @Override
  public int forget(long before) {
    return 0;
  }
}
