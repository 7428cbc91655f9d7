package dev.sessionmanager.channel.socket;

import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.LiveAnswer.News;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.trace.TraceId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Frames of the protocol {@code session-manager.v1} to one client. Any thread. */
final class WebSocketFrames {

  /** How often it is looked whether a reader who came later is still there. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final WebSocketTexts texts;
  private final WebSocketLine line;
  private final Locale language;

  /**
   * @param language of the sentences of problems
   */
  WebSocketFrames(WebSocketTexts texts, WebSocketLine line, Locale language) {
    this.texts = texts;
    this.line = line;
    this.language = language;
  }

  /**
   * The members that say which message a frame is about.
   *
   * @param id the client's own for the message
   */
  static Map<String, Object> about(@Nullable String id, @Nullable String turnId) {
    Map<String, Object> about = new LinkedHashMap<>();
    if (id != null) {
      about.put("id", id);
    }
    if (turnId != null) {
      about.put("turn_id", turnId);
    }
    return about;
  }

  void say(String type, Map<String, Object> members) {
    line.send(text(type, members));
  }

  void refuse(@Nullable String id, @Nullable String turnId, Problem problem) {
    Map<String, Object> members = about(id, turnId);
    members.put("problem", texts.problems().of(problem, language, TraceId.fresh()));
    say("problem", members);
  }

  /** A frame's text. */
  String text(String type, Map<String, Object> members) {
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("type", type);
    frame.putAll(members);
    return texts.json().writeValueAsString(frame);
  }

  /**
   * Tells the whole answer as it is being made, on this thread: any number of {@code chunk}, of
   * what people read, and {@code piece}, of everything else; then one {@code reply} or {@code
   * problem}.
   *
   * @param id the client's own for the message
   * @param from how many units of the answer the client has already: see {@link Piece#size}
   * @param later whether the message came over another connection: the answer's session does not
   *     depend on this one, which stops reading when its client goes
   */
  void follow(@Nullable String id, LiveAnswer answering, int from, boolean later) {
    int at = from;
    try {
      News news;
      do {
        news = answering.next(at, LOOK);
        for (Piece piece : news.pieces()) {
          at += piece.size();
          if (piece.readable()) {
            event("chunk", id, answering, at, Map.of("text", ((Piece.Words) piece).text()));
          } else {
            event("piece", id, answering, at, Map.of("piece", piece));
          }
        }
        at = news.end();
      } while (!news.last() && (!later || line.isOpen()));
      Reply reply = news.reply();
      if (reply != null) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (reply.text() != null) {
          members.put("text", reply.text());
        }
        members.put("meta", reply.meta());
        event("reply", id, answering, at, members);
      } else if (news.problem() != null) {
        refuse(id, answering.id(), news.problem());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      refuse(id, answering.id(), new Problem(Kind.STOPPING));
    } catch (RuntimeException failure) {
      refuse(id, answering.id(), WebSocketServices.problem(failure));
    }
  }

  /** An event's id is the turn, and how many units of the answer the client has with it. */
  private void event(
      String type, @Nullable String id, LiveAnswer answering, int at, Map<String, Object> members) {
    Map<String, Object> about = about(id, answering.id());
    about.put("event_id", answering.id() + ":" + at);
    about.putAll(members);
    say(type, about);
  }
}
