package dev.sessionmanager.session;

import dev.sessionmanager.server.Peers;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * How sessions end: in memory, in the file, and with whoever works for them. The reasons are
 * constants of {@link Session}. Any thread.
 */
@Component
final class SessionEndings {

  private final LiveSessions live;
  private final SessionRepository rows;
  private final Users users;
  private final SessionSettings settings;
  private final TransactionOperations transaction;
  private final Clock clock;
  private final List<Consumer<Session>> listeners = new CopyOnWriteArrayList<>();

  SessionEndings(
      LiveSessions live,
      SessionRepository rows,
      Users users,
      SessionSettings settings,
      TransactionOperations transaction,
      Peers peers,
      Clock clock) {
    this.live = live;
    this.rows = rows;
    this.users = users;
    this.settings = settings;
    this.transaction = transaction;
    this.clock = clock;
    users.onForeignChange(this::followFile);
    peers.on("session", this::follow);
    peers.on(Users.REVOKED, this::endConnections);
    users.onRevoked(userId -> endAll(userId, any -> true, Session.REVOKED));
  }

  /** Told of every session that ends, after it has. */
  void onEnded(Consumer<Session> listener) {
    listeners.add(listener);
  }

  /** Ends a session; false when it had ended before. */
  boolean end(Session given, String reason) {
    Session known = live.inMemory(given.id());
    Session session = known == null ? given : known;
    Instant now = clock.instant();
    boolean first = live.connections().leave(session, now, reason);
    if (!first) {
      if (session.endedMillis() != null) {
        return false;
      }
      first =
          Boolean.TRUE.equals(
              transaction.execute(status -> rows.end(session.id(), now.toEpochMilli(), reason)));
      session.end(now, reason);
    }
    live.remove(session);
    tellEnded(session);
    return first;
  }

  private void tellEnded(Session session) {
    listeners.forEach(listener -> listener.accept(session));
  }

  /**
   * Ends all of a user's sessions that pass the test, API keys too.
   *
   * @return how many
   */
  int endAll(String userId, Predicate<Session> which, String reason) {
    List<Session> all = new ArrayList<>();
    live.connections().all().stream().filter(s -> s.userId().equals(userId)).forEach(all::add);
    for (Session row : rows.findLive(userId, clock.millis(), Integer.MAX_VALUE)) {
      Session known = live.inMemory(row.id());
      all.add(known == null ? row : known);
    }
    return (int) all.stream().filter(s -> which.test(s) && end(s, reason)).count();
  }

  /** Ends a session at its owner's wish; false when it is not a live one of this user. */
  boolean logOut(User user, String id) {
    return live.byId(id)
        .filter(s -> s.userId().equals(user.id()))
        .map(s -> end(s, Session.LOGGED_OUT))
        .orElse(false);
  }

  /**
   * Ends a session that has just begun, where its user was disabled meanwhile. Whoever disables a
   * user does that first and ends the user's sessions then, so that one of the two sees the other.
   */
  void endIfDisabled(Session session) {
    if (users.byId(session.userId()).filter(User::enabled).isEmpty()) {
      end(session, Session.REVOKED);
    }
  }

  /**
   * Another process has changed the file: sessions are read from it again, and those stop that it
   * says have ended.
   */
  private void followFile() {
    live.write();
    for (Session session : live.forgetAll()) {
      if (live.byId(session.id()).isEmpty()) {
        session.end(clock.instant(), Session.REVOKED);
        tellEnded(session);
      }
    }
    live.connections().all().stream().filter(s -> !s.guest()).forEach(this::endIfDisabled);
  }

  /** Another node has changed a session's row. */
  private void follow(String id) {
    Session known = live.inMemory(id);
    if (known == null) {
      return;
    }
    Session row = rows.findById(id).orElse(null);
    if (row != null && row.endedMillis() == null) {
      live.ask(known, row.agents());
      known.limits(row.limits());
      if (row.expiresAt().isAfter(known.expiresAt())) {
        known.extend(row.expiresAt());
      }
      return;
    }
    String why = row == null ? null : row.endReason();
    String reason = why == null ? Session.REVOKED : why;
    if (!live.connections().leave(known, clock.instant(), reason)) {
      known.end(clock.instant(), reason);
    }
    live.remove(known);
    tellEnded(known);
  }

  /** Also those that have no row yet, which another node cannot have ended. */
  private void endConnections(String userId) {
    live.connections().all().stream()
        .filter(session -> session.userId().equals(userId))
        .forEach(session -> end(session, Session.REVOKED));
  }

  /** Ends the sessions that were silent for longer than their channel allows. */
  @Scheduled(
      fixedDelayString = "${sessions.idle-check}",
      initialDelayString = "${sessions.idle-check}")
  void endIdle() {
    live.idle().forEach(session -> end(session, Session.IDLE));
  }

  /** Removes rows of sessions that ended longer ago than {@code sessions.history}. */
  @Scheduled(fixedDelayString = "PT6H", initialDelayString = "PT1M")
  void removeOld() {
    long before = clock.instant().minus(settings.history()).toEpochMilli();
    transaction.executeWithoutResult(status -> rows.forget(before));
  }
}
