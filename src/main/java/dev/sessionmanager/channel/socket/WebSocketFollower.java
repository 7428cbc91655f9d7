package dev.sessionmanager.channel.socket;

import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.LiveAnswer.Piece;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client an answer as it is being made: any number of {@code chunk}, then one {@code reply}
 * or {@code problem}. An event's id is the turn and how much of the answer is read with it.
 */
final class WebSocketFollower {

  /** How often it is looked whether a reader who came later is still there. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final WebSocketFrames frames;
  private final @Nullable String id;
  private final LiveAnswer answering;
  private final int from;
  private final boolean later;

  /**
   * @param later whether the message came over another connection: then nothing depends on this
   */
  WebSocketFollower(
      WebSocketFrames frames, @Nullable String id, LiveAnswer answering, int from, boolean later) {
    this.frames = frames;
    this.id = id;
    this.answering = answering;
    this.from = from;
    this.later = later;
  }

  /** Tells the whole answer, on this thread. */
  void run() {
    int at = from;
    try {
      Piece piece;
      do {
        piece = answering.next(at, LOOK);
        at = piece.end();
        if (!piece.text().isEmpty()) {
          event("chunk", at, Map.of("text", piece.text()));
        }
      } while (!piece.last() && (!later || frames.open()));
      Reply reply = piece.reply();
      if (reply != null) {
        event(
            "reply",
            at,
            reply.text() == null
                ? Map.of("meta", reply.meta())
                : Map.of("text", reply.text(), "meta", reply.meta()));
      } else if (piece.problem() != null) {
        frames.refuse(id, answering.turnId(), piece.problem());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      frames.refuse(id, answering.turnId(), new Problem(Kind.STOPPING));
    } catch (RuntimeException failure) {
      frames.refuse(id, answering.turnId(), WebSocketServices.problem(failure));
    }
  }

  private void event(String type, int at, Map<String, Object> members) {
    Map<String, Object> about = WebSocketFrames.about(id, answering.turnId());
    about.put("event_id", answering.turnId() + ":" + at);
    about.putAll(members);
    frames.say(type, about);
  }
}
