package dev.sessionmanager.channel.socket;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.trace.TraceId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Frames of the protocol {@code session-manager.v1} to one client. Any thread. */
final class WebSocketFrames {

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
  static Map<String, Object> about(@Nullable String id, @Nullable Long turnId) {
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

  void refuse(@Nullable String id, @Nullable Long turnId, Problem problem) {
    Map<String, Object> members = about(id, turnId);
    members.put("problem", texts.body(problem, language, TraceId.fresh()));
    say("problem", members);
  }

  /** A frame's text. */
  String text(String type, Map<String, Object> members) {
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("type", type);
    frame.putAll(members);
    return texts.json().writeValueAsString(frame);
  }

  /** Whether the client may still read. */
  boolean open() {
    return line.isOpen();
  }
}
