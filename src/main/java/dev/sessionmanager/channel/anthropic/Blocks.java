package dev.sessionmanager.channel.anthropic;

import dev.sessionmanager.channel.anthropic.MessageWire.Block;
import dev.sessionmanager.channel.anthropic.MessageWire.Delta;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.Piece.ToolArguments;
import dev.sessionmanager.conversation.Piece.ToolBegun;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.gateway.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts an answer's pieces into Anthropic's blocks, of which one is open at a time: clients take
 * each piece for one of the last block. What an agent does with tools of its own is not shown. One
 * thread, one answer.
 */
final class Blocks {

  /** Where the blocks go. */
  interface Sink {

    void begin(Block block) throws IOException;

    void piece(Delta delta) throws IOException;

    void end() throws IOException;
  }

  private final Sink sink;
  private final boolean thinks;
  private final JsonMapper json;

  /** The first piece of the open block. */
  private @Nullable Piece open;

  /** Of the open tool's use. */
  private final StringBuilder arguments = new StringBuilder();

  /** Half of a character that two chars make; its other half is still to come. */
  private String half = "";

  /** What came while a tool's arguments were not whole: models' servers may send two at once. */
  private final List<Piece> waiting = new ArrayList<>();

  /** The client's tools, by the numbers and the ids of their uses. */
  private final Set<Integer> calls = new HashSet<>();

  private final Set<String> ids = new HashSet<>();

  /** What the client does not see and the model wants to see again: its thoughts, by their name. */
  private final Map<String, StringBuilder> thoughts = new LinkedHashMap<>();

  /** The same of other members of its message. */
  private final Map<String, Object> unseen = new LinkedHashMap<>();

  /**
   * @param thinks whether the client reads what the model thinks
   */
  Blocks(Sink sink, boolean thinks, JsonMapper json) {
    this.sink = sink;
    this.thinks = thinks;
    this.json = json;
  }

  void add(List<Piece> pieces) throws IOException {
    for (Piece piece : pieces) {
      if (isShown(piece)) {
        add(piece);
      }
    }
  }

  private boolean isShown(Piece piece) {
    return switch (piece) {
      case Piece.Text _, Piece.Refusal _ -> true;
      case Piece.Reasoning(String text, String name) -> {
        if (!thinks) {
          thoughts.computeIfAbsent(name, _ -> new StringBuilder()).append(text);
        }
        yield thinks;
      }
      case ToolBegun begun -> begun.forCaller() && calls.add(begun.call());
      case ToolArguments more -> calls.contains(more.call());
      case Piece.Extra(Map<String, Object> members) -> {
        members.forEach((name, value) -> unseen.merge(name, value, Blocks::joined));
        yield false;
      }
      default -> false;
    };
  }

  /** Lists come in parts, like the {@code reasoning_details} of OpenRouter. */
  private static Object joined(Object one, Object other) {
    if (!(one instanceof List<?> first) || !(other instanceof List<?> second)) {
      return other;
    }
    List<Object> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private void add(Piece piece) throws IOException {
    if (goesOn(piece)) {
      piece(piece);
      if (!waiting.isEmpty() && isWhole()) {
        List<Piece> next = List.copyOf(waiting);
        waiting.clear();
        for (Piece one : next) {
          add(one);
        }
      }
    } else if (waiting.isEmpty() && isWhole()) {
      begin(piece);
    } else {
      waiting.add(piece);
    }
  }

  private boolean goesOn(Piece piece) {
    return switch (open) {
      case ToolBegun begun -> piece instanceof ToolArguments more && more.call() == begun.call();
      case Piece.Words words -> words.goesOn(piece);
      case null, default -> false;
    };
  }

  /** Whether the open block may end here. */
  private boolean isWhole() {
    if (!(open instanceof ToolBegun)) {
      return true;
    }
    String said = arguments.toString().stripTrailing();
    try {
      return said.endsWith("}") && json.readTree(said).isObject();
    } catch (JacksonException unfinished) {
      return false;
    }
  }

  private void begin(Piece piece) throws IOException {
    if (piece instanceof ToolArguments) {
      return; // of a tool's use that was whole, and has ended
    }
    close();
    switch (piece) {
      case ToolBegun begun -> {
        carry(begun);
        ids.add(begun.id());
        sink.begin(new Block.Use(begun.id(), begun.name(), Map.of()));
      }
      case Piece.Reasoning _ -> sink.begin(new Block.Thinking("", ""));
      default -> sink.begin(new Block.Text(""));
    }
    open = piece;
    if (piece instanceof Piece.Words) {
      piece(piece);
    }
  }

  private void carry(ToolBegun begun) throws IOException {
    Map<String, Object> message = new LinkedHashMap<>(unseen);
    thoughts.forEach((name, thought) -> message.put(name, thought.toString()));
    unseen.clear();
    thoughts.clear();
    Carried carried = new Carried(message, begun.extra());
    if (!carried.isEmpty()) {
      sink.begin(new Block.Sealed(carried.data(json)));
      sink.end();
    }
  }

  private void piece(Piece piece) throws IOException {
    if (!(piece instanceof Piece.Words words)) {
      return;
    }
    String all = half + words.text();
    int end = all.length();
    if (end > 0 && Character.isHighSurrogate(all.charAt(end - 1))) {
      end--;
    }
    half = all.substring(end);
    if (end == 0) {
      return;
    }
    String text = all.substring(0, end);
    switch (words) {
      case ToolArguments _ -> {
        arguments.append(text);
        sink.piece(Delta.json(text));
      }
      case Piece.Reasoning _ -> sink.piece(Delta.thinking(text));
      case Piece.Text _, Piece.Refusal _ -> sink.piece(Delta.text(text));
    }
  }

  private void close() throws IOException {
    if (open == null) {
      return;
    }
    if (open instanceof Piece.Reasoning thought) {
      sink.piece(Delta.signature(thought.name()));
    }
    sink.end();
    open = null;
    arguments.setLength(0);
    half = "";
  }

  /** Ends the last block, with what waited for the end of another one. */
  void end(Reply reply) throws IOException {
    Map<Integer, List<Piece>> rest = new HashMap<>();
    for (Piece piece : waiting) {
      if (piece instanceof ToolArguments more) {
        rest.computeIfAbsent(more.call(), call -> new ArrayList<>()).add(more);
      }
    }
    for (Piece piece : waiting) {
      begin(piece);
      if (piece instanceof ToolBegun begun) {
        for (Piece more : rest.getOrDefault(begun.call(), List.of())) {
          piece(more);
        }
      }
    }
    for (ToolCall call : reply.toolCalls()) {
      if (!ids.contains(call.id())) {
        begin(new ToolBegun(-1, call.id(), call.name(), true, call.extra()));
        piece(new ToolArguments(-1, call.arguments()));
      }
    }
    close();
  }
}
