package dev.sessionmanager.channel.socket;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The protocol {@code session-manager.v1}: one JSON object a frame, named by its {@code type}.
 * docs/sockets.md describes it. Messages are accepted in the order in which they came; their
 * answers come in pieces, side by side where they are of several conversations.
 */
final class WebSocketJsonProtocol extends WebSocketProtocol {

  private final WebSocketFrames frames;

  /** Answers that the client reads now. */
  private final AtomicInteger followed = new AtomicInteger();

  private final long openedAt;

  WebSocketJsonProtocol(WebSocketServices services, WebSocketOpening opening, WebSocketLine line) {
    super(services, opening, line);
    this.frames = new WebSocketFrames(services.texts(), line, opening.language());
    this.openedAt = services.now();
  }

  @Override
  void begin() {
    if (opening.stranger()) {
      frames.refuse(null, null, new Problem(Kind.UNAUTHENTICATED));
    } else {
      hello(arrive(opening.caller().session()).session());
    }
  }

  private void hello(Session session) {
    List<Map<String, Object>> agents = new ArrayList<>();
    for (Agent agent : services.agents(session)) {
      Agent.Card card = agent.card();
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("id", agent.name());
      one.put("name", card.title());
      one.put("description", card.description());
      one.put("greeting", card.greeting());
      one.put("kind", card.kind().name().toLowerCase(Locale.ROOT));
      agents.add(one);
    }
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("session_id", session.id());
    frame.put("user", session.guest() ? null : session.user().username());
    frame.put("agent", services.settings().agent());
    frame.put("agents", agents);
    frames.say("hello", frame);
  }

  @Override
  void heard(String text) {
    SocketSessions.Presence mine = presence();
    if (mine != null) {
      mine.seen();
    }
    String id = null;
    try {
      WebSocketRequest request = read(text);
      id = request.id();
      if (request.type() == WebSocketRequest.Type.PING) {
        frames.say("pong", WebSocketFrames.about(id, null));
      } else {
        work(text, () -> handle(request));
      }
    } catch (Problem problem) {
      frames.refuse(id, null, problem);
    }
  }

  /** The first member that is wrong is named alone. */
  private WebSocketRequest read(String text) {
    JsonMapper json = services.texts().json();
    WebSocketFrame frame;
    try {
      frame = json.readValue(text, WebSocketFrame.class);
    } catch (JacksonException broken) {
      throw new Problem(Kind.MALFORMED).causedBy(broken);
    }
    if (frame == null) {
      throw new Problem(Kind.MALFORMED);
    }
    return json.convertValue(fields().checkFirst(1, frame), WebSocketRequest.class);
  }

  private void handle(WebSocketRequest request) {
    try {
      if (request.type() == WebSocketRequest.Type.AUTH) {
        authenticate(request);
        return;
      }
      SocketSessions.Presence mine = presence();
      if (mine == null) {
        throw new Problem(Kind.UNAUTHENTICATED);
      }
      switch (request.type()) {
        case MESSAGE -> message(request, mine);
        case RESUME -> {
          LiveAnswer answering = mine.follow(turnId(request));
          int from = request.from();
          begin(mine);
          follow(request.id(), answering, from, mine);
        }
        case STOP -> mine.stop(turnId(request));
        default -> throw new Problem(Kind.MALFORMED);
      }
    } catch (RuntimeException failure) {
      frames.refuse(request.id(), request.turnId(), WebSocketServices.problem(failure));
    } finally {
      closeWhenIdle();
    }
  }

  /** A guest or stranger becomes the token's user, under a presence of its own. */
  private void authenticate(WebSocketRequest request) {
    fields().checkFirst(1, request, WebSocketRequest.Auth.class);
    Session login =
        services
            .sessions()
            .login(Objects.requireNonNull(request.token()))
            .orElseThrow(() -> new Problem(Kind.BAD_TOKEN));
    SocketSessions.Presence before = presence();
    if (before != null && !before.session().guest()) {
      throw new Problem(Kind.CONFLICT);
    }
    hello(arrive(login).session());
  }

  private void message(WebSocketRequest request, SocketSessions.Presence mine) {
    fields().checkFirst(1, request, WebSocketRequest.Message.class);
    String text = Objects.requireNonNull(request.text());
    String conversation = Objects.requireNonNullElse(request.conversation(), mine.session().id());
    String wanted = services.wanted(request.agent(), mine.session());
    begin(mine);
    LiveAnswer answering;
    try {
      answering = services.ask(mine, request.id(), conversation, wanted, text, opening.language());
    } catch (RuntimeException | Error refused) {
      end(mine);
      throw refused;
    }
    Map<String, Object> accepted = WebSocketFrames.about(request.id(), answering.id());
    accepted.put("conversation", conversation);
    accepted.put("agent", answering.agent());
    frames.say("accepted", accepted);
    follow(request.id(), answering, null, mine);
  }

  private FieldCheck fields() {
    return services.texts().fields();
  }

  private String turnId(WebSocketRequest request) {
    fields().checkFirst(1, request, WebSocketRequest.Answer.class);
    return Objects.requireNonNull(request.turnId());
  }

  private void begin(SocketSessions.Presence mine) {
    if (followed.incrementAndGet() > services.settings().pendingMax()) {
      followed.decrementAndGet();
      throw tooMany();
    }
    mine.answerBegins();
  }

  private void end(SocketSessions.Presence mine) {
    followed.decrementAndGet();
    mine.answerEnds();
  }

  /**
   * Tells the client an answer that has begun here, on a thread of its own.
   *
   * @param from how many chars of it the client has; null where its message came over this
   *     connection
   */
  private void follow(
      @Nullable String id,
      LiveAnswer answering,
      @Nullable Integer from,
      SocketSessions.Presence mine) {
    Thread.startVirtualThread(() -> {
      try {
        frames.follow(id, answering, from == null ? 0 : from, from != null);
      } finally {
        end(mine);
        closeWhenIdle();
      }
    });
  }

  @Override
  String bye(FrameClose why, String sentence) {
    return frames.text("bye", Map.of("code", why.code(), "message", sentence));
  }

  @Override
  boolean busy() {
    return followed.get() > 0;
  }

  @Override
  boolean overdue(long now) {
    return presence() == null && now - openedAt > services.settings().authTimeout().toMillis();
  }
}
