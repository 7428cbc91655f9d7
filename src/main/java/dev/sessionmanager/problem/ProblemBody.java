package dev.sessionmanager.problem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * A {@link Problem} in words: RFC 9457's members with the contract's {@code success: false} and
 * {@code message} beside them, in the reader's language. Any thread.
 */
@Component
public class ProblemBody {

  private final MessageSource messages;

  ProblemBody(MessageSource messages) {
    this.messages = messages;
  }

  public Map<String, Object> of(Problem problem, Locale locale, String traceId) {
    Problem.Kind kind = problem.kind();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "urn:session-manager:problem:" + kind.code());
    body.put("title", HttpStatus.valueOf(kind.status()).getReasonPhrase());
    body.put("status", kind.status());
    body.put("success", false);
    body.put("message", sentence(problem, locale));
    body.put("code", kind.code());
    body.put("trace_id", traceId);
    if (!problem.fields().isEmpty()) {
      body.put("errors", errors(problem, locale));
    }
    Duration wait = problem.retryAfter();
    if (wait != null) {
      body.put("retry_after", seconds(wait));
    }
    if (problem.setting() != null) {
      body.put("setting", problem.setting());
    }
    return body;
  }

  /**
   * OpenAI's error object, for clients of its API: {@code {"error": {message, type, param, code}}}.
   * The code is ours, but where OpenAI's clients are known to look for another.
   */
  public Map<String, Object> openAi(Problem problem, Locale locale) {
    Map<String, String> errors = errors(problem, locale);
    String message = sentence(problem, locale);
    if (!errors.isEmpty()) {
      List<String> each = new ArrayList<>();
      errors.forEach((field, why) -> each.add(field + ": " + why));
      message += ' ' + String.join("; ", each);
    }
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("message", message);
    error.put("type", openAiType(problem.kind().status()));
    error.put("param", errors.isEmpty() ? null : errors.keySet().iterator().next());
    error.put(
        "code",
        switch (problem.kind()) {
          case UNKNOWN_AGENT -> "model_not_found";
          case BAD_TOKEN -> "invalid_api_key";
          case RATE_LIMITED -> "rate_limit_exceeded";
          default -> problem.kind().code();
        });
    return Map.of("error", error);
  }

  private static String openAiType(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 429 -> "rate_limit_error";
      default -> status < 500 ? "invalid_request_error" : "server_error";
    };
  }

  /** What is wrong with which field; empty where it is not about fields. */
  public Map<String, String> errors(Problem problem, Locale locale) {
    Map<String, String> errors = new TreeMap<>();
    problem
        .fields()
        .forEach((field, key) ->
            errors.put(field, message("field." + key, problem.argumentsOf(field), locale)));
    return errors;
  }

  /** The one sentence that people read. */
  public String sentence(Problem problem, Locale locale) {
    Object[] arguments = problem.arguments().toArray();
    Duration wait = problem.retryAfter();
    if (wait != null && arguments.length == 0) {
      arguments = new Object[] {seconds(wait)};
    }
    return message("problem." + problem.kind().code(), arguments, locale);
  }

  private String message(String key, Object[] arguments, Locale locale) {
    // A text that is missing must not turn a refusal into a failure.
    return Objects.requireNonNull(messages.getMessage(key, arguments, key, locale));
  }

  /** What Retry-After says: whole seconds, rounded up, at least 1. */
  public static long seconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }
}
