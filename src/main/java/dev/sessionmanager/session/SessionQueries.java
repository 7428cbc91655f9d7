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
import org.springframework.data.domain.Limit;

/** Rows of the file as the sessions that they are. Any thread. */
final class SessionQueries {

  private static final int STARTING_MAX = 100;

  /** How an id, which is a UUID, begins. */
  private static final Pattern ID_START = Pattern.compile("[0-9a-fA-F-]{1,36}");

  /** Sorts after every letter of an id. */
  private static final String AFTER_HEX = "g";

  private final Sessions sessions;
  private final SessionRepository rows;
  private final Users users;
  private final Clock clock;

  SessionQueries(Sessions sessions, SessionRepository rows, Users users, Clock clock) {
    this.sessions = sessions;
    this.rows = rows;
    this.users = users;
    this.clock = clock;
  }

  /** See {@link Sessions#startingWith}. */
  List<Session> startingWith(String prefix) {
    if (!ID_START.matcher(prefix).matches()) {
      return List.of();
    }
    String first = prefix.toLowerCase(Locale.ROOT);
    return of(rows.findBetween(clock.millis(), first, first + AFTER_HEX, Limit.of(STARTING_MAX)));
  }

  /** What is in memory wins; a user is read once, however many sessions they have. */
  List<Session> of(List<Session> found) {
    Map<String, Optional<User>> owners = new HashMap<>();
    List<Session> live = new ArrayList<>();
    for (Session row : found) {
      Session known = sessions.known(row.id());
      if (known != null) {
        live.add(known);
      } else if (row.guest()) {
        live.add(row);
      } else {
        owners
            .computeIfAbsent(row.userId(), id -> users.byId(id).filter(User::enabled))
            .ifPresent(user -> live.add(sessions.shared(row, user)));
      }
    }
    return live.stream().filter(s -> s.liveAt(clock.instant())).toList();
  }
}
