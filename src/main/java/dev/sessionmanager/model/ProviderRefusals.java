package dev.sessionmanager.model;

import dev.sessionmanager.http.HttpCall;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.Upstream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a provider's error means. The texts that are looked for are those of OpenAI, Groq, Azure,
 * vLLM, llama.cpp and Ollama. The provider's words go with what they mean, for whoever sent the
 * request.
 */
public final class ProviderRefusals {

  private static final Pattern QUOTA =
      Pattern.compile(
          "insufficient_quota|billing_hard_limit|billing_not_active|insufficient_balance");
  private static final Pattern CONTEXT =
      Pattern.compile(
          "context_length|context length|maximum context|context window|context size"
              + "|exceed_context|string_above_max_length|too many tokens|reduce the length"
              + "|request too large|input is too long|prompt is too long");
  private static final Pattern CONTENT =
      Pattern.compile(
          "content_filter|content_policy|content management policy|responsibleai|content_refused"
              + "|moderation_blocked");
  private static final Pattern MISSING =
      Pattern.compile("model_not_found|model_decommissioned|model_not_active");
  private static final Pattern KEY = Pattern.compile("invalid_api_key|authentication_error");
  private static final Pattern BUSY = Pattern.compile("rate_limit|overloaded|server_busy");

  /** Characters of a provider's words that are kept for the log. */
  private static final int DETAIL_MAX = 300;

  private final Target target;
  private final Duration usualWait;

  /**
   * @param usualWait what a caller is told where a busy provider does not say how long
   */
  ProviderRefusals(Target target, Duration usualWait) {
    this.target = target;
    this.usualWait = usualWait;
  }

  /** Of an answer with an error's status. */
  ModelFailure of(int status, String body, @Nullable Duration wait) {
    return classify(status, Said.in(Json.tree(body)), wait);
  }

  /** Whether an answer, or a piece of one, says an error and not what the model says. */
  static boolean isError(@Nullable JsonNode answer) {
    JsonNode error = answer == null ? null : answer.path("error");
    return error != null && ((error.isObject() && !error.isEmpty()) || error.isString());
  }

  /**
   * What an error in the middle of an answer, or in place of one under 200, means. The server
   * answers, so it is not left alone for it.
   */
  ModelFailure midway(@Nullable JsonNode answer) {
    Said said = Said.in(answer);
    return classify(said.status(), said, null).blameless();
  }

  /**
   * The text of an error's object; empty where it has none.
   *
   * @param codes in lower case
   * @param words as they came
   */
  private record Said(String codes, String words, @Nullable String param, @Nullable String code) {

    static Said in(@Nullable JsonNode answer) {
      if (answer == null) {
        return new Said("", "", null, null);
      }
      JsonNode tree = answer.isArray() ? answer.path(0) : answer; // Gemini's
      JsonNode error = tree.path("error");
      JsonNode from = error.isObject() ? error : tree;
      String words = error.isString() ? error.asString() : from.path("message").asString("");
      if (words.isEmpty()) {
        words = from.path("detail").asString(""); // FastAPI's
      }
      String code = from.path("code").asString("");
      String codes = code + ' ' + from.path("type").asString("");
      return new Said(
          codes.toLowerCase(Locale.ROOT),
          words,
          ProviderWords.name(from.path("param").asString("")),
          from.path("code").isString() ? ProviderWords.name(code) : null);
    }

    String message() {
      return words.toLowerCase(Locale.ROOT);
    }

    /** The status that stands in an error's object; 0 where it has none. */
    int status() {
      String first = codes.split(" ", 2)[0];
      return first.matches("[45]\\d\\d") ? Integer.parseInt(first) : 0;
    }

    boolean code(Pattern pattern) {
      return pattern.matcher(codes).find();
    }
  }

  private ModelFailure classify(int status, Said said, @Nullable Duration wait) {
    String words =
        ProviderWords.clean(said.words(), target.key(), HttpCall.host(URI.create(target.url())));
    Problem problem =
        problem(status, said)
            .causedBy(new IOException(detail(status, said)))
            .upstream(new Upstream(status, words, said.param(), said.code(), false));
    return switch (problem.kind()) {
      case MODEL_BUSY ->
          ModelFailure.passing(problem.retryAfter(wait == null ? usualWait : wait), wait);
      case MODEL_TIMED_OUT, MODEL_FAILED, MODEL_BROKE_OFF -> ModelFailure.passing(problem, wait);
      default -> ModelFailure.lasting(problem);
    };
  }

  private Problem problem(int status, Said said) {
    if (status == 402 || said.code(QUOTA)) {
      return new Problem(Kind.MODEL_QUOTA);
    }
    if (status == 401 || status == 403 || said.code(KEY)) {
      return new Problem(Kind.MODEL_KEY_REJECTED, target.keySetting()).setting(target.keySetting());
    }
    if (status == 413 || said.code(CONTEXT) || CONTEXT.matcher(said.message()).find()) {
      return new Problem(Kind.CONTEXT_TOO_LONG);
    }
    if (said.code(CONTENT) || said.message().contains("content management")) {
      return new Problem(Kind.CONTENT_REFUSED);
    }
    if (said.code(MISSING) || (status == 404 && said.message().contains("model"))) {
      return new Problem(Kind.MODEL_MISSING, target.model(), target.ollama() ? 1 : 0);
    }
    if (said.code(BUSY) || status == 429 || status == 409 || status == 503 || status == 529) {
      return new Problem(Kind.MODEL_BUSY);
    }
    if (status == 408) {
      return new Problem(Kind.MODEL_TIMED_OUT);
    }
    if (status == 0 || status >= 500) {
      return new Problem(status == 0 ? Kind.MODEL_BROKE_OFF : Kind.MODEL_FAILED);
    }
    Problem rejected = new Problem(Kind.MODEL_REJECTED);
    // An unknown path, or a redirect: the address is wrong.
    return status == 404 || status < 400 ? rejected.setting(target.urlSetting()) : rejected;
  }

  /** For the log alone: one line, short, without the key. */
  private String detail(int status, Said said) {
    String text = said.codes().strip() + ": " + said.message();
    String key = target.key();
    if (key != null) {
      text = text.replace(key.toLowerCase(Locale.ROOT), "***");
    }
    text = text.replaceAll("\\p{Cntrl}", " ");
    return target
        + " answered "
        + (status == 0 ? "an error" : status)
        + ", "
        + (text.length() > DETAIL_MAX ? text.substring(0, DETAIL_MAX) : text);
  }
}
