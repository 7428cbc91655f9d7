package dev.sessionmanager.channel.responses;

import dev.sessionmanager.channel.responses.OutputItem.Events;
import dev.sessionmanager.channel.responses.OutputItem.Place;
import dev.sessionmanager.channel.responses.OutputItem.Said;
import dev.sessionmanager.channel.responses.OutputItem.Thinking;
import dev.sessionmanager.channel.responses.OutputItem.Wished;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.Piece.Words;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.gateway.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of an answer as the items of a response. Items and events depend on the pieces alone,
 * and not on how they were cut on their way, so that an answer that is read again from the log has
 * the same items, ids and numbers. One thread.
 */
final class OutputItems {

  private final ItemIds ids;
  private final ResponseRequest request;
  private final Events events;
  private final List<OutputItem> items = new ArrayList<>();
  private final List<Map<String, Object>> closed = new ArrayList<>();
  private final Map<Integer, Wished> calls = new HashMap<>();

  /** Takes what comes next, where it is of the same kind. */
  private @Nullable OutputItem open;

  /** Ends with half of a character that two chars make; its other half is still to come. */
  private @Nullable Words half;

  OutputItems(ItemIds ids, ResponseRequest request, Events events) {
    this.ids = ids;
    this.request = request;
    this.events = events;
  }

  /** Of an answer that is there. */
  static List<Map<String, Object>> of(ItemIds ids, ResponseRequest request, Reply reply) {
    OutputItems items = new OutputItems(ids, request, Events.NONE);
    pieces(reply).forEach(items::add);
    return items.end(reply);
  }

  /** All that an answer consists of, whether or not it came in pieces. */
  static List<Piece> pieces(Reply reply) {
    String text = reply.text();
    List<Piece> all = new ArrayList<>(reply.pieces());
    if (text != null && all.stream().noneMatch(Piece::readable)) {
      all.add(new Piece.Text(text));
    }
    return all;
  }

  /** The next piece. */
  void add(Piece piece) {
    Piece next = piece;
    if (half != null) {
      if (half.goesOn(piece)) {
        next = half.with(half.text() + ((Words) piece).text());
      } else {
        whole(half);
      }
      half = null;
    }
    if (next instanceof Words words && !words.text().isEmpty()) {
      int end = words.text().length() - 1;
      if (Character.isHighSurrogate(words.text().charAt(end))) {
        half = words.with(words.text().substring(end));
        next = words.with(words.text().substring(0, end));
      }
    }
    if (next.size() > 0) {
      whole(next);
    }
  }

  /** What an agent does with tools of its own is no item of OpenAI's. */
  private void whole(Piece piece) {
    switch (piece) {
      case Piece.Text(String text) -> said().add("output_text", text, events);
      case Piece.Refusal(String text) -> said().add("refusal", text, events);
      case Piece.Reasoning thought -> thinking(thought.name()).add(thought.text(), events);
      case Piece.ToolBegun begun when begun.forCaller() ->
          calls.put(begun.call(), wished(begun.id(), begun.name(), begun.extra()));
      case Piece.ToolArguments(int call, String json) -> {
        Wished wished = calls.get(call);
        if (wished != null) {
          wished.add(json, events);
        }
      }
      case Piece.ToolBegun _,
          Piece.ToolDone _,
          Piece.ToolRefused _,
          Piece.Shown _,
          Piece.Source _,
          Piece.Extra _ -> {}
    }
  }

  private void flush() {
    if (half != null) {
      whole(half);
      half = null;
    }
  }

  private Said said() {
    if (open instanceof Said said) {
      return said;
    }
    closeOpen(OutputItem.COMPLETED);
    Said fresh = new Said(place(InputItems.MESSAGE));
    begin(fresh);
    open = fresh;
    return fresh;
  }

  private Thinking thinking(String name) {
    if (open instanceof Thinking thinking) {
      return thinking;
    }
    closeOpen(OutputItem.COMPLETED);
    Thinking fresh =
        new Thinking(
            place(InputItems.REASONING), name, request.summarizes(), request.packsThoughts());
    begin(fresh);
    fresh.begin(events);
    open = fresh;
    return fresh;
  }

  private Wished wished(String callId, String name, Map<String, Object> extra) {
    closeOpen(OutputItem.COMPLETED);
    ClientTools.Named tool = request.tools().named(name);
    Wished wished =
        new Wished(
            place(tool.custom() ? InputItems.CUSTOM_CALL : InputItems.CALL), tool, callId, extra);
    begin(wished);
    return wished;
  }

  private Place place(String type) {
    return new Place(items.size(), ids.output(type, items.size()));
  }

  private void begin(OutputItem item) {
    events.event(
        "response.output_item.added",
        "output_index",
        items.size(),
        "item",
        item.wire(OutputItem.IN_PROGRESS));
    items.add(item);
    closed.add(Map.of());
  }

  private void closeOpen(String status) {
    if (open != null) {
      close(open, status);
      open = null;
    }
  }

  private void close(OutputItem item, String status) {
    item.close(events);
    int index = items.indexOf(item);
    Map<String, Object> whole = item.wire(status);
    closed.set(index, whole);
    events.event("response.output_item.done", "output_index", index, "item", whole);
  }

  /** All items of an answer that ended so. */
  List<Map<String, Object>> end(Reply reply) {
    flush();
    for (ToolCall call : reply.toolCalls()) {
      if (calls.values().stream().noneMatch(told -> told.callId().equals(call.id()))) {
        Wished wished = wished(call.id(), call.name(), call.extra());
        wished.add(call.arguments(), events);
        calls.put(-1 - calls.size(), wished);
      }
    }
    return end(ResponseWire.incomplete(reply) == null ? OutputItem.COMPLETED : "incomplete");
  }

  /** All items, of an answer that has ended, or broke off. */
  List<Map<String, Object>> end(String status) {
    flush();
    closeOpen(status);
    for (int i = 0; i < items.size(); i++) {
      if (closed.get(i).isEmpty()) {
        close(items.get(i), status);
      }
    }
    return List.copyOf(closed);
  }
}
