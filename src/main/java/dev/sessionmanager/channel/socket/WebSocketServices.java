package dev.sessionmanager.channel.socket;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.CutAnswers;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Session;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What every WebSocket asks of the service. Any thread. */
@Component
final class WebSocketServices {

  private static final Logger log = LoggerFactory.getLogger(WebSocketServices.class);

  private final Agents agents;
  private final SocketSessions sessions;
  private final WebSocketTexts texts;
  private final WebSocketSettings settings;
  private final MessageSettings limits;
  private final SocketBounds bounds;
  private final CutAnswers cutAnswers;
  private final Clock clock;
  private final AtomicLong guests = new AtomicLong();
  private volatile boolean stopping;

  WebSocketServices(
      Agents agents,
      SocketSessions sessions,
      WebSocketTexts texts,
      WebSocketSettings settings,
      MessageSettings limits,
      SocketBounds bounds,
      CutAnswers cutAnswers,
      Clock clock) {
    this.agents = agents;
    this.sessions = sessions;
    this.texts = texts;
    this.settings = settings;
    this.limits = limits;
    this.bounds = bounds;
    this.cutAnswers = cutAnswers;
    this.clock = clock;
  }

  SocketSessions sessions() {
    return sessions;
  }

  WebSocketTexts texts() {
    return texts;
  }

  WebSocketSettings settings() {
    return settings;
  }

  SocketBounds bounds() {
    return bounds;
  }

  CutAnswers cutAnswers() {
    return cutAnswers;
  }

  /** The longest message, in characters. */
  int messageMaxChars() {
    return limits.maxChars();
  }

  /** In ms of the epoch. */
  long now() {
    return clock.millis();
  }

  /** The service stops: from here on no message is taken. */
  void stop() {
    stopping = true;
  }

  boolean stopping() {
    return stopping;
  }

  /** How a guest is called: the original's name for them, counted from the start. */
  String guestName() {
    return "Usuario-" + guests.incrementAndGet();
  }

  /** Agents that converse; those of the runtime take instructions, over other calls. */
  List<Agent> agents(Session client) {
    return agents.all(client).stream().filter(Agent::converses).toList();
  }

  /** The agent of this name; null when there is none for this client at the moment. */
  @Nullable Agent agent(String name, Session client) {
    return agents.find(name, client).orElse(null);
  }

  /**
   * The agent that a client chooses to answer from now on; null where it chooses none.
   *
   * @throws Problem UNKNOWN_AGENT where there is no such agent for this client
   */
  @Nullable String wanted(@Nullable String name, Session client) {
    return name == null ? null : agents.conversing(name, client).name();
  }

  /**
   * Has a message answered; refused while the service stops, because it might not be answered.
   *
   * @param id the client's own for the message
   * @throws Problem why the message was not accepted
   */
  LiveAnswer ask(
      SocketSessions.Presence presence,
      @Nullable String id,
      String conversation,
      @Nullable String wantedAgent,
      String text,
      Locale language) {
    if (stopping) {
      throw new Problem(Kind.STOPPING);
    }
    return presence.ask(id, conversation, settings.agent(), wantedAgent, text, language);
  }

  /** A failure as the client is told of it; a fault of ours is written to the log. */
  static Problem problem(RuntimeException failure) {
    if (failure instanceof Problem problem) {
      return problem;
    }
    log.error("a message on a WebSocket failed", failure);
    return new Problem(Kind.INTERNAL).causedBy(failure);
  }
}
