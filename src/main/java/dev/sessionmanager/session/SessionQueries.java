package dev.sessionmanager.session;

import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Live sessions by their user, their id, their channel: read from the file. Any thread. */
@Component
final class SessionQueries {

  /** Sessions of one query by the first characters of an id: enough to choose from. */
  private static final int STARTING_MAX = 100;

  /** More than {@code sessions.per-user-max} can be; a bound for one query. */
  private static final int LIST_MAX = 1000;

  /** How an id, which is a UUID, begins. */
  private static final Pattern ID_START = Pattern.compile("[0-9a-fA-F-]{1,36}");

  /** Sorts after every letter of an id. */
  private static final String AFTER_HEX = "g";

  private final LiveSessions live;
  private final SessionRepository rows;
  private final Users users;
  private final Clock clock;

  SessionQueries(LiveSessions live, SessionRepository rows, Users users, Clock clock) {
    this.live = live;
    this.rows = rows;
    this.users = users;
    this.clock = clock;
  }

  /** See {@link Sessions#of}. */
  List<Session> of(User user) {
    live.connections().write();
    return logins(user);
  }

  /** The user's live sessions that have a row already, and are no API keys; last seen first. */
  List<Session> logins(User user) {
    return ofUser(user, false);
  }

  /** The live sessions of a user that are API keys, the last seen first. */
  List<Session> keysOf(User user) {
    return ofUser(user, true);
  }

  private List<Session> ofUser(User user, boolean keys) {
    return rows.findLive(user.id(), clock.millis(), LIST_MAX).stream()
        .filter(s -> s.isKey() == keys)
        .map(row -> live.shared(row, user))
        .toList();
  }

  /** Sessions that have no row yet get theirs. */
  void write() {
    live.connections().write();
  }

  /** See {@link Sessions#list}. */
  List<Session> list(String after, int limit) {
    live.connections().write();
    return sessions(rows.findAllLive(clock.millis(), after, limit));
  }

  /** See {@link Sessions#countByChannel}. */
  Map<String, Long> countByChannel() {
    live.connections().write();
    return rows.countLive(clock.millis());
  }

  /** See {@link Sessions#startingWith}. */
  List<Session> startingWith(String prefix) {
    live.connections().write();
    if (!ID_START.matcher(prefix).matches()) {
      return List.of();
    }
    String first = prefix.toLowerCase(Locale.ROOT);
    return sessions(rows.findBetween(clock.millis(), first, first + AFTER_HEX, STARTING_MAX));
  }

  /** What is in memory wins over its row; a user is read once, however many sessions they have. */
  List<Session> sessions(List<Session> found) {
    Map<String, Optional<User>> owners = new HashMap<>();
    List<Session> all = new ArrayList<>();
    for (Session row : found) {
      Session known = live.inMemory(row.id());
      if (known != null) {
        all.add(known);
      } else if (row.guest()) {
        all.add(row);
      } else {
        owners
            .computeIfAbsent(row.userId(), id -> users.byId(id).filter(User::enabled))
            .ifPresent(user -> all.add(live.shared(row, user)));
      }
    }
    return all.stream().filter(s -> s.liveAt(clock.instant())).toList();
  }
}
