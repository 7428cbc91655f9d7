package dev.sessionmanager.web;

import dev.sessionmanager.problem.ApiRefusal;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.ProblemBody;
import dev.sessionmanager.server.RequestRead;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.trace.Audit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;
import tools.jackson.databind.ObjectMapper;

/**
 * Writes a {@link Problem} as RFC 9457 problem+json with the contract's {@code success: false} and
 * {@code message} beside it, or below {@code /v1} as the error object of OpenAI or Anthropic, with
 * a status that their clients can act on; in the caller's language, whatever the caller accepts:
 * nobody is answered in HTML.
 */
@Component
class ProblemWriter {

  private static final Logger log = LoggerFactory.getLogger(ProblemWriter.class);

  private final ProblemBody bodies;
  private final LocaleResolver locales;
  private final ObjectMapper json;

  ProblemWriter(ProblemBody bodies, LocaleResolver localeResolver, ObjectMapper json) {
    this.bodies = bodies;
    this.locales = localeResolver;
    this.json = json;
  }

  void write(HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    Routes.Wire wire = Routes.wire(request);
    ApiRefusal api = api(wire, problem);
    int status = api == null ? problem.kind().status() : api.status();
    note(request, problem, status);
    audit(request, problem);
    if (response.isCommitted()) {
      if (CutRequests.problem(RequestRead.current()) != null) {
        return; // Tomcat has seen the input end, and asks ErrorPage for the answer
      }
      // The client has the beginning of an answer, which must not look like all of it.
      throw new CloseNowException(problem.kind().code(), problem);
    }
    Kind kind = problem.kind();
    response.resetBuffer();
    response.setStatus(status);
    response.setContentType(api == null ? "application/problem+json" : "application/json");
    response.setCharacterEncoding("UTF-8");
    if (status == 401) {
      response.setHeader(
          "WWW-Authenticate",
          kind == Kind.BAD_TOKEN || kind == Kind.SESSION_ENDED
              ? "Bearer error=\"invalid_token\""
              : "Bearer");
    }
    Duration wait = problem.retryAfter();
    if (wait != null) {
      response.setHeader("Retry-After", Long.toString(ProblemBody.seconds(wait)));
    }
    if (api != null) {
      tellClient(response, api, wait);
    }
    Locale locale = locales.resolveLocale(request);
    byte[] body = json.writeValueAsBytes(body(wire, problem, locale, TraceFilter.of(request)));
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static @Nullable ApiRefusal api(Routes.Wire wire, Problem problem) {
    return switch (wire) {
      case OURS -> null;
      case OPEN_AI -> ApiRefusal.openAi(problem);
      case ANTHROPIC -> ApiRefusal.anthropic(problem);
    };
  }

  private Map<String, Object> body(
      Routes.Wire wire, Problem problem, Locale locale, String traceId) {
    return switch (wire) {
      case OURS -> bodies.of(problem, locale, traceId);
      case OPEN_AI -> bodies.openAi(problem, locale);
      case ANTHROPIC -> bodies.anthropic(problem, locale, traceId);
    };
  }

  /** What the libraries of OpenAI and Anthropic look at before they try again by themselves. */
  private static void tellClient(
      HttpServletResponse response, ApiRefusal refusal, @Nullable Duration wait) {
    if (!refusal.again()) {
      response.setHeader("x-should-retry", "false");
    }
    if (wait != null) {
      response.setHeader("retry-after-ms", Long.toString(Math.max(1, wait.toMillis())));
    }
  }

  /** Writes down who was not let in where operators are. */
  private static void audit(HttpServletRequest request, Problem problem) {
    int status = problem.kind().status();
    if ((status == 401 || status == 403) && Routes.operates(request.getServletPath())) {
      Audit.note(
          request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller
              ? caller.actor()
              : new Audit.Actor("", request.getRemoteAddr(), "rest", TraceFilter.of(request)),
          "operate",
          request.getMethod() + ' ' + request.getServletPath(),
          problem.kind().code());
    }
  }

  /**
   * Failures of the service, or of a service behind it, are logged with their cause; refusals only
   * at DEBUG.
   */
  private static void note(HttpServletRequest request, Problem problem, int status) {
    String line = request.getMethod() + ' ' + request.getRequestURI();
    if (problem.kind() == Kind.INTERNAL) {
      log.error("{} failed", line, problem.getCause());
    } else if (CutRequests.problem(RequestRead.current()) != null) {
      log.debug("{} refused: {}", line, problem.getMessage()); // strangers can cause thousands
    } else if (status >= 500) {
      log.warn("{} refused: {}", line, problem.getMessage());
      log.debug("because of", problem.getCause());
    } else {
      log.debug("{} refused: {}", line, problem.getMessage());
    }
  }
}
