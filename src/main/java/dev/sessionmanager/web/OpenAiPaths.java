package dev.sessionmanager.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Where the wire is OpenAI's: everything below {@code /v1/}, refusals included. */
final class OpenAiPaths {

  private static final String PREFIX = "/v1/";

  private OpenAiPaths() {}

  /** Whether the client asked for such a path; the container's error page has another one. */
  static boolean has(HttpServletRequest request) {
    Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    return has(failed instanceof String uri ? uri : request.getRequestURI());
  }

  static boolean has(@Nullable String uri) {
    return uri != null && uri.startsWith(PREFIX);
  }
}
