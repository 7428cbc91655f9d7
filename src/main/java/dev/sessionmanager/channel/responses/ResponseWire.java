package dev.sessionmanager.channel.responses;

import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response as OpenAI's wire has it. Members that are always there on OpenAI's side are there on
 * ours, null where we have nothing to say; {@code session_manager} is an addition of ours, with
 * what {@link Reply#meta()} tells.
 *
 * @param created seconds since 1970
 */
record ResponseWire(ItemIds ids, long created, ResponseRequest request) {

  static final String QUEUED = "queued";
  static final String IN_PROGRESS = "in_progress";

  /** A response that has not ended. */
  Map<String, Object> running(String status) {
    return object(status, List.of());
  }

  /** A response that has been answered. */
  Map<String, Object> answered(Reply reply, List<Map<String, Object>> output, Instant now) {
    String incomplete = incomplete(reply);
    Map<String, Object> object = object(incomplete == null ? "completed" : "incomplete", output);
    if (incomplete == null) {
      object.put("completed_at", now.getEpochSecond());
    } else {
      object.put("incomplete_details", Members.of("reason", incomplete));
    }
    object.put("usage", usage(reply.usage()));
    if (!reply.meta().isEmpty()) {
      object.put("session_manager", reply.meta());
    }
    return object;
  }

  /**
   * A response that failed or was cancelled.
   *
   * @param error OpenAI's error object
   */
  Map<String, Object> failed(
      Problem problem, Map<String, Object> error, List<Map<String, Object>> output) {
    boolean cancelled = cancelled(problem);
    Map<String, Object> object = object(cancelled ? "cancelled" : "failed", output);
    if (!cancelled) {
      object.put("error", Members.of("code", error.get("code"), "message", error.get("message")));
    }
    return object;
  }

  /** Whether somebody wanted the answer's end. */
  static boolean cancelled(Problem problem) {
    return switch (problem.kind()) {
      case ANSWER_STOPPED, SESSION_ENDED -> true;
      default -> false;
    };
  }

  /** Why an answer is not whole; null where it is. */
  static @Nullable String incomplete(Reply reply) {
    return switch (reply.finishReason()) {
      case "length" -> "max_output_tokens";
      case "content_filter" -> "content_filter";
      default -> null;
    };
  }

  private Map<String, Object> object(String status, List<Map<String, Object>> output) {
    Map<String, Object> wire = request.wire();
    Map<String, Object> reasoning = Members.object(wire, "reasoning");
    Map<String, Object> text = Members.object(wire, "text");
    String conversation = request.conversation();
    return Members.of(
        "id", ids.response(),
        "object", "response",
        "created_at", created,
        "status", status,
        "background", request.background(),
        "completed_at", null,
        "conversation", conversation == null ? null : Members.of("id", conversation),
        "error", null,
        "incomplete_details", null,
        "instructions", request.instructions(),
        "max_output_tokens", wire.get("max_output_tokens"),
        "max_tool_calls", wire.get("max_tool_calls"),
        "metadata", Members.object(wire, "metadata"),
        "model", request.model(),
        "output", output,
        "parallel_tool_calls", !Boolean.FALSE.equals(wire.get("parallel_tool_calls")),
        "previous_response_id", request.previous(),
        "prompt_cache_key", wire.get("prompt_cache_key"),
        "reasoning",
            Members.of("effort", reasoning.get("effort"), "summary", reasoning.get("summary")),
        "safety_identifier", wire.get("safety_identifier"),
        "service_tier", wire.get("service_tier"),
        "store", request.store(),
        "temperature", wire.get("temperature"),
        "text", text.get("format") == null ? with(text, "format", Map.of("type", "text")) : text,
        "tool_choice", wire.get("tool_choice") == null ? "auto" : wire.get("tool_choice"),
        "tools", request.tools().shown(),
        "top_logprobs", 0,
        "top_p", wire.get("top_p"),
        "truncation", request.truncates() ? "auto" : "disabled",
        "usage", null,
        "user", wire.get("user"));
  }

  private static Map<String, Object> with(Map<String, Object> object, String name, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(object);
    all.put(name, value);
    return all;
  }

  /** Zeros where no model was asked. */
  private static Map<String, Object> usage(@Nullable Usage took) {
    Map<String, Object> details = took == null ? Map.of() : took.details();
    int input = took == null ? 0 : took.inputTokens();
    int output = took == null ? 0 : took.outputTokens();
    return Members.of(
        "input_tokens",
        input,
        "input_tokens_details",
        Members.of(
            "cached_tokens", count(details, "prompt_tokens_details", "cached_tokens"),
            "cache_write_tokens", count(details, "prompt_tokens_details", "cache_write_tokens")),
        "output_tokens",
        output,
        "output_tokens_details",
        Members.of(
            "reasoning_tokens", count(details, "completion_tokens_details", "reasoning_tokens")),
        "total_tokens",
        input + output);
  }

  private static long count(Map<String, Object> details, String group, String name) {
    return Members.object(details, group).get(name) instanceof Number n ? n.longValue() : 0;
  }
}
