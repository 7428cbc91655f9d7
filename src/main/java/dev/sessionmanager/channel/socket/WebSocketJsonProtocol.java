package dev.sessionmanager.channel.socket;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.trace.TraceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The protocol {@code session-manager.v1}: one JSON object a frame, named by its {@code type}.
 * docs/sockets.md describes it. Messages are accepted in the order in which they came; their
 * answers come in pieces, side by side where they are of several conversations.
 */
final class WebSocketJsonProtocol implements WebSocketProtocol {

  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  private final WebSocketServices desk;
  private final WebSocketConnection wire;
  private final WebSocketOpening opening;
  private final WebSocketInbox inbox;
  private final AtomicInteger followed = new AtomicInteger();
  private final long openedAt;

  /** Null until a stranger has shown a token. */
  private volatile @Nullable WebSocketPresence visit;

  private volatile boolean over;

  WebSocketJsonProtocol(
      WebSocketServices desk, WebSocketConnection wire, WebSocketOpening opening) {
    this.desk = desk;
    this.wire = wire;
    this.opening = opening;
    this.inbox = new WebSocketInbox(desk.sockets().settings().pendingMax());
    this.openedAt = desk.sockets().now();
  }

  @Override
  public void begin() {
    if (opening.stranger()) {
      refuse(null, null, new Problem(Kind.UNAUTHENTICATED));
    } else {
      hello(arrive(opening.caller().session()));
    }
  }

  private WebSocketPresence arrive(@Nullable Session login) {
    WebSocketPresence arrived = desk.sockets().arrive(wire, opening, login);
    visit = arrived;
    if (over) {
      desk.sockets().leave(wire, arrived); // closed in the meantime
    }
    return arrived;
  }

  private void hello(WebSocketPresence arrived) {
    Session session = arrived.session();
    List<Map<String, Object>> agents = new ArrayList<>();
    for (Agent agent : desk.agents()) {
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
    frame.put("agent", desk.sockets().settings().agent());
    frame.put("agents", agents);
    say("hello", frame);
  }

  @Override
  public void heard(String text) {
    WebSocketPresence mine = visit;
    if (mine != null) {
      mine.seen();
    }
    String id = null;
    try {
      WebSocketRequest request = WebSocketRequest.of(read(text));
      id = request.id();
      if (request.type() == WebSocketRequest.Type.PING) {
        say("pong", idOf(id));
      } else if (!inbox.offer(() -> handle(request))) {
        throw tooMany();
      }
    } catch (Problem problem) {
      refuse(id, null, problem);
    }
  }

  private JsonNode read(String text) {
    try {
      return desk.json().readTree(text);
    } catch (JacksonException broken) {
      throw new Problem(Kind.MALFORMED).causedBy(broken);
    }
  }

  private static Problem tooMany() {
    return new Problem(Kind.TOO_MANY_AT_ONCE).retryAfter(A_MOMENT).setting("WS_PENDING_MAX");
  }

  private void handle(WebSocketRequest request) {
    try {
      if (request.type() == WebSocketRequest.Type.AUTH) {
        authenticate(request);
        return;
      }
      WebSocketPresence mine = visit;
      if (mine == null) {
        throw new Problem(Kind.UNAUTHENTICATED);
      }
      switch (request.type()) {
        case MESSAGE -> message(request, mine);
        case RESUME -> resume(request, mine);
        case STOP -> stop(request, mine);
        default -> throw new Problem(Kind.MALFORMED);
      }
    } catch (RuntimeException failure) {
      refuse(request.id(), request.turnId(), WebSocketServices.problem(failure));
    } finally {
      desk.sockets().idle(wire);
    }
  }

  /** A guest or stranger becomes the token's user, under a presence of its own. */
  private void authenticate(WebSocketRequest request) {
    Session login =
        desk.sessions()
            .find(request.need("token", request.token()))
            .orElseThrow(() -> new Problem(Kind.BAD_TOKEN));
    WebSocketPresence before = visit;
    if (before != null && !before.session().guest()) {
      throw new Problem(Kind.CONFLICT);
    }
    WebSocketPresence arrived = arrive(login);
    if (before != null) {
      desk.sockets().leave(wire, before);
    }
    hello(arrived);
  }

  private void message(WebSocketRequest request, WebSocketPresence mine) {
    String text = request.text(desk.sockets().settings().messageMaxChars());
    String conversation = request.conversation(mine.session().id());
    String wanted = desk.wanted(request.agent());
    begin(mine);
    boolean begun = false;
    try {
      LiveAnswer answering =
          desk.gateway()
              .enter(
                  desk.inbound(
                      mine,
                      request.messageId(mine.session(), conversation),
                      conversation,
                      wanted,
                      text,
                      opening.language()));
      long turnId = answering.turnId();
      Map<String, Object> accepted = about(request.id(), turnId);
      accepted.put("conversation", conversation);
      accepted.put("agent", answering.agent());
      say("accepted", accepted);
      WebSocketFollower follower = new WebSocketFollower(this, request.id(), answering, 0, false);
      Thread.startVirtualThread(() -> follow(follower, mine));
      begun = true;
    } finally {
      if (!begun) {
        end(mine);
      }
    }
  }

  private void resume(WebSocketRequest request, WebSocketPresence mine) {
    long turnId = request.needTurn();
    LiveAnswer answering =
        desk.answers()
            .follow(mine.session().userId(), turnId)
            .orElseThrow(() -> new Problem(Kind.NOT_FOUND));
    begin(mine);
    WebSocketFollower follower =
        new WebSocketFollower(this, request.id(), answering, request.from(), true);
    Thread.startVirtualThread(() -> follow(follower, mine));
  }

  private void stop(WebSocketRequest request, WebSocketPresence mine) {
    if (!desk.answers().stop(mine.session().userId(), request.needTurn())) {
      throw new Problem(Kind.NOT_FOUND);
    }
  }

  private void begin(WebSocketPresence mine) {
    if (followed.incrementAndGet() > desk.sockets().settings().pendingMax()) {
      followed.decrementAndGet();
      throw tooMany();
    }
    mine.answerBegins();
  }

  private void follow(WebSocketFollower follower, WebSocketPresence mine) {
    try {
      follower.run();
    } finally {
      end(mine);
      desk.sockets().idle(wire);
    }
  }

  private void end(WebSocketPresence mine) {
    followed.decrementAndGet();
    mine.answerEnds();
  }

  /** The members that say which message a frame is about. */
  static Map<String, Object> about(@Nullable String id, @Nullable Long turnId) {
    Map<String, Object> about = idOf(id);
    if (turnId != null) {
      about.put("turn_id", turnId);
    }
    return about;
  }

  private static Map<String, Object> idOf(@Nullable String id) {
    Map<String, Object> about = new LinkedHashMap<>();
    if (id != null) {
      about.put("id", id);
    }
    return about;
  }

  void say(String type, Map<String, Object> members) {
    wire.send(frame(type, members));
  }

  private String frame(String type, Map<String, Object> members) {
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("type", type);
    frame.putAll(members);
    return desk.json().writeValueAsString(frame);
  }

  void refuse(@Nullable String id, @Nullable Long turnId, Problem problem) {
    Map<String, Object> members = about(id, turnId);
    members.put("problem", desk.body(problem, opening.language(), TraceId.fresh()));
    say("problem", members);
  }

  boolean open() {
    return wire.isOpen();
  }

  @Override
  public String bye(FrameClose why, String sentence) {
    return frame("bye", Map.of("code", why.code(), "message", sentence));
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
    return followed.get() > 0;
  }

  @Override
  public boolean overdue(long now) {
    return visit == null && now - openedAt > desk.sockets().settings().authTimeout().toMillis();
  }
}
