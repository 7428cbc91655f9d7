package dev.sessionmanager.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.ollama.OllamaChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.model.ModelsSettings.OllamaServer;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns our messages and options into LangChain4j's requests. */
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

  ChatRequest of(Target target, List<Message> messages, AnswerOptions options) {
    return ChatRequest.builder()
        .messages(messages(messages))
        .parameters(target.ollama() ? ollama(target, messages, options) : openAi(target, options))
        .build();
  }

  private OpenAiChatRequestParameters openAi(Target target, AnswerOptions options) {
    boolean openAi = target.provider().equals("openai");
    // OpenAI's models that reason refuse to be told how freely to write.
    boolean reasons = openAi && target.model().matches("(o\\d|gpt-5).*");
    OpenAiChatRequestParameters.Builder parameters =
        OpenAiChatRequestParameters.builder()
            .modelName(target.model())
            .temperature(reasons ? null : temperature(options))
            .topP(reasons ? null : options.topP())
            .presencePenalty(options.presencePenalty())
            .frequencyPenalty(options.frequencyPenalty())
            .toolSpecifications(tools(options))
            .toolChoice(options.tools().isEmpty() ? null : toolChoice(options))
            .seed(options.seed());
    if (!options.stop().isEmpty()) {
      parameters.stopSequences(options.stop());
    }
    if (options.responseFormat() != null) {
      // As it is: LangChain4j's own type would lose its name and its strictness.
      parameters.customParameters(Map.of("response_format", options.responseFormat()));
    }
    // The name that OpenAI's newer models insist on; other servers may not know it.
    return openAi || target.provider().equals("groq")
        ? parameters.maxCompletionTokens(maxTokens(options)).build()
        : parameters.maxOutputTokens(maxTokens(options)).build();
  }

  /** Ollama's own API knows no penalties by presence, and no tool choice but "auto". */
  private OllamaChatRequestParameters ollama(
      Target target, List<Message> messages, AnswerOptions options) {
    OllamaChatRequestParameters.Builder parameters =
        OllamaChatRequestParameters.builder()
            .modelName(target.model())
            .temperature(temperature(options))
            .topP(options.topP())
            .maxOutputTokens(maxTokens(options))
            .seed(options.seed())
            .numCtx(numCtx(messages, options))
            .responseFormat(format(options.responseFormat()));
    if (!"none".equals(options.toolChoice())) {
      parameters.toolSpecifications(tools(options));
    }
    if (!options.stop().isEmpty()) {
      parameters.stopSequences(options.stop());
    }
    return parameters.build();
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
      chars += message.text() == null ? 0 : message.text().length();
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

  private static List<ChatMessage> messages(List<Message> messages) {
    Map<String, String> tools = new HashMap<>();
    for (Message message : messages) {
      message.toolCalls().forEach(call -> tools.put(call.id(), call.name()));
    }
    return messages.stream()
        .filter(m -> m.role() != Message.Role.SYSTEM || !text(m).isBlank())
        .map(m -> message(m, tools))
        .toList();
  }

  private static ChatMessage message(Message message, Map<String, String> tools) {
    return switch (message.role()) {
      case SYSTEM -> SystemMessage.from(text(message));
      case USER -> UserMessage.from(text(message));
      case ASSISTANT ->
          message.toolCalls().isEmpty()
              ? AiMessage.from(text(message))
              : AiMessage.builder()
                  .text(message.text())
                  .toolExecutionRequests(message.toolCalls().stream().map(Requests::call).toList())
                  .build();
      case TOOL -> {
        String id = message.toolCallId() == null ? "" : message.toolCallId();
        yield ToolExecutionResultMessage.from(id, tools.getOrDefault(id, "tool"), text(message));
      }
    };
  }

  private static String text(Message message) {
    return message.text() == null ? "" : message.text();
  }

  private static ToolExecutionRequest call(ToolCall call) {
    JsonNode arguments = Json.tree(call.arguments());
    return ToolExecutionRequest.builder()
        .id(call.id())
        .name(call.name())
        // What a model wrote may be no JSON; sent back like that, some servers refuse it.
        .arguments(arguments != null && arguments.isObject() ? call.arguments() : "{}")
        .build();
  }

  private static @Nullable ToolChoice toolChoice(AnswerOptions options) {
    return switch (options.toolChoice()) {
      case "none" -> ToolChoice.NONE;
      case "required" -> ToolChoice.REQUIRED;
      case "auto" -> ToolChoice.AUTO;
      case null, default -> null;
    };
  }

  private static List<ToolSpecification> tools(AnswerOptions options) {
    return options.tools().stream()
        .map(tool ->
            ToolSpecification.builder()
                .name(tool.name())
                .description(tool.description())
                .parameters(schema(tool.parameters()))
                .build())
        .toList();
  }

  /** Each property's schema goes through as it is. */
  private static JsonObjectSchema schema(Map<String, Object> schema) {
    JsonObjectSchema.Builder object = JsonObjectSchema.builder();
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach(
          (name, property) -> object.addProperty(String.valueOf(name), raw(property)));
    }
    if (schema.get("required") instanceof List<?> required) {
      object.required(required.stream().map(String::valueOf).toList());
    }
    if (schema.get("additionalProperties") instanceof Boolean more) {
      object.additionalProperties(more);
    }
    if (schema.get("$defs") instanceof Map<?, ?> definitions) {
      Map<String, JsonSchemaElement> raw = new HashMap<>();
      definitions.forEach((name, definition) -> raw.put(String.valueOf(name), raw(definition)));
      object.definitions(raw);
    }
    return object.build();
  }

  private static JsonRawSchema raw(Object schema) {
    return JsonRawSchema.from(Json.text(schema));
  }

  /** OpenAI's object as LangChain4j's, which Ollama's client turns into a format. */
  private static @Nullable ResponseFormat format(@Nullable Map<String, Object> format) {
    if (format == null || "text".equals(format.get("type"))) {
      return null;
    }
    ResponseFormat.Builder json = ResponseFormat.builder().type(ResponseFormatType.JSON);
    if (format.get("json_schema") instanceof Map<?, ?> named
        && named.get("schema") instanceof Map<?, ?> schema) {
      json.jsonSchema(JsonSchema.builder().name("answer").rootElement(raw(schema)).build());
    }
    return json.build();
  }
}
