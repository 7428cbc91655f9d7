package dev.sessionmanager.channel.responses;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a response was asked, checked: one {@code POST /v1/responses}.
 *
 * @param wire the members as they came, without the input
 * @param input the items of the input, as {@link InputItems} reads them
 */
record ResponseRequest(
    Map<String, Object> wire, List<Map<String, Object>> input, ClientTools tools) {

  private static final int SHOWN_MAX = 5;

  /** Members that are about the response and not about the answer, or that are translated. */
  private static final Set<String> OURS =
      Set.of(
          "model",
          "input",
          "instructions",
          "temperature",
          "top_p",
          "max_output_tokens",
          "max_tool_calls",
          "tools",
          "tool_choice",
          "text",
          "reasoning",
          "store",
          "background",
          "stream",
          "stream_options",
          "previous_response_id",
          "conversation",
          "metadata",
          "client_metadata",
          "truncation",
          "include",
          "top_logprobs",
          "prompt",
          "moderation",
          "context_management",
          "prompt_cache_options");

  /**
   * Of a body that is as it should be.
   *
   * @param known the item of an id that the client names
   * @throws Problem INVALID where anything is wrong
   */
  static ResponseRequest of(
      Map<String, Object> body,
      FieldCheck fields,
      Function<String, @Nullable Map<String, Object>> known) {
    fields.checkFirst(SHOWN_MAX, ResponseBody.of(body));
    Faults faults = new Faults();
    List<Map<String, Object>> input =
        new InputItems(faults, known).read(body.get("input"), "input");
    ClientTools tools = ClientTools.of(body, faults);
    Map<String, Object> wire = new LinkedHashMap<>(body);
    wire.remove("input");
    ResponseRequest request = new ResponseRequest(wire, input, tools);
    request.agree(faults);
    faults.check();
    return request;
  }

  /** Of what was kept. */
  static ResponseRequest kept(Map<String, Object> wire, List<Map<String, Object>> input) {
    return new ResponseRequest(wire, input, ClientTools.of(wire, new Faults()));
  }

  private void agree(Faults faults) {
    if (previous() != null && conversation() != null) {
      faults.add("conversation", "responses.one_of");
    }
    if (!store() && background()) {
      faults.add("background", "responses.stored");
    }
    if (!store() && conversation() != null) {
      faults.add("conversation", "responses.stored");
    }
    if (wire.get("conversation") instanceof Map<?, ?> && conversation() == null) {
      faults.add("conversation.id", "required");
    }
    if (includes("message.output_text.logprobs")) {
      faults.add("include", "openai.unsupported");
    }
    if (faults.none()
        && !input.isEmpty()
        && "user".equals(input.getLast().get("role"))
        && ItemMessages.text(input.getLast().get("content")).isBlank()) {
      faults.add("input", "blank");
    }
  }

  String model() {
    return Members.said(wire, "model");
  }

  @Nullable String instructions() {
    return Members.text(wire, "instructions");
  }

  boolean store() {
    return !Boolean.FALSE.equals(wire.get("store"));
  }

  boolean background() {
    return Boolean.TRUE.equals(wire.get("background"));
  }

  boolean stream() {
    return Boolean.TRUE.equals(wire.get("stream"));
  }

  @Nullable String previous() {
    return Members.text(wire, "previous_response_id");
  }

  /** The conversation's id. */
  @Nullable String conversation() {
    return wire.get("conversation") instanceof Map<?, ?> one
        ? Members.text(Members.cast(one), "id")
        : Members.text(wire, "conversation");
  }

  /** Whether what is too much is left out, the oldest first, in place of a refusal. */
  boolean truncates() {
    return "auto".equals(wire.get("truncation"));
  }

  /** Whether the client reads what the model thought as a summary. */
  boolean summarizes() {
    Map<String, Object> reasoning = Members.object(wire, "reasoning");
    return reasoning.get("summary") != null || reasoning.get("generate_summary") != null;
  }

  /** Whether the client brings back itself what the model thought. */
  boolean packsThoughts() {
    return includes("reasoning.encrypted_content");
  }

  private boolean includes(String what) {
    return Members.list(wire, "include").contains(what);
  }

  AnswerOptions options() {
    Map<String, Object> more = new LinkedHashMap<>(wire);
    more.keySet().removeAll(OURS);
    Map<String, Object> reasoning = Members.object(wire, "reasoning");
    put(more, "reasoning_effort", reasoning.get("effort"));
    put(more, "verbosity", Members.object(wire, "text").get("verbosity"));
    if (tools.specs().isEmpty()) {
      more.remove("parallel_tool_calls"); // OpenAI refuses it where there are no tools
    }
    Integer most = wire.get("max_output_tokens") instanceof Number n ? n.intValue() : null;
    // Models that reason insist on the newer name; many servers know the older one alone.
    boolean newer = !reasoning.isEmpty();
    return new AnswerOptions(
        number("temperature"),
        number("top_p"),
        newer ? null : most,
        newer ? most : null,
        List.of(),
        null,
        null,
        null,
        tools.specs(),
        tools.choice(),
        format(),
        more);
  }

  private static void put(Map<String, Object> more, String name, @Nullable Object value) {
    if (value != null) {
      more.put(name, value);
    }
  }

  private @Nullable Double number(String name) {
    return wire.get(name) instanceof Number number ? number.doubleValue() : null;
  }

  /** As chat completions say it: what belongs to the schema stands in an object of its own. */
  private @Nullable Map<String, Object> format() {
    Map<String, Object> format = Members.object(Members.object(wire, "text"), "format");
    return switch (Members.said(format, "type")) {
      case "json_object" -> Members.of("type", "json_object");
      case "json_schema" -> {
        Map<String, Object> schema = new LinkedHashMap<>(format);
        schema.remove("type");
        yield Members.of("type", "json_schema", "json_schema", schema);
      }
      default -> null;
    };
  }

  /** Without the texts, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "ResponseRequest[" + model() + ", " + input.size() + " items]";
  }
}
