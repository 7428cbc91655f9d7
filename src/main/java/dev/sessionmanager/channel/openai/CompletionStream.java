package dev.sessionmanager.channel.openai;

import dev.sessionmanager.channel.openai.CompletionWire.ChunkChoice;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.gateway.AnswerStreams;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.server.ServerSentEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An answer as OpenAI's chunks. One thread. */
final class CompletionStream implements AnswerStreams.Wire {

  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final ServerSentEvents events;
  private final JsonMapper json;
  private final CompletionWire wire;
  private final boolean tellsUsage;
  private final Function<Problem, Map<String, Object>> problems;
  private final Set<Integer> calls = new HashSet<>();
  private boolean introduced;

  /** Words whose last character is half of one that two chars make; its other half is to come. */
  private Piece.@Nullable Words half;

  /**
   * @param tellsUsage whether the stream ends with what it took
   * @param problems a problem as OpenAI's error
   */
  CompletionStream(
      ServerSentEvents events,
      JsonMapper json,
      CompletionWire wire,
      boolean tellsUsage,
      Function<Problem, Map<String, Object>> problems) {
    this.events = events;
    this.json = json;
    this.wire = wire;
    this.tellsUsage = tellsUsage;
    this.problems = problems;
  }

  @Override
  public ServerSentEvents events() {
    return events;
  }

  @Override
  public void ping() throws IOException {
    events.comment("ping");
  }

  @Override
  public void pieces(List<Piece> pieces) throws IOException {
    for (Piece piece : pieces) {
      piece(piece);
    }
  }

  private void piece(Piece piece) throws IOException {
    if (piece instanceof Piece.Words words) {
      words(words);
      return;
    }
    flushHalf();
    switch (piece) {
      case Piece.ToolBegun(
              int call,
              String id,
              String name,
              boolean forCaller,
              Map<String, Object> extra) -> {
        if (forCaller) {
          calls.add(call);
          Map<String, Object> begun = new LinkedHashMap<>();
          begun.put("index", call);
          begun.putAll(CompletionWire.call(new ToolCall(id, name, "", extra)));
          delta(Map.of("tool_calls", List.of(begun)));
        }
      }
      case Piece.Extra(Map<String, Object> members) -> delta(members);
      default -> {} // OpenAI's wire has no place for what an agent does by itself
    }
  }

  private void words(Piece.Words words) throws IOException {
    Piece.Words whole = words;
    if (half != null && half.goesOn(words)) {
      whole = words.with(half.text() + words.text());
      half = null;
    }
    flushHalf();
    String text = whole.text();
    if (!text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1))) {
      half = whole.with(text.substring(text.length() - 1));
      text = text.substring(0, text.length() - 1);
    }
    if (!text.isEmpty()) {
      say(whole, text);
    }
  }

  private void flushHalf() throws IOException {
    if (half != null) {
      Piece.Words alone = half;
      half = null;
      say(alone, alone.text());
    }
  }

  private void say(Piece.Words kind, String text) throws IOException {
    switch (kind) {
      case Piece.Text _ -> delta(Map.of("content", text));
      case Piece.Reasoning(String _, String name) -> delta(Map.of(name, text));
      case Piece.Refusal _ -> delta(Map.of("refusal", text));
      case Piece.ToolArguments(int call, String _) -> {
        if (calls.contains(call)) {
          Map<String, Object> more = Map.of("index", call, "function", Map.of("arguments", text));
          delta(Map.of("tool_calls", List.of(more)));
        }
      }
    }
  }

  @Override
  public void end(Reply reply) throws IOException {
    flushHalf();
    if (calls.isEmpty()) { // of an answer in the log that was made before its pieces were kept
      for (ToolCall call : reply.toolCalls()) {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("index", calls.size());
        whole.putAll(CompletionWire.call(call));
        calls.add(calls.size());
        delta(Map.of("tool_calls", List.of(whole)));
      }
    }
    introduce();
    Map<String, @Nullable Object> last = chunk(Map.of(), reply.finishReason());
    if (!reply.meta().isEmpty()) {
      last.put("session_manager", reply.meta());
    }
    event(last);
    if (tellsUsage) {
      event(wire.chunk(List.of(), true, CompletionWire.usage(reply)));
    }
    events.event(null, DONE);
  }

  /** Without {@code [DONE]}. */
  @Override
  public void problem(Problem problem) throws IOException {
    event(problems.apply(problem));
  }

  private void delta(Map<String, Object> delta) throws IOException {
    introduce();
    event(chunk(delta, null));
  }

  /** The first chunk says who speaks. */
  private void introduce() throws IOException {
    if (!introduced) {
      introduced = true;
      Map<String, Object> speaker = new LinkedHashMap<>();
      speaker.put("role", "assistant");
      speaker.put("content", "");
      event(chunk(speaker, null));
    }
  }

  private Map<String, @Nullable Object> chunk(
      Map<String, Object> delta, @Nullable String finishReason) {
    return wire.chunk(List.of(new ChunkChoice(0, delta, null, finishReason)), tellsUsage, null);
  }

  private void event(Object event) throws IOException {
    events.event(null, json.writeValueAsBytes(event));
  }
}
