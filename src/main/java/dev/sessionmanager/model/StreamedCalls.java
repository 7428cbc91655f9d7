package dev.sessionmanager.model;

import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A model's wishes for tools, as they come: whole, or in pieces that servers number well or badly.
 * Two wishes under one number are two where their ids differ; a name that is repeated in each piece
 * stands once. Belongs to one thread.
 */
final class StreamedCalls {

  /** Far more wishes for tools than a model has, or anybody would fulfil. */
  private static final int CALLS_MAX = 1000;

  /** What a wish has beside what is read here goes to the caller as it came. */
  private static final Set<String> READ = Set.of("id", "index", "type", "function");

  private static final class Call {
    private final int place;
    private String id;
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();
    private final Map<String, Object> extra = new LinkedHashMap<>();
    private boolean begun;

    Call(int place, String id) {
      this.place = place;
      this.id = id;
    }

    boolean whole() {
      return Json.object(arguments.toString()) != null;
    }
  }

  private final List<Call> calls = new ArrayList<>();
  private final Map<Integer, Call> byNumber = new HashMap<>();

  boolean isEmpty() {
    return calls.isEmpty();
  }

  /**
   * Reads one element of {@code tool_calls}.
   *
   * @param whole whether the element is a wish of its own, with all its arguments
   * @param pieces takes what it adds
   */
  void read(JsonNode element, boolean whole, Consumer<Piece> pieces) {
    JsonNode function = element.path("function");
    String id = string(element.path("id"));
    String name = string(function.path("name"));
    JsonNode given = function.path("arguments");
    String arguments = given.isObject() ? given.toString() : string(given);
    Call call = whole ? fresh(id) : call(element.path("index"), id, name, arguments);
    call.id = call.id.isBlank() ? id : call.id;
    if (!call.name.equals(name)) { // some servers repeat it in each piece
      call.name += name;
    }
    element
        .properties()
        .forEach(member -> {
          if (!READ.contains(member.getKey()) && !member.getValue().isNull()) {
            call.extra.put(member.getKey(), Json.value(member.getValue()));
          }
        });
    String more = arguments.isEmpty() && whole ? "{}" : arguments;
    if (!more.isEmpty()) {
      begun(call, pieces);
      call.arguments.append(more);
      pieces.accept(new Piece.ToolArguments(call.place, more));
    }
  }

  /** Says that a tool is wanted once its name is whole: when something comes behind the name. */
  private void begun(Call call, Consumer<Piece> pieces) {
    for (Call each : calls) {
      if (!each.begun && each.place <= call.place) {
        each.begun = true;
        each.id = each.id.isBlank() ? "call_" + UUID.randomUUID() : each.id;
        pieces.accept(
            new Piece.ToolBegun(each.place, each.id, each.name, true, Map.copyOf(each.extra)));
      }
    }
  }

  /** Nothing comes behind them. */
  void end(Consumer<Piece> pieces) {
    if (!calls.isEmpty()) {
      begun(calls.getLast(), pieces);
    }
  }

  private Call fresh(String id) {
    if (calls.size() >= CALLS_MAX) {
      throw ModelFailure.lasting(new Problem(Kind.MODEL_UNREADABLE));
    }
    Call call = new Call(calls.size(), id);
    calls.add(call);
    return call;
  }

  /** Which wish a piece belongs to. */
  private Call call(JsonNode index, String id, String name, String arguments) {
    if (!index.isNumber()) {
      return unnumbered(id, name, arguments);
    }
    Call known = byNumber.get(index.asInt());
    boolean another =
        known != null
            && !name.isBlank()
            && !id.isBlank()
            && !known.id.isBlank()
            && !id.equals(known.id);
    Call call = known == null || another ? fresh(id) : known;
    byNumber.put(index.asInt(), call);
    return call;
  }

  /** Without a number a piece belongs to the wish of its id, or to the last one. */
  private Call unnumbered(String id, String name, String arguments) {
    Call last = calls.isEmpty() ? null : calls.getLast();
    if (!id.isBlank()) {
      for (Call call : calls) {
        if (call.id.equals(id)) {
          return call;
        }
      }
      return last == null || !last.id.isBlank() ? fresh(id) : last;
    }
    boolean another = !name.isBlank() && !arguments.isEmpty() && last != null && last.whole();
    return last == null || another ? fresh(id) : last;
  }

  /** Whether one of them says no tool. */
  boolean nameless() {
    return calls.stream().anyMatch(call -> call.name.isBlank());
  }

  List<ToolCall> all() {
    return calls.stream()
        .map(c -> new ToolCall(c.id, c.name, c.arguments.toString(), Map.copyOf(c.extra)))
        .toList();
  }

  /** A text; empty where there is none. */
  static String string(@Nullable JsonNode node) {
    return node == null || node.isNull() || node.isMissingNode() ? "" : node.asString();
  }
}
