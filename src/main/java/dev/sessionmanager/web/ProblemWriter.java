package dev.sessionmanager.web;

import dev.sessionmanager.gateway.Problem;
import dev.sessionmanager.gateway.Problem.Kind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;
import tools.jackson.databind.ObjectMapper;

/**
 * Writes a {@link Problem} as RFC 9457 problem+json with the contract's {@code success: false} and
 * {@code message} beside it, in the caller's language, whatever the caller accepts: nobody is
 * answered in HTML.
 */
@Component
class ProblemWriter {

  private static final Logger log = LoggerFactory.getLogger(ProblemWriter.class);

  private final MessageSource messages;
  private final LocaleResolver locales;
  private final ObjectMapper json;

  ProblemWriter(MessageSource messages, LocaleResolver localeResolver, ObjectMapper json) {
    this.messages = messages;
    this.locales = localeResolver;
    this.json = json;
  }

  void write(HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    note(request, problem);
    if (response.isCommitted()) {
      return; // the client has the beginning of an answer; breaking it off is all that is left
    }
    Kind kind = problem.kind();
    response.resetBuffer();
    response.setStatus(kind.status());
    response.setContentType("application/problem+json");
    response.setCharacterEncoding("UTF-8");
    if (kind.status() == 401) {
      response.setHeader(
          "WWW-Authenticate",
          kind == Kind.BAD_TOKEN || kind == Kind.SESSION_ENDED
              ? "Bearer error=\"invalid_token\""
              : "Bearer");
    }
    Duration wait = problem.retryAfter();
    if (wait != null) {
      response.setHeader("Retry-After", Long.toString(seconds(wait)));
    }
    byte[] body = json.writeValueAsBytes(body(request, problem));
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private Map<String, Object> body(HttpServletRequest request, Problem problem) {
    Kind kind = problem.kind();
    Locale locale = locales.resolveLocale(request);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "urn:session-manager:problem:" + kind.code());
    body.put("title", HttpStatus.valueOf(kind.status()).getReasonPhrase());
    body.put("status", kind.status());
    body.put("success", false);
    body.put("message", sentence(problem, locale));
    body.put("code", kind.code());
    body.put("trace_id", TraceFilter.of(request));
    if (!problem.fields().isEmpty()) {
      Map<String, String> errors = new TreeMap<>();
      Object[] arguments = problem.arguments().toArray();
      problem
          .fields()
          .forEach((f, key) -> errors.put(f, message("field." + key, arguments, locale)));
      body.put("errors", errors);
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

  private String sentence(Problem problem, Locale locale) {
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

  private static long seconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }

  /**
   * What went wrong on our side or behind us stands in the log, with its cause; the rest at DEBUG.
   */
  private static void note(HttpServletRequest request, Problem problem) {
    String line = request.getMethod() + ' ' + request.getRequestURI();
    if (problem.kind() == Kind.INTERNAL) {
      log.error("{} failed", line, problem.getCause());
    } else if (problem.kind().status() >= 500) {
      log.warn("{} refused: {}", line, problem.getMessage());
      log.debug("because of", problem.getCause());
    } else {
      log.debug("{} refused: {}", line, problem.getMessage());
    }
  }
}
