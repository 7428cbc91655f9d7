package dev.sessionmanager.channel.socket;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
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
      Clock clock) {
    this.agents = agents;
    this.sessions = sessions;
    this.texts = texts;
    this.settings = settings;
    this.limits = limits;
    this.bounds = bounds;
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
  List<Agent> agents() {
    return agents.all().stream().filter(Agent::converses).toList();
  }

  /** The agent of this name; null when there is none at the moment. */
  @Nullable Agent agent(String name) {
    return agents.find(name).orElse(null);
  }

  /**
   * The agent that a client chooses to answer from now on; null where it chooses none.
   *
   * @throws Problem UNKNOWN_AGENT where there is no such agent
   */
  @Nullable String wanted(@Nullable String name) {
    return name == null ? null : agents.conversing(name).name();
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
