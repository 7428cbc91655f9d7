package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.http.BoundedLines;
import dev.sessionmanager.http.CallFailure;
import dev.sessionmanager.http.HttpAnswer;
import dev.sessionmanager.http.HttpCall;
import dev.sessionmanager.http.HttpCalls;
import dev.sessionmanager.http.HttpLimits;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.server.Peers;
import dev.sessionmanager.server.Peers.Node;
import dev.sessionmanager.session.DerivedSecrets;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers that another node makes, for readers of this one: piece by piece from that node where it
 * says how it is reached ({@code NODE_URL}), and their end from the log in any case. Any thread.
 */
@Component
class Elsewhere {

  private static final Logger logger = LoggerFactory.getLogger(Elsewhere.class);

  /** What the secret between nodes is for: see {@link DerivedSecrets}. */
  static final String PURPOSE = "nodes";

  static final String KEY = "X-Node-Key";

  /** Between two looks at the log, where nobody tells of pieces. */
  private static final Duration LOOK = Duration.ofMillis(150);

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** The other node gives a sign of life each second. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private static final Duration LONGEST = Duration.ofHours(1);

  private static final HttpLimits LIMITS = new HttpLimits(CONNECT, 10_000, Integer.MAX_VALUE);

  private final Turns turns;
  private final ReplyCodec codec;
  private final Peers peers;
  private final DerivedSecrets secrets;
  private final HttpCalls calls;
  private final JsonMapper json;
  private volatile boolean stopping;

  Elsewhere(
      Turns turns,
      ReplyCodec codec,
      Peers peers,
      DerivedSecrets secrets,
      OutboundHttp http,
      JsonMapper json) {
    this.turns = turns;
    this.codec = codec;
    this.peers = peers;
    this.secrets = secrets;
    this.calls = new HttpCalls(http, LIMITS);
    this.json = json;
  }

  /** Whether there may be another node. */
  boolean possible() {
    return peers.shared();
  }

  /** Whether another node has this turn now. */
  boolean has(long turnId) {
    return peers.having(turnId) != null;
  }

  /** Stops the answer to this turn, whichever node makes it. */
  void stop(long turnId) {
    peers.tell(RunningAnswers.STOP, Long.toString(turnId));
  }

  /** Follows the answer to a turn until it ends, on a thread of its own. */
  void follow(Turn turn, LiveAnswer answer) {
    Thread.ofVirtual().name("elsewhere").start(() -> run(turn, answer));
  }

  private void run(Turn turn, LiveAnswer answer) {
    boolean whole = true;
    long maker = 0; // the node of which the readers have something; 0 once no more comes from it
    try {
      while (!ended(turn, answer, whole)) {
        Node node = peers.having(turn.id());
        if (stopping) {
          answer.problem(new Problem(Kind.STOPPING));
          return;
        }
        boolean same = node != null && (node.number() == maker || answer.size() == 0);
        if (node != null && node.url() != null && same) {
          whole = pieces(node, turn.id(), answer);
          maker = whole ? 0 : node.number();
        } else { // what another node makes anew does not go on where the readers are
          whole = answer.size() == 0;
          LockSupport.parkNanos(LOOK.toNanos());
        }
      }
    } catch (DataAccessException away) {
      answer.problem(Refusals.of(away));
    } catch (RuntimeException broken) {
      logger.error("The answer of another node could not be followed", broken);
      answer.problem(new Problem(Kind.INTERRUPTED).causedBy(broken));
    }
  }

  /**
   * Whether the log has the answer's end, which the readers have then.
   *
   * @param whole whether what the readers have is all that the node has made
   */
  private boolean ended(Turn turn, LiveAnswer answer, boolean whole) {
    Turn now = turns.byId(turn.asked().owner()::equals, turn.id()).orElse(null);
    if (now != null && now.outcome() == null) {
      return false;
    }
    if (now == null) { // its owner has deleted it
      answer.problem(new Problem(Kind.INTERRUPTED));
    } else if (!now.answered()) {
      answer.problem(codec.problem(now));
    } else if (whole || answer.goesOn(codec.reply(now))) {
      answer.reply(codec.reply(now));
    } else { // answered anew by yet another node: what the readers have is of no use
      answer.problem(new Problem(Kind.INTERRUPTED));
    }
    return true;
  }

  /**
   * Takes what comes from the other node until the answer, or the connection, ends.
   *
   * @return whether the answer has ended there
   */
  private boolean pieces(Node node, long id, LiveAnswer answer) {
    URI uri = URI.create(node.url() + "/internal/turns/" + id + "?from=" + answer.size());
    HttpCall call =
        HttpCall.of("GET", uri, LONGEST)
            .streamed(SILENCE, SILENCE)
            .header(KEY, secrets.of(PURPOSE).getFirst());
    try {
      if (calls.exchange(call, reply -> read(reply, answer))) {
        return true;
      }
    } catch (CallFailure failure) {
      logger.warn("The node {} is not reached: {}", node.name(), failure.getMessage());
    }
    LockSupport.parkNanos(LOOK.toNanos());
    return answer.size() == 0;
  }

  /** False where the other node makes no such answer, or has ended it just now. */
  private boolean read(HttpAnswer reply, LiveAnswer answer) throws IOException {
    BoundedLines lines = reply.status() == 200 ? reply.lines() : null;
    if (lines == null) {
      return false;
    }
    for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
      if (!line.isEmpty()) {
        try {
          answer.piece(json.readValue(line, Piece.class));
        } catch (JacksonException unreadable) {
          throw new IOException(unreadable); // of a version that knows more kinds
        }
      }
      reply.seen();
    }
    return true;
  }

  @PreDestroy
  void stop() {
    stopping = true;
    calls.close();
  }
}
