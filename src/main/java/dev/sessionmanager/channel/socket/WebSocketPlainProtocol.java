package dev.sessionmanager.channel.socket;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the original's clients speak: a greeting, then a text in and a text out, each whole in one
 * frame. Texts that come while one is being answered are answered after it, in order. A refusal is
 * a sentence.
 */
final class WebSocketPlainProtocol implements WebSocketProtocol {

  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  private final WebSocketServices desk;
  private final WebSocketConnection wire;
  private final WebSocketOpening opening;
  private final WebSocketInbox inbox;

  /** Null until the connection is open. */
  private volatile @Nullable WebSocketPresence visit;

  private volatile boolean over;

  WebSocketPlainProtocol(
      WebSocketServices desk, WebSocketConnection wire, WebSocketOpening opening) {
    this.desk = desk;
    this.wire = wire;
    this.opening = opening;
    this.inbox = new WebSocketInbox(desk.sockets().settings().pendingMax());
  }

  @Override
  public void begin() {
    WebSockets sockets = desk.sockets();
    WebSocketPresence mine = sockets.arrive(wire, opening, opening.caller().session());
    visit = mine;
    if (over) {
      sockets.leave(wire, mine);
    }
    String name = sockets.settings().agent();
    Agent agent = desk.agent(name);
    String title = agent == null ? name : agent.card().title();
    wire.send(
        sockets.sentence("websocket.welcome", opening.language(), title, sockets.guestName()));
    if (agent != null && agent.card().greeting() != null) {
      wire.send(agent.card().greeting());
    }
  }

  @Override
  public void heard(String text) {
    WebSocketPresence mine = Objects.requireNonNull(visit);
    mine.seen();
    if (!text.isBlank() && !inbox.offer(() -> answer(text, mine))) {
      refuse(new Problem(Kind.TOO_MANY_AT_ONCE).retryAfter(A_MOMENT).setting("WS_PENDING_MAX"));
    }
  }

  private void answer(String text, WebSocketPresence mine) {
    mine.answerBegins();
    try {
      int most = desk.sockets().settings().messageMaxChars();
      if (text.length() > most) {
        throw Problem.fields(Map.of("text", "too_long"), most);
      }
      String conversation = mine.session().id();
      Reply reply =
          desk.gateway()
              .enter(desk.inbound(mine, null, conversation, null, text, opening.language()))
              .await();
      wire.send(Objects.requireNonNullElse(reply.text(), ""));
    } catch (RuntimeException failure) {
      refuse(WebSocketServices.problem(failure));
    } finally {
      mine.answerEnds();
      desk.sockets().idle(wire);
    }
  }

  private void refuse(Problem problem) {
    wire.send(desk.sentence(problem, opening.language()));
  }

  @Override
  public @Nullable String bye(FrameClose why, String sentence) {
    return null; // the close frame says it
  }

  @Override
  public void closed() {
    over = true;
    WebSocketPresence mine = visit;
    if (mine != null) {
      if (!mine.session().liveAt(desk.sockets().clock().instant())) {
        inbox.clear(); // killed: queued work goes
      }
      desk.sockets().leave(wire, mine);
    }
  }

  @Override
  public boolean busy() {
    WebSocketPresence mine = visit;
    return mine != null && mine.answers() > 0;
  }

  @Override
  public boolean overdue(long now) {
    return false; // strangers are refused at the handshake
  }
}
