package dev.sessionmanager.model;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Message.Role;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.model.ModelsSettings.OllamaServer;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What models are asked, as JSON: in OpenAI's form (platform.openai.com/docs/api-reference/chat) or
 * in Ollama's own (docs.ollama.com/api/chat). Schemas of tools and answers go through as they are.
 */
final class Requests {

  /** Tokens that a message costs beside its text: role and separators. */
  private static final int TOKENS_PER_MESSAGE = 8;

  private final ModelsSettings settings;

  Requests(ModelsSettings settings) {
    this.settings = settings;
  }

  /** Tokens that a request to Ollama may hold so that they fit into its largest window. */
  static int budget(ModelsSettings settings) {
    int room =
        settings.ollama().numCtxMax()
            - settings.maxTokens()
            - TOKENS_PER_MESSAGE * (settings.historyMaxMessages() + 2);
    return Math.clamp(room, 1, settings.inputTokenBudget());
  }

  /**
   * The body of a request.
   *
   * @throws ModelFailure where it would not fit into the largest window of Ollama
   */
  byte[] of(Target target, List<Message> messages, AnswerOptions options, boolean streamed) {
    Map<String, @Nullable Object> request = new LinkedHashMap<>();
    request.put("model", target.model());
    request.put("messages", messages(target, messages));
    if (target.ollama()) {
      ollama(request, messages, options);
    } else {
      openAi(request, target, options);
      request.put("stream_options", streamed ? Map.of("include_usage", true) : null);
    }
    request.put("stream", streamed);
    request.values().removeIf(Objects::isNull);
    return Json.bytes(request);
  }

  private void openAi(Map<String, @Nullable Object> request, Target target, AnswerOptions options) {
    boolean openAi = target.provider().equals("openai");
    // OpenAI's models that reason refuse to be told how freely to write.
    boolean reasons = openAi && target.model().matches("(o\\d|gpt-5).*");
    // The name that OpenAI's newer models insist on; other servers may not know it.
    boolean newer = openAi || target.provider().equals("groq");
    boolean tools = !options.tools().isEmpty();
    request.put("temperature", reasons ? null : temperature(options));
    request.put("top_p", reasons ? null : options.topP());
    request.put("presence_penalty", options.presencePenalty());
    request.put("frequency_penalty", options.frequencyPenalty());
    request.put("seed", options.seed());
    request.put("stop", options.stop().isEmpty() ? null : options.stop());
    request.put(newer ? "max_completion_tokens" : "max_tokens", maxTokens(options));
    request.put("tools", tools ? tools(options) : null);
    request.put("tool_choice", tools ? options.toolChoice() : null);
    request.put("response_format", options.responseFormat());
  }

  /** Ollama's own API knows no penalties by presence, and no tool choice but "auto". */
  private void ollama(
      Map<String, @Nullable Object> request, List<Message> messages, AnswerOptions options) {
    Map<String, @Nullable Object> how = new LinkedHashMap<>();
    how.put("temperature", temperature(options));
    how.put("top_p", options.topP());
    how.put("seed", options.seed());
    how.put("num_predict", maxTokens(options));
    how.put("num_ctx", numCtx(messages, options));
    how.put("stop", options.stop().isEmpty() ? null : options.stop());
    how.values().removeIf(Objects::isNull);
    request.put("options", how);
    request.put("format", format(options.responseFormat()));
    boolean tools = !options.tools().isEmpty() && !"none".equals(options.toolChoice());
    request.put("tools", tools ? tools(options) : null);
  }

  private @Nullable Double temperature(AnswerOptions options) {
    return options.temperature() == null ? settings.temperature() : options.temperature();
  }

  private int maxTokens(AnswerOptions options) {
    return options.maxTokens() == null ? settings.maxTokens() : options.maxTokens();
  }

  /** A window that holds request and answer: 4096 tokens, or twice that, and so on. */
  private int numCtx(List<Message> messages, AnswerOptions options) {
    long chars = options.tools().isEmpty() ? 0 : Json.text(options.tools()).length();
    for (Message message : messages) {
      chars += text(message).length();
      for (ToolCall call : message.toolCalls()) {
        chars += call.name().length() + call.arguments().length();
      }
    }
    double need =
        Math.ceil(chars / settings.charsPerToken())
            + (double) TOKENS_PER_MESSAGE * messages.size()
            + maxTokens(options);
    int most = settings.ollama().numCtxMax();
    if (need > most) {
      throw ModelFailure.lasting(new Problem(Kind.CONTEXT_TOO_LONG).setting("OLLAMA_NUM_CTX_MAX"));
    }
    int window = OllamaServer.NUM_CTX_MIN;
    while (window < need) {
      window *= 2;
    }
    return Math.min(window, most);
  }

  private static List<Map<String, Object>> messages(Target target, List<Message> messages) {
    return messages.stream()
        .filter(m -> m.role() != Role.SYSTEM || !text(m).isBlank())
        .map(m -> message(target, m))
        .toList();
  }

  private static Map<String, Object> message(Target target, Message message) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("role", message.role().name().toLowerCase(Locale.ROOT));
    if (message.text() != null || message.toolCalls().isEmpty()) {
      said.put("content", text(message));
    }
    if (!message.toolCalls().isEmpty()) {
      said.put("tool_calls", message.toolCalls().stream().map(c -> call(target, c)).toList());
    }
    if (message.role() == Role.TOOL && !target.ollama()) {
      said.put("tool_call_id", message.toolCallId() == null ? "" : message.toolCallId());
    }
    return said;
  }

  private static String text(Message message) {
    return message.text() == null ? "" : message.text();
  }

  private static Map<String, Object> call(Target target, ToolCall call) {
    JsonNode written = Json.tree(call.arguments());
    Object arguments = target.ollama() ? Map.of() : "{}";
    // What a model wrote may be no JSON; sent back like that, some servers refuse it.
    if (written != null && written.isObject()) {
      arguments = target.ollama() ? written : call.arguments();
    }
    Map<String, Object> function = Map.of("name", call.name(), "arguments", arguments);
    return target.ollama()
        ? Map.of("id", call.id(), "function", function)
        : Map.of("id", call.id(), "type", "function", "function", function);
  }

  private static List<Map<String, Object>> tools(AnswerOptions options) {
    return options.tools().stream()
        .map(tool -> Map.of("type", "function", "function", tool))
        .toList();
  }

  /** OpenAI's object as Ollama's: the schema itself, or a word. */
  private static @Nullable Object format(@Nullable Map<String, Object> format) {
    if (format == null || "text".equals(format.get("type"))) {
      return null;
    }
    return format.get("json_schema") instanceof Map<?, ?> named
            && named.get("schema") instanceof Map<?, ?> schema
        ? schema
        : "json";
  }
}
