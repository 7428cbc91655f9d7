package dev.sessionmanager.channel.socket;

import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The presences of open connections: each closes its connection when its session ends, or the one
 * by whose token it came. Any thread.
 */
@Component
final class WebSocketPresences {

  /** The channel of these sessions, their messages and conversations. */
  static final String CHANNEL = "websocket";

  private final Sessions sessions;
  private final Clock clock;

  /** By the ids of presences' sessions, and of the logins by whose tokens they came. */
  private final Map<String, Set<WebSocketPresence>> bySession = new ConcurrentHashMap<>();

  WebSocketPresences(Sessions sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
    sessions.onEnded(this::ended);
  }

  /** The live session that a token names; empty when there is none. */
  Optional<Session> login(String token) {
    return sessions.find(token);
  }

  /**
   * A presence for a connection.
   *
   * @param login the session of the client's token; null for a guest
   * @param close closes the connection
   */
  WebSocketPresence arrive(Caller caller, @Nullable Session login, Consumer<FrameClose> close) {
    Session session =
        sessions.arrive(
            CHANNEL, caller.device(), caller.address(), login == null ? null : login.user());
    WebSocketPresence presence = new WebSocketPresence(sessions, session, login, close);
    link(session.id(), presence);
    if (login != null) {
      link(login.id(), presence);
      if (!login.liveAt(clock.instant())) {
        ended(login); // the login has ended at this very moment
      }
    }
    return presence;
  }

  /** The connection needs its presence no longer. */
  void leave(WebSocketPresence presence) {
    unlink(presence.session().id(), presence);
    Session login = presence.login();
    if (login != null) {
      unlink(login.id(), presence);
    }
    presence.leave();
  }

  private void link(String id, WebSocketPresence presence) {
    bySession.compute(
        id,
        (key, known) -> {
          if (known == null) {
            return Set.of(presence);
          }
          Set<WebSocketPresence> more = ConcurrentHashMap.newKeySet();
          more.addAll(known);
          more.add(presence);
          return more;
        });
  }

  private void unlink(String id, WebSocketPresence presence) {
    bySession.computeIfPresent(
        id,
        (key, known) -> {
          Set<WebSocketPresence> rest = ConcurrentHashMap.newKeySet();
          rest.addAll(known);
          rest.remove(presence);
          return rest.isEmpty() ? null : rest;
        });
  }

  private void ended(Session session) {
    FrameClose why = Sessions.IDLE.equals(session.endReason()) ? FrameClose.IDLE : FrameClose.ENDED;
    bySession.getOrDefault(session.id(), Set.of()).forEach(presence -> presence.close(why));
  }
}
