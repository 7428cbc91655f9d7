package dev.sessionmanager.channel.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.problem.JsonMember;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message of a request, as its role has it; to be checked before it is read. Texts only. */
sealed interface MessageBody {

  /** Ours. */
  Message message();

  /** Null where it is no object. */
  static @Nullable MessageBody of(@Nullable Object wire) {
    if (!(wire instanceof Map<?, ?> message)) {
      return null;
    }
    Object role = message.get("role");
    Object content = Several.Rule.each(message.get("content"), PartBody::of);
    if (role instanceof String name) {
      switch (name) {
        case "system", "developer", "user" -> {
          return new Said(role, content);
        }
        case "assistant" -> {
          return Answered.of(message, content);
        }
        case "tool" -> {
          return new Result(role, message.get("tool_call_id"), content);
        }
        default -> {}
      }
    }
    return new Unknown(role);
  }

  record Said(Object role, @Valid @Several(required = true, orText = true) @Nullable Object content)
      implements MessageBody {

    @Override
    public Message message() {
      String text = Objects.requireNonNull(PartBody.text(content));
      return role.equals("user") ? Message.user(text) : Message.system(text);
    }
  }

  record Result(
      Object role,
      @JsonProperty("tool_call_id")
          @JsonMember(value = String.class, required = true, filled = true)
          @Nullable Object toolCallId,
      @Valid @Several(required = true, orText = true) @Nullable Object content)
      implements MessageBody {

    @Override
    public Message message() {
      return Message.result(
          (String) Objects.requireNonNull(toolCallId),
          Objects.requireNonNull(PartBody.text(content)));
    }
  }

  record Answered(
      Object role,
      @Valid @Several(orText = true) @Nullable Object content,
      @JsonProperty("tool_calls") @Valid @Several @Nullable Object toolCalls,
      @JsonMember(String.class) @Nullable Object refusal)
      implements MessageBody {

    /** One that says nothing at all lacks its content. */
    static MessageBody of(Map<?, ?> message, @Nullable Object content) {
      Object calls = message.get("tool_calls");
      Object refusal = message.get("refusal");
      return empty(content) && empty(calls) && refusal == null
          ? new Said("assistant", content)
          : new Answered("assistant", content, Several.Rule.each(calls, CallBody::of), refusal);
    }

    private static boolean empty(@Nullable Object value) {
      return value == null || (value instanceof List<?> list && list.isEmpty());
    }

    @Override
    public Message message() {
      String text = PartBody.text(content);
      return Message.calls(
          text == null ? (String) refusal : text,
          Several.Rule.list(toolCalls, CallBody.class).stream().map(CallBody::call).toList());
    }
  }

  record Unknown(
      @JsonMember(
              value = String.class,
              required = true,
              filled = true,
              matching = "system|developer|user|assistant|tool",
              otherwise = "openai.role")
          @Nullable Object role)
      implements MessageBody {

    @Override
    public Message message() {
      throw new IllegalStateException("checked");
    }
  }

  /** What an assistant asked of a tool. */
  record CallBody(
      @JsonMember(value = String.class, required = true, filled = true) @Nullable Object id,
      @Valid @JsonMember(value = Named.class, required = true) @Nullable Object function) {

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
          ? new CallBody(call.get("id"), new Named(function.get("name"), function.get("arguments")))
          : new CallBody("none", call.get("function"));
    }

    ToolCall call() {
      Named named = (Named) Objects.requireNonNull(function);
      Object arguments = named.arguments();
      return new ToolCall(
          (String) Objects.requireNonNull(id),
          (String) Objects.requireNonNull(named.name()),
          arguments == null ? "{}" : (String) arguments);
    }
  }
}
