package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.WrongSetting;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What one request below {@code /v1} may have a model read and write, by whatever door.
 *
 * @param maxTokens tokens of an answer that a request may ask for ({@code requests.max-tokens})
 * @param maxInputTokens tokens of all that it has a model read ({@code requests.max-input-tokens})
 */
@ConfigurationProperties("requests")
public record RequestCaps(int maxTokens, int maxInputTokens) {

  /** Characters of a token, about, whichever model is asked; fewer in code and in other scripts. */
  private static final int CHARS_PER_TOKEN = 3;

  public RequestCaps {
    WrongSetting.when(
        maxTokens < 1 || maxInputTokens < 1,
        "requests.max-tokens and requests.max-input-tokens must be at least 1.");
  }

  /** Whether so many characters are more than a request may have read. */
  public boolean tooLong(long chars) {
    return chars > (long) maxInputTokens * CHARS_PER_TOKEN;
  }

  /**
   * Refuses what is too long.
   *
   * @throws Problem CONTEXT_TOO_LONG
   */
  public void check(long chars) {
    if (tooLong(chars)) {
      throw tooLong();
    }
  }

  /** Why a request is refused that has too much to be read. */
  public static Problem tooLong() {
    return new Problem(Kind.CONTEXT_TOO_LONG).setting("requests.max-input-tokens");
  }

  /** The same options; who asks for a longer answer gets one as long as may be. */
  AnswerOptions held(AnswerOptions options) {
    return options.tokensMax() == null
        ? options
        : options.longest(least(options.maxTokens()), least(options.maxCompletionTokens()));
  }

  private @Nullable Integer least(@Nullable Integer wanted) {
    return wanted == null ? null : Integer.valueOf(Math.min(wanted, maxTokens));
  }
}
