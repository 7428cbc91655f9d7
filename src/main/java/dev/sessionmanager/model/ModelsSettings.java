package dev.sessionmanager.model;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import java.util.List;
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
 * @param more further models by name ({@code MODELS_MORE_0_…})
 * @param temperature where an answer's options have none ({@code LLM_TEMPERATURE}); null: the
 *     provider's own
 * @param maxTokens tokens of an answer where its options do not say ({@code LLM_MAX_TOKENS})
 * @param timeoutSeconds for an answer as a whole, with retries and fallbacks ({@code
 *     LLM_TIMEOUT_SECONDS})
 * @param connectTimeout for a connection ({@code models.connect-timeout})
 * @param firstTokenTimeout until a stream begins ({@code models.first-token-timeout})
 * @param idleTimeout between two pieces of a stream ({@code models.idle-timeout})
 * @param maxRetries tries beyond the first ({@code LLM_MAX_RETRIES})
 * @param backoffInitial seconds before the first retry at most ({@code LLM_BACKOFF_INITIAL})
 * @param backoffMax seconds before any retry at most ({@code LLM_BACKOFF_MAX})
 * @param breakerOpen how long a failing provider is left alone ({@code models.breaker-open})
 * @param historyMaxMessages see {@link Model#historyMax()} ({@code LLM_HISTORY_MAX_MESSAGES})
 * @param inputTokenBudget see {@link Model#inputBudget()} ({@code LLM_INPUT_TOKEN_BUDGET})
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
    @Nullable Double temperature,
    int maxTokens,
    double timeoutSeconds,
    Duration connectTimeout,
    Duration firstTokenTimeout,
    Duration idleTimeout,
    int maxRetries,
    double backoffInitial,
    double backoffMax,
    Duration breakerOpen,
    int historyMaxMessages,
    int inputTokenBudget,
    double charsPerToken,
    int connectionsMax,
    DataSize answerMax) {

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
   */
  record More(
      @Nullable String name,
      @DefaultValue("openai_compatible") String provider,
      @Nullable String url,
      @Nullable String key,
      @DefaultValue("") String model) {
    @Override
    public String toString() {
      return "More[" + provider + ", " + model + ']';
    }
  }

  ModelsSettings {
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
            || !breakerOpen.isPositive()
            || !ollama.lookInterval().isPositive(),
        "models.connect-timeout, models.first-token-timeout, models.idle-timeout,"
            + " models.breaker-open and models.ollama.look-interval must be above 0.");
    WrongSetting.when(
        maxTokens < 1
            || historyMaxMessages < 0
            || inputTokenBudget < 1
            || !(charsPerToken > 0)
            || connectionsMax < 1
            || answerMax.toBytes() < 1,
        "LLM_MAX_TOKENS, LLM_INPUT_TOKEN_BUDGET, LLM_CHARS_PER_TOKEN, models.connections-max and"
            + " models.answer-max must be above 0, LLM_HISTORY_MAX_MESSAGES at least 0.");
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

  Duration timeout() {
    return seconds(timeoutSeconds);
  }

  static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
