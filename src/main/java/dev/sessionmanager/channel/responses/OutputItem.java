package dev.sessionmanager.channel.responses;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One item of a response while it grows, with the events that tell of it. One thread.
 *
 * @see OutputItems
 */
sealed interface OutputItem {

  /** Where the events go. */
  interface Events {

    /** Of a response that nobody follows. */
    Events NONE = (type, weight, members) -> {};

    /**
     * Takes an event.
     *
     * @param weight how many numbers it takes: one, or one for each char of a delta
     * @param members in order; a delta's text is {@code delta}
     */
    void event(String type, int weight, Map<String, Object> members);

    default void event(String type, @Nullable Object... members) {
      event(type, 1, Members.of(members));
    }
  }

  String COMPLETED = "completed";
  String IN_PROGRESS = "in_progress";

  /**
   * The item as it is now.
   *
   * @param status {@code in_progress}, {@code completed} or {@code incomplete}
   */
  Map<String, Object> wire(String status);

  /** Tells that what belongs to the item has all come. */
  void close(Events events);

  /** Where it stands in the response. */
  record Place(int index, String id) {

    Map<String, Object> of(@Nullable Object... members) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("item_id", id);
      all.put("output_index", index);
      all.putAll(Members.of(members));
      return all;
    }
  }

  /** What people read: texts and refusals. */
  final class Said implements OutputItem {
    private final Place place;
    private final List<Map<String, Object>> parts = new ArrayList<>();
    private StringBuilder text = new StringBuilder();
    private String kind = "";

    Said(Place place) {
      this.place = place;
    }

    void add(String type, String words, Events events) {
      if (!type.equals(kind)) {
        closePart(events);
        kind = type;
        text = new StringBuilder();
        events.event(
            "response.content_part.added",
            1,
            place.of("content_index", parts.size(), "part", part()));
      }
      text.append(words);
      Map<String, Object> delta = place.of("content_index", parts.size(), "delta", words);
      if (isText()) {
        delta.put("logprobs", List.of());
      }
      events.event("response." + type + ".delta", words.length(), delta);
    }

    private boolean isText() {
      return kind.equals("output_text");
    }

    private Map<String, Object> part() {
      return isText()
          ? Members.of(
              "type",
              kind,
              "text",
              text.toString(),
              "annotations",
              List.of(),
              "logprobs",
              List.of())
          : Members.of("type", kind, "refusal", text.toString());
    }

    private void closePart(Events events) {
      if (kind.isEmpty()) {
        return;
      }
      Map<String, Object> done =
          place.of("content_index", parts.size(), isText() ? "text" : "refusal", text.toString());
      if (isText()) {
        done.put("logprobs", List.of());
      }
      events.event("response." + kind + ".done", 1, done);
      events.event(
          "response.content_part.done", 1, place.of("content_index", parts.size(), "part", part()));
      parts.add(part());
      kind = "";
    }

    @Override
    public void close(Events events) {
      closePart(events);
    }

    @Override
    public Map<String, Object> wire(String status) {
      return Members.of(
          "id",
          place.id(),
          "type",
          InputItems.MESSAGE,
          "status",
          status,
          "role",
          "assistant",
          "content",
          List.copyOf(parts));
    }
  }

  /** What the model thought, as its words, or as the summary that the client has asked for. */
  final class Thinking implements OutputItem {
    private final Place place;
    private final String name;
    private final boolean summary;
    private final boolean packed;
    private final StringBuilder text = new StringBuilder();

    Thinking(Place place, String name, boolean summary, boolean packed) {
      this.place = place;
      this.name = name;
      this.summary = summary;
      this.packed = packed;
    }

    void begin(Events events) {
      events.event(
          summary ? "response.reasoning_summary_part.added" : "response.content_part.added",
          1,
          place.of(index(), 0, "part", part()));
    }

    void add(String words, Events events) {
      text.append(words);
      events.event(event(".delta"), words.length(), place.of(index(), 0, "delta", words));
    }

    private String index() {
      return summary ? "summary_index" : "content_index";
    }

    private String event(String what) {
      return (summary ? "response.reasoning_summary_text" : "response.reasoning_text") + what;
    }

    private Map<String, Object> part() {
      return Members.of(
          "type", summary ? "summary_text" : "reasoning_text", "text", text.toString());
    }

    @Override
    public void close(Events events) {
      events.event(event(".done"), 1, place.of(index(), 0, "text", text.toString()));
      events.event(
          summary ? "response.reasoning_summary_part.done" : "response.content_part.done",
          1,
          place.of(index(), 0, "part", part()));
    }

    @Override
    public Map<String, Object> wire(String status) {
      List<Map<String, Object>> words = text.isEmpty() ? List.of() : List.of(part());
      Map<String, Object> item =
          Members.of(
              "id",
              place.id(),
              "type",
              InputItems.REASONING,
              "status",
              status,
              "summary",
              summary ? words : List.of());
      if (!summary) {
        item.put("content", words);
      }
      if (packed && !text.isEmpty()) {
        item.put("encrypted_content", new Thought(name, text.toString()).packed());
      } else if (!name.equals(Thought.USUAL)) {
        item.put(Thought.NAME, name);
      }
      return item;
    }
  }

  /** A wish for one of the client's tools. */
  final class Wished implements OutputItem {
    private final Place place;
    private final ClientTools.Named tool;
    private final String callId;
    private final Map<String, Object> extra;
    private final StringBuilder arguments = new StringBuilder();

    Wished(Place place, ClientTools.Named tool, String callId, Map<String, Object> extra) {
      this.place = place;
      this.tool = tool;
      this.callId = callId;
      this.extra = extra;
    }

    String callId() {
      return callId;
    }

    /** A custom tool's input is told as a whole: what comes is JSON in which it is packed. */
    void add(String json, Events events) {
      arguments.append(json);
      if (!tool.custom()) {
        events.event(
            "response.function_call_arguments.delta", json.length(), place.of("delta", json));
      }
    }

    @Override
    public void close(Events events) {
      if (tool.custom()) {
        String input = ClientTools.input(arguments.toString());
        if (!input.isEmpty()) {
          events.event(
              "response.custom_tool_call_input.delta", input.length(), place.of("delta", input));
        }
        events.event("response.custom_tool_call_input.done", 1, place.of("input", input));
      } else {
        events.event(
            "response.function_call_arguments.done",
            1,
            place.of("name", tool.name(), "arguments", arguments.toString()));
      }
    }

    @Override
    public Map<String, Object> wire(String status) {
      Map<String, Object> item =
          Members.of(
              "id",
              place.id(),
              "type",
              tool.custom() ? InputItems.CUSTOM_CALL : InputItems.CALL,
              "status",
              status,
              "call_id",
              callId,
              "name",
              tool.name());
      if (tool.namespace() != null) {
        item.put("namespace", tool.namespace());
      }
      if (tool.custom()) {
        item.put("input", ClientTools.input(arguments.toString()));
      } else {
        item.put("arguments", arguments.toString());
      }
      if (!extra.isEmpty()) {
        item.put(ItemMessages.EXTRA, extra);
      }
      return item;
    }
  }
}
