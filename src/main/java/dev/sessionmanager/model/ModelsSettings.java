package dev.sessionmanager.model;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param server any OpenAI-compatible server ({@code LLM_URL}, {@code LLM_API_KEY}, {@code
 *     MODEL_NAME})
 * @param groq Groq ({@code GROQ_API_KEY}, {@code GROQ_MODEL})
 * @param openai OpenAI ({@code OPENAI_API_KEY}, {@code OPENAI_MODEL})
 * @param ollama a native Ollama that is looked for
 * @param more further models by name ({@code MODELS_MORE_0_…}), or further servers of one
 * @param aliases further names of models, each {@code NAME=MODEL} ({@code models.aliases})
 * @param discover whether servers are asked which models they offer ({@code MODELS_DISCOVER})
 * @param discoverInterval how often they are asked ({@code models.discover-interval})
 * @param discoverMax models that are taken from them, all together ({@code models.discover-max})
 * @param temperature where an answer's options have none ({@code LLM_TEMPERATURE}); null: the
 *     provider's own
 * @param maxTokens tokens of an answer where its options do not say ({@code LLM_MAX_TOKENS})
 * @param timeoutSeconds for an agent's answer as a whole, with retries and fallbacks ({@code
 *     LLM_TIMEOUT_SECONDS})
 * @param connectTimeout for a connection ({@code models.connect-timeout})
 * @param firstTokenTimeout until a stream begins ({@code models.first-token-timeout})
 * @param idleTimeout between two pieces of a stream ({@code models.idle-timeout})
 * @param wholeTimeout for an answer of a model as it is that is fetched whole ({@code
 *     models.whole-timeout})
 * @param maxRetries tries beyond the first ({@code LLM_MAX_RETRIES})
 * @param backoffInitial seconds before the first retry at most ({@code LLM_BACKOFF_INITIAL})
 * @param backoffMax seconds before any retry at most ({@code LLM_BACKOFF_MAX})
 * @param breakerOpen how long a failing provider is left alone ({@code models.breaker-open})
 * @param historyMaxMessages see {@link Model#historyMax()} ({@code LLM_HISTORY_MAX_MESSAGES})
 * @param inputTokenBudget tokens that a request of an agent holds at most; null where its model's
 *     window alone bounds it ({@code LLM_INPUT_TOKEN_BUDGET})
 * @param contextWindow tokens of the window of models of which nothing is known ({@code
 *     LLM_CONTEXT_WINDOW})
 * @param windows tokens of the windows of some models, each {@code NAME=TOKENS} ({@code
 *     models.windows})
 * @param charsPerToken characters counted as a token ({@code LLM_CHARS_PER_TOKEN})
 * @param connectionsMax connections to one provider at once ({@code models.connections-max})
 * @param answerMax the largest answer that is read from a provider ({@code models.answer-max})
 */
@ConfigurationProperties("models")
record ModelsSettings(
    Server server,
    Server groq,
    Server openai,
    OllamaServer ollama,
    @DefaultValue List<More> more,
    @DefaultValue List<String> aliases,
    boolean discover,
    Duration discoverInterval,
    int discoverMax,
    @Nullable Double temperature,
    int maxTokens,
    double timeoutSeconds,
    Duration connectTimeout,
    Duration firstTokenTimeout,
    Duration idleTimeout,
    Duration wholeTimeout,
    int maxRetries,
    double backoffInitial,
    double backoffMax,
    Duration breakerOpen,
    int historyMaxMessages,
    @Nullable Integer inputTokenBudget,
    int contextWindow,
    @DefaultValue List<String> windows,
    double charsPerToken,
    int connectionsMax,
    DataSize answerMax) {

  /** More steps than anybody tells apart. */
  private static final int WEIGHT_MAX = 1000;

  /** Tokens of the smallest window that can be set; a prompt alone takes some hundreds. */
  private static final int WINDOW_MIN = 1024;

  /** A provider with one model; empty texts are not set. */
  record Server(@Nullable String url, @Nullable String key, @Nullable String model) {
    @Override
    public String toString() {
      return "Server[" + model + ']';
    }
  }

  /**
   * @param url Ollama's address; empty where it is not to be looked for ({@code OLLAMA_URL})
   * @param model that Ollama must have ({@code OLLAMA_MODEL})
   * @param numCtxMax tokens of the largest window ({@code models.ollama.num-ctx-max})
   * @param lookInterval how often Ollama is looked for ({@code models.ollama.look-interval})
   */
  record OllamaServer(@Nullable String url, String model, int numCtxMax, Duration lookInterval) {

    /** Tokens of the smallest window; a change of size makes Ollama load the model anew. */
    static final int NUM_CTX_MIN = 4096;
  }

  /**
   * A further model.
   *
   * @param name by which it is asked for; the model's by default
   * @param provider {@code groq}, {@code openai}, {@code ollama} or any other name
   * @param weight see {@link Target}
   */
  record More(
      @Nullable String name,
      @DefaultValue("openai_compatible") String provider,
      @Nullable String url,
      @Nullable String key,
      @DefaultValue("") String model,
      @DefaultValue("1") int weight) {
    @Override
    public String toString() {
      return "More[" + provider + ", " + model + ']';
    }
  }

  ModelsSettings {
    WrongSetting.when(
        more.stream().anyMatch(one -> one.weight() < 0 || one.weight() > WEIGHT_MAX),
        "MODELS_MORE_…_WEIGHT must be 0 to " + WEIGHT_MAX + '.');
    WrongSetting.when(
        !aliases.stream().allMatch(alias -> alias.matches("[^=]*[^=\\s][^=]*=[^=]*[^=\\s][^=]*")),
        "models.aliases must be a list of NAME=MODEL, like gpt-4o-mini=llama3.2:1b.");
    WrongSetting.when(
        discoverInterval.toSeconds() < 1 || discoverMax < 1,
        "models.discover-interval must be at least 1s, and models.discover-max at least 1.");
    WrongSetting.when(
        temperature != null && !(temperature >= 0 && temperature <= 2),
        "LLM_TEMPERATURE must be 0 to 2.");
    WrongSetting.when(
        !(timeoutSeconds > 0 && timeoutSeconds <= 86_400),
        "LLM_TIMEOUT_SECONDS must be above 0, and at most 86400.");
    WrongSetting.when(
        !connectTimeout.isPositive()
            || !firstTokenTimeout.isPositive()
            || !idleTimeout.isPositive()
            || !wholeTimeout.isPositive()
            || !breakerOpen.isPositive()
            || !ollama.lookInterval().isPositive(),
        "models.connect-timeout, models.first-token-timeout, models.idle-timeout,"
            + " models.whole-timeout, models.breaker-open and models.ollama.look-interval must be"
            + " above 0.");
    WrongSetting.when(
        maxTokens < 1
            || historyMaxMessages < 0
            || (inputTokenBudget != null && inputTokenBudget < 1)
            || !(charsPerToken > 0)
            || connectionsMax < 1
            || answerMax.toBytes() < 1,
        "LLM_MAX_TOKENS, LLM_INPUT_TOKEN_BUDGET, LLM_CHARS_PER_TOKEN, models.connections-max and"
            + " models.answer-max must be above 0, LLM_HISTORY_MAX_MESSAGES at least 0.");
    WrongSetting.when(
        contextWindow < WINDOW_MIN, "LLM_CONTEXT_WINDOW must be at least " + WINDOW_MIN + '.');
    WrongSetting.when(
        !windows.stream().allMatch(window -> window.matches(".*\\S.*=\\s*[1-9]\\d{2,7}\\s*")),
        "models.windows must be a list of NAME=TOKENS, like my-model=32768, from 100 tokens on.");
    WrongSetting.when(
        maxRetries < 0
            || maxRetries > 20
            || !(backoffInitial >= 0 && backoffMax >= backoffInitial && backoffMax <= 3600),
        "LLM_MAX_RETRIES must be 0 to 20, and LLM_BACKOFF_MAX at least LLM_BACKOFF_INITIAL, and at"
            + " most 3600.");
    WrongSetting.when(
        ollama.numCtxMax() < OllamaServer.NUM_CTX_MIN,
        "models.ollama.num-ctx-max must be at least " + OllamaServer.NUM_CTX_MIN + '.');
  }

  /** What {@code models.windows} says of a model, by its name or by its name at the server. */
  @Nullable Integer window(String name, String model) {
    Integer found = null;
    for (String window : windows) {
      int at = window.lastIndexOf('=');
      String of = window.substring(0, at).strip();
      if (of.equals(name) || (found == null && of.equals(model))) {
        found = Integer.valueOf(window.substring(at + 1).strip());
      }
    }
    return found;
  }

  /** The models that further names stand for, by these names. */
  Map<String, String> aliasedModels() {
    Map<String, String> models = new LinkedHashMap<>();
    for (String alias : aliases) {
      String[] pair = alias.split("=", 2);
      models.put(pair[0].strip(), pair[1].strip());
    }
    return models;
  }

  Duration timeout() {
    return seconds(timeoutSeconds);
  }

  static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
