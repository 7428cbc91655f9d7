package dev.sessionmanager.model;

import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer to one request.
 *
 * @param text null where it consists of tool calls
 * @param finishReason {@code stop}, {@code length}, {@code tool_calls}, {@code content_filter}
 */
public record Completion(
    @Nullable String text, List<ToolCall> toolCalls, String finishReason, Usage usage) {}
