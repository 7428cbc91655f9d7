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

  /** By these words Claude Code knows that it must make the conversation shorter. */
  private static final String TOO_LONG = "prompt is too long";

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
   * The status that goes with it is {@link ApiRefusal#openAi}'s.
   */
  public Map<String, Object> openAi(Problem problem, Locale locale) {
    ApiRefusal refusal = ApiRefusal.openAi(problem);
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("message", apiMessage(problem, locale));
    error.put("type", refusal.type());
    error.put("param", refusal.param());
    error.put("code", refusal.code());
    return Map.of("error", error);
  }

  /**
   * Anthropic's error object, for clients of its API: {@code {"type": "error", "error": {type,
   * message}}}. The status that goes with it is {@link ApiRefusal#anthropic}'s.
   */
  public Map<String, Object> anthropic(Problem problem, Locale locale) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("type", ApiRefusal.anthropic(problem).type());
    String message = apiMessage(problem, locale);
    error.put(
        "message",
        problem.kind() == Problem.Kind.CONTEXT_TOO_LONG ? TOO_LONG + ": " + message : message);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "error");
    body.put("error", error);
    return body;
  }

  /** As above, with {@code request_id}: the trace id, which the header {@code request-id} has. */
  public Map<String, Object> anthropic(Problem problem, Locale locale, String traceId) {
    Map<String, Object> body = anthropic(problem, locale);
    body.put("request_id", traceId);
    return body;
  }

  /** What is wrong, in one text; in the provider's words where it refused the caller's request. */
  private String apiMessage(Problem problem, Locale locale) {
    Upstream upstream = problem.upstream();
    String theirs = upstream == null ? null : upstream.message();
    if (theirs != null && !theirs.isEmpty() && ApiRefusal.openAi(problem).status() == 400) {
      return theirs;
    }
    String message =
        problem.kind() == Problem.Kind.UNKNOWN_AGENT
            ? message("openai.unknown_model", new Object[0], locale)
            : cause(problem, locale);
    Map<String, String> errors = errors(problem, locale);
    if (errors.isEmpty()) {
      return message;
    }
    List<String> each = new ArrayList<>();
    errors.forEach((field, why) -> each.add(field + ": " + why));
    return message + ' ' + String.join("; ", each);
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

  /**
   * The one sentence that people read: it never speaks of keys, settings or models. {@link
   * #cause(Problem, Locale)} is for those who run the service.
   */
  public String sentence(Problem problem, Locale locale) {
    String person =
        messages.getMessage(
            "person." + problem.kind().code(), arguments(problem), (String) null, locale);
    return person == null ? cause(problem, locale) : person;
  }

  /** The one sentence for operators, and for developers who call an API: what to do about it. */
  public String cause(Problem problem, Locale locale) {
    return message("problem." + problem.kind().code(), arguments(problem), locale);
  }

  private static Object[] arguments(Problem problem) {
    Duration wait = problem.retryAfter();
    return wait != null && problem.arguments().isEmpty()
        ? new Object[] {seconds(wait)}
        : problem.arguments().toArray();
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
