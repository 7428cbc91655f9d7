package dev.sessionmanager.channel.socket;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.gateway.RunningAnswers;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import dev.sessionmanager.trace.TraceId;
import dev.sessionmanager.user.User;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The sessions of open TCP connections and WebSockets. A connection is told when its session ends,
 * or the login session by whose token it came. Any thread.
 */
@Component
final class SocketSessions {

  /** Why sessions end: their connection is over. */
  static final String DISCONNECTED = "disconnected";

  private final Sessions sessions;
  private final Gateway gateway;
  private final RunningAnswers answers;
  private final Clock clock;

  /** By the ids of the connections' sessions, and of the logins by whose tokens they came. */
  private final Map<String, List<Presence>> bySession = new ConcurrentHashMap<>();

  SocketSessions(Sessions sessions, Gateway gateway, RunningAnswers answers, Clock clock) {
    this.sessions = sessions;
    this.gateway = gateway;
    this.answers = answers;
    this.clock = clock;
    sessions.onEnded(this::ended);
  }

  /**
   * Gives a connection a session of its own.
   *
   * @param user null for a guest
   * @param login the session of the token that the client has shown; null where it has shown none
   * @param ended told which of the two sessions has ended; must not block
   */
  Presence arrive(
      String channel,
      Caller caller,
      @Nullable User user,
      @Nullable Session login,
      Consumer<Session> ended) {
    Session session = sessions.arrive(channel, caller.device(), caller.address(), user, login);
    Presence presence = new Presence(session, login, ended);
    link(session, presence);
    if (login != null) {
      link(login, presence);
      if (!login.liveAt(clock.instant())) {
        ended(login); // it has ended at this very moment
      }
    }
    return presence;
  }

  /** The live session that a token names; empty when there is none. */
  Optional<Session> login(String token) {
    return sessions.find(token);
  }

  private void link(Session session, Presence presence) {
    bySession.merge(
        session.id(),
        List.of(presence),
        (known, one) -> Stream.concat(known.stream(), one.stream()).toList());
  }

  private void unlink(Session session, Presence presence) {
    bySession.computeIfPresent(
        session.id(),
        (id, known) -> {
          List<Presence> rest = known.stream().filter(other -> other != presence).toList();
          return rest.isEmpty() ? null : rest;
        });
  }

  private void ended(Session session) {
    bySession.getOrDefault(session.id(), List.of()).forEach(p -> p.ended.accept(session));
  }

  /**
   * A connection's presence among the sessions. Its session stays for as long as answers are being
   * made that were asked over the connection, because they go on when the client has gone.
   */
  final class Presence {

    private final Session session;
    private final @Nullable Session login;
    private final Consumer<Session> ended;
    private int making;

    /** Why the connection needs its session no longer; null as long as it does. */
    private @Nullable String left;

    private Presence(Session session, @Nullable Session login, Consumer<Session> ended) {
      this.session = session;
      this.login = login;
      this.ended = ended;
    }

    Session session() {
      return session;
    }

    /** Whether nobody has ended the session. */
    boolean isLive() {
      return session.liveAt(clock.instant());
    }

    /** The client was heard of. */
    void seen() {
      sessions.seen(session);
      if (login != null) {
        sessions.seen(login);
      }
    }

    /**
     * Has a message of the client answered.
     *
     * @param id the client's own for the message
     * @param agent answers where the message opens the conversation
     * @param wantedAgent answers from this message on; null where the client chooses nobody
     * @param language of the reader
     * @throws Problem why the message was not accepted
     */
    LiveAnswer ask(
        @Nullable String id,
        String conversation,
        String agent,
        @Nullable String wantedAgent,
        String text,
        Locale language) {
      return gateway.enter(
          new Inbound(
              id,
              session.channel(),
              Ownership.on(session, conversation),
              session,
              conversation,
              agent,
              wantedAgent,
              text,
              null,
              AnswerOptions.DEFAULTS,
              language,
              clock.instant(),
              TraceId.fresh()));
    }

    /**
     * The answer of this id, being made or made.
     *
     * @throws Problem NOT_FOUND when the client has no such answer
     */
    LiveAnswer follow(String id) {
      return answers
          .follow(Ownership.answers(session), id)
          .orElseThrow(() -> new Problem(Kind.NOT_FOUND));
    }

    /**
     * Stops the answer of this id, down to the model.
     *
     * @throws Problem NOT_FOUND when none is being made
     */
    void stop(String id) {
      if (!answers.stop(Ownership.answers(session), id)) {
        throw new Problem(Kind.NOT_FOUND);
      }
    }

    /** The session stays until this answer has ended. */
    synchronized void answerBegins() {
      making++;
    }

    void answerEnds() {
      synchronized (this) {
        making--;
      }
      endIfOver();
    }

    /** Answers that are being made. */
    synchronized int answers() {
      return making;
    }

    /**
     * The connection needs this presence no longer; it may say so twice.
     *
     * @param why the session has ended then, as kept in the file
     */
    void leave(String why) {
      unlink(session, this);
      if (login != null) {
        unlink(login, this);
      }
      synchronized (this) {
        left = why;
      }
      endIfOver();
    }

    private void endIfOver() {
      String why;
      synchronized (this) {
        why = making == 0 ? left : null;
      }
      if (why != null) {
        sessions.leave(session, why);
      }
    }
  }
}
