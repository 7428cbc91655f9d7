package dev.sessionmanager.model;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Message.Role;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.ToolSpec;
import dev.sessionmanager.model.ModelWindows.Window;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What models are asked, as JSON: in OpenAI's form (platform.openai.com/docs/api-reference/chat) or
 * in Ollama's own (docs.ollama.com/api/chat). Schemas of tools and answers go through as they are.
 */
final class Requests {

  /** Tokens that a message costs beside its text: role and separators. */
  private static final int TOKENS_PER_MESSAGE = 8;

  /** Tokens of an answer, as far as a window goes, where nobody says how long it may be. */
  private static final int ANSWER_TOKENS = 2048;

  /** What callers may send beside OpenAI's options that is an option of Ollama's. */
  private static final Set<String> OLLAMA_OPTIONS =
      Set.of(
          "top_k",
          "min_p",
          "typical_p",
          "repeat_penalty",
          "repeat_last_n",
          "mirostat",
          "mirostat_eta",
          "mirostat_tau",
          "presence_penalty",
          "frequency_penalty");

  private final ModelsSettings settings;
  private final ModelWindows windows;

  Requests(ModelsSettings settings, ModelWindows windows) {
    this.settings = settings;
    this.windows = windows;
  }

  /**
   * The body of a request.
   *
   * @throws ModelFailure where it would not fit into the largest window of Ollama
   */
  byte[] of(Target target, ModelRequest wanted) {
    boolean streamed = wanted.pieces() != null;
    AnswerOptions options = wanted.asSent() ? wanted.options() : limited(wanted.options());
    Map<String, @Nullable Object> request = new LinkedHashMap<>();
    request.put("model", target.model());
    request.put("messages", messages(target, wanted.messages()));
    if (target.ollama()) {
      ollama(request, windows.of(target), wanted.messages(), options, wanted.asSent());
    } else {
      options.more().forEach(request::putIfAbsent);
      openAi(request, target, options, wanted.asSent());
      request.put("stream_options", streamed ? Map.of("include_usage", true) : null);
    }
    request.put("stream", streamed);
    request.values().removeIf(Objects::isNull);
    return Json.bytes(request);
  }

  /** What an agent leaves open is as the settings have it. */
  private AnswerOptions limited(AnswerOptions options) {
    Integer most = options.tokensMax();
    return options.within(
        options.temperature() == null ? settings.temperature() : options.temperature(),
        most == null ? Integer.valueOf(settings.maxTokens()) : most);
  }

  /**
   * @param asSent names and values are the caller's; else what models are known to refuse is left
   *     out
   */
  private static void openAi(
      Map<String, @Nullable Object> request, Target target, AnswerOptions options, boolean asSent) {
    boolean openAi = target.provider().equals("openai");
    // OpenAI's models that reason refuse to be told how freely to write.
    boolean reasons = !asSent && openAi && target.model().matches("(o\\d|gpt-5).*");
    // The name that OpenAI's newer models insist on; other servers may not know it.
    boolean newer = !asSent && (openAi || target.provider().equals("groq"));
    request.put("temperature", reasons ? null : options.temperature());
    request.put("top_p", reasons ? null : options.topP());
    request.put("presence_penalty", options.presencePenalty());
    request.put("frequency_penalty", options.frequencyPenalty());
    request.put("seed", options.seed());
    request.put("stop", options.stop().isEmpty() ? null : options.stop());
    request.put("max_tokens", newer ? null : options.maxTokens());
    request.put(
        "max_completion_tokens", newer ? options.tokensMax() : options.maxCompletionTokens());
    request.put("tools", options.tools().isEmpty() ? null : tools(options));
    request.put("tool_choice", options.tools().isEmpty() ? null : options.toolChoice());
    request.put("response_format", options.responseFormat());
  }

  /**
   * Ollama's own API knows no penalties by presence, and no choice of tools but "auto": where the
   * caller wants a certain one it gets that alone.
   */
  private void ollama(
      Map<String, @Nullable Object> request,
      Window window,
      List<Message> messages,
      AnswerOptions options,
      boolean asSent) {
    Map<String, @Nullable Object> how = new LinkedHashMap<>();
    options
        .more()
        .forEach((name, value) -> {
          if (OLLAMA_OPTIONS.contains(name)) {
            how.put(name, value);
          }
        });
    how.put("temperature", options.temperature());
    how.put("top_p", options.topP());
    how.put("seed", options.seed());
    how.put("num_predict", options.tokensMax());
    how.put("num_ctx", numCtx(window, messages, options, asSent));
    how.put("stop", options.stop().isEmpty() ? null : options.stop());
    how.values().removeIf(Objects::isNull);
    request.put("options", how);
    request.put("format", format(options.responseFormat()));
    Object effort = options.more().get("reasoning_effort");
    request.put("think", effort == null ? options.more().get("think") : think(effort));
    request.put("keep_alive", options.more().get("keep_alive"));
    List<Map<String, Object>> tools = chosen(options);
    request.put("tools", tools.isEmpty() ? null : tools);
  }

  /** docs.ollama.com/capabilities/thinking: a yes or no, or how much. */
  private static Object think(Object effort) {
    return switch (effort.toString()) {
      case "none" -> false;
      case "low", "medium", "high" -> effort;
      default -> true;
    };
  }

  private static List<Map<String, Object>> chosen(AnswerOptions options) {
    if ("none".equals(options.toolChoice())) {
      return List.of();
    }
    if (options.toolChoice() instanceof Map<?, ?> choice
        && choice.get("function") instanceof Map<?, ?> one) {
      return options.tools().stream()
          .filter(tool -> tool.name().equals(one.get("name")))
          .map(ToolSpec::wire)
          .toList();
    }
    return tools(options);
  }

  /** A window that holds request and answer: the smallest, or twice that, and so on. */
  private int numCtx(Window window, List<Message> messages, AnswerOptions options, boolean asSent) {
    long chars = options.tools().isEmpty() ? 0 : Json.text(tools(options)).length();
    for (Message message : messages) {
      chars += text(message).length();
      for (ToolCall call : message.toolCalls()) {
        chars += call.name().length() + call.arguments().length();
      }
    }
    Integer wished = options.tokensMax();
    int answer = wished == null ? ANSWER_TOKENS : wished;
    double request =
        Math.ceil(chars / settings.charsPerToken()) + (double) TOKENS_PER_MESSAGE * messages.size();
    double need = request + answer;
    int most = window.most();
    if (need > most && (asSent ? wished == null : request < most)) {
      need = most; // what it holds beside the request is enough
    }
    if (need > most) {
      throw ModelFailure.lasting(new Problem(Kind.CONTEXT_TOO_LONG).setting("OLLAMA_NUM_CTX_MAX"));
    }
    int tokens = window.least();
    while (tokens < need) {
      tokens *= 2;
    }
    return Math.min(tokens, most);
  }

  private static List<Map<String, Object>> messages(Target target, List<Message> messages) {
    return messages.stream()
        .filter(m -> m.role() != Role.SYSTEM || !text(m).isBlank())
        .map(m -> message(target, m))
        .toList();
  }

  private static Map<String, Object> message(Target target, Message message) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("role", role(target, message.role()));
    if (message.text() != null || message.toolCalls().isEmpty()) {
      said.put("content", text(message));
    }
    if (!message.toolCalls().isEmpty()) {
      said.put("tool_calls", message.toolCalls().stream().map(c -> call(target, c)).toList());
    }
    if (message.role() == Role.TOOL && !target.ollama()) {
      said.put("tool_call_id", message.toolCallId() == null ? "" : message.toolCallId());
    }
    if (target.ollama()) {
      Object thought = message.extra().get("reasoning_content");
      if (thought != null) {
        said.put("thinking", thought);
      }
    } else {
      message.extra().forEach(said::putIfAbsent);
    }
    return said;
  }

  /** Only OpenAI has a role for developers; elsewhere it is the system's. */
  private static String role(Target target, Role role) {
    boolean developer = role == Role.DEVELOPER && !target.provider().equals("openai");
    return developer ? "system" : role.name().toLowerCase(Locale.ROOT);
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
    Map<String, Object> made = new LinkedHashMap<>();
    made.put("id", call.id());
    if (!target.ollama()) {
      made.put("type", "function");
      call.extra().forEach(made::putIfAbsent);
    }
    made.put("function", Map.of("name", call.name(), "arguments", arguments));
    return made;
  }

  private static List<Map<String, Object>> tools(AnswerOptions options) {
    return options.tools().stream().map(ToolSpec::wire).toList();
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
