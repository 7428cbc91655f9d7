package dev.sessionmanager.web;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.apache.catalina.connector.ClientAbortException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;

/** Turns whatever a controller lets out into a {@link Problem} and has it written. */
@RestControllerAdvice
class ProblemAdvice {

  private final ProblemWriter writer;

  ProblemAdvice(ProblemWriter writer) {
    this.writer = writer;
  }

  @ExceptionHandler
  void handle(Exception e, HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    if (e instanceof AccessDeniedException || e instanceof AuthenticationException) {
      throw e; // the security chain knows whether a login would help
    }
    if (e instanceof AsyncRequestNotUsableException || isGone(e)) {
      return; // the client has gone
    }
    if (e instanceof ErrorResponse known) {
      // Allow and Accept tell the caller what would have been right.
      HttpHeaders headers = known.getHeaders();
      headers.forEach((name, values) -> values.forEach(v -> response.addHeader(name, v)));
    }
    writer.write(request, response, problem(e));
  }

  /** Also where what was being written has wrapped it. */
  private static boolean isGone(Exception e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof ClientAbortException) {
        return true;
      }
    }
    return false;
  }

  static Problem problem(Exception e) {
    return switch (e) {
      case Problem problem -> problem;
      case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
      case MissingServletRequestParameterException missing ->
          Problem.fields(Map.of(missing.getParameterName(), "required"));
      case MethodArgumentTypeMismatchException wrong ->
          Problem.fields(Map.of(wrong.getName(), "type"));
      case ErrorResponse known -> ofStatus(known.getStatusCode()).causedBy(e);
      default -> new Problem(Kind.INTERNAL).causedBy(e);
    };
  }

  /** The problem of an HTTP status that a framework has chosen. */
  static Problem ofStatus(HttpStatusCode status) {
    return new Problem(
        switch (status.value()) {
          case 401 -> Kind.UNAUTHENTICATED;
          case 403 -> Kind.FORBIDDEN;
          case 404 -> Kind.NOT_FOUND;
          case 405 -> Kind.METHOD_NOT_ALLOWED;
          case 406 -> Kind.NOT_ACCEPTABLE;
          case 413 -> Kind.TOO_LARGE;
          case 415 -> Kind.UNSUPPORTED_TYPE;
          case 503 -> Kind.OVERLOADED;
          default -> status.is5xxServerError() ? Kind.INTERNAL : Kind.MALFORMED;
        });
  }

  private static Problem unreadable(HttpMessageNotReadableException e) {
    for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
      if (t instanceof Problem tooLarge) {
        return tooLarge;
      }
      if (t instanceof StreamReadException) {
        return new Problem(Kind.MALFORMED).causedBy(e);
      }
      if (t instanceof MismatchedInputException mismatch) {
        String path = path(mismatch);
        return path.isEmpty()
            ? new Problem(Kind.MALFORMED).causedBy(e)
            : Problem.fields(Map.of(path, "type")).causedBy(e);
      }
    }
    return new Problem(Kind.MALFORMED).causedBy(e);
  }

  private static String path(MismatchedInputException mismatch) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : mismatch.getPath()) {
      if (step.getPropertyName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.toString();
  }
}
