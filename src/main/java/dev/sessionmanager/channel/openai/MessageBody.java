package dev.sessionmanager.channel.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.problem.JsonMember;
import dev.sessionmanager.problem.Several;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertFalse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message of a request, to be checked before it is read. Texts only. What does not belong to its
 * role is not looked at.
 *
 * @param silent whether it lacks its content; one of an assistant may have tool calls or a refusal
 *     in its place
 * @param more what else it says, which a model gets as it came
 */
record MessageBody(
    @JsonMember(
            value = String.class,
            required = true,
            filled = true,
            matching = "system|developer|user|assistant|tool",
            otherwise = "openai.role")
        @Nullable Object role,
    @JsonProperty("tool_call_id") @JsonMember(value = String.class, required = true, filled = true)
        @Nullable Object toolCallId,
    @Valid @Several(orText = true) @Nullable Object content,
    @JsonProperty("content") @AssertFalse(message = "required") boolean silent,
    @JsonProperty("tool_calls") @Valid @Several @Nullable Object toolCalls,
    @JsonMember(String.class) @Nullable Object refusal,
    Map<String, Object> more) {

  private static final String NO_CALL = "none";

  /** What is read here, and what only answers have, which clients send back with them. */
  private static final Set<String> READ =
      Set.of(
          "role",
          "content",
          "tool_call_id",
          "tool_calls",
          "refusal",
          "function_call",
          "annotations",
          "audio",
          "parsed",
          "session_manager");

  private static final Set<String> CALL_READ = Set.of("id", "index", "type", "function");

  /** Null where it is no object. */
  static @Nullable MessageBody of(@Nullable Object wire) {
    if (!(wire instanceof Map<?, ?> message)) {
      return null;
    }
    Object role = message.get("role");
    Object content = Several.Rule.each(message.get("content"), PartBody::of);
    boolean silent = content == null;
    Map<String, Object> more = others(message, READ);
    return switch (role instanceof String name ? name : "") {
      case "system", "developer", "user" ->
          new MessageBody(role, NO_CALL, content, silent, null, null, more);
      case "tool" ->
          new MessageBody(role, message.get("tool_call_id"), content, silent, null, null, more);
      case "assistant" -> {
        Object calls = Several.Rule.each(message.get("tool_calls"), CallBody::of);
        Object refusal = message.get("refusal");
        boolean nothing = silent && empty(calls) && refusal == null;
        yield new MessageBody(role, NO_CALL, content, nothing, calls, refusal, more);
      }
      default -> new MessageBody(role, NO_CALL, null, false, null, null, more);
    };
  }

  /** The members that say something and are not read here. */
  private static Map<String, Object> others(Map<?, ?> object, Set<String> read) {
    Map<String, Object> others = new LinkedHashMap<>(0);
    object.forEach((name, value) -> {
      if (value != null && !read.contains(name)) {
        others.put((String) name, value);
      }
    });
    return others;
  }

  private static boolean empty(@Nullable Object value) {
    return value == null || value.equals(List.of());
  }

  /** Of one in which nothing is wrong. */
  Message message() {
    String text = PartBody.text(content);
    Message said =
        switch (String.valueOf(role)) {
          case "assistant" ->
              Message.calls(
                  text == null ? (String) refusal : text,
                  Several.Rule.list(toolCalls, CallBody.class).stream()
                      .map(CallBody::call)
                      .toList());
          case "tool" ->
              Message.result(
                  (String) Objects.requireNonNull(toolCallId), Objects.requireNonNull(text));
          case "user" -> Message.user(Objects.requireNonNull(text));
          case "developer" -> Message.developer(Objects.requireNonNull(text));
          default -> Message.system(Objects.requireNonNull(text));
        };
    return more.isEmpty() ? said : said.with(more);
  }

  /** What an assistant asked of a tool. */
  record CallBody(
      @JsonMember(value = String.class, required = true, filled = true) @Nullable Object id,
      @Valid @JsonMember(value = Named.class, required = true) @Nullable Object function,
      Map<String, Object> more) {

    record Named(
        @JsonMember(value = String.class, required = true, filled = true) @Nullable Object name,
        @JsonMember(String.class) @Nullable Object arguments) {}

    /** One without a function is not looked into. */
    static @Nullable CallBody of(@Nullable Object wire) {
      if (wire != null && !(wire instanceof Map<?, ?>)) {
        return null;
      }
      Map<?, ?> call = wire instanceof Map<?, ?> one ? one : Map.of();
      return call.get("function") instanceof Map<?, ?> function
          ? new CallBody(
              call.get("id"),
              new Named(function.get("name"), function.get("arguments")),
              others(call, CALL_READ))
          : new CallBody("none", call.get("function"), Map.of());
    }

    ToolCall call() {
      Named named = (Named) Objects.requireNonNull(function);
      Object arguments = named.arguments();
      return new ToolCall(
          (String) Objects.requireNonNull(id),
          (String) Objects.requireNonNull(named.name()),
          arguments == null ? "{}" : (String) arguments,
          more);
    }
  }
}
