package dev.sessionmanager.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;

/**
 * Who may call what, by path. A trusted caller may use what the original left open; everybody else
 * needs a token with the right role. What is not named here does not exist. One look-up a request:
 * a list of patterns, tried one after the other, cost more than anything else here.
 */
final class Routes {

  /** Where the wire is OpenAI's, refusals included. */
  private static final String OPEN_AI = "/v1/";

  /** Who may call a route; from OPERATE on operators alone. */
  enum Access {
    /** Everybody: the state, the ways to log in, the pages about the API. */
    OPEN,
    /** Trusted callers, as with the original's open routes, and users with a token. */
    TALK,
    /** The user who is logged in, or whose API key the request carries. */
    OWN,
    /** The user who is logged in; not their API keys. */
    ACCOUNT,
    /** What the original left open to the machine: the operator's machine, and administrators. */
    OPERATE,
    /** Administrators and their API keys: who watches the service needs a token that stays. */
    WATCH,
    /** Administrators, by their token or the operator's. */
    ADMINISTER;

    boolean allows(Collection<? extends GrantedAuthority> granted) {
      return switch (this) {
        case OPEN -> true;
        case TALK -> has(granted, CallerFilter.TRUSTED) || has(granted, CallerFilter.USER);
        case OWN -> has(granted, CallerFilter.USER);
        case ACCOUNT -> has(granted, CallerFilter.LOGIN);
        case OPERATE -> has(granted, CallerFilter.MACHINE) || has(granted, CallerFilter.ADMIN);
        case WATCH -> has(granted, CallerFilter.METRICS);
        case ADMINISTER -> has(granted, CallerFilter.ADMIN);
      };
    }

    private static boolean has(Collection<? extends GrantedAuthority> granted, String authority) {
      return granted.stream().anyMatch(one -> authority.equals(one.getAuthority()));
    }
  }

  /** The two libraries of the chat page; the versions are those of pom.xml. */
  private static final String MARKED = "/webjars/marked/17.0.1/lib/marked.esm.js";

  private static final String DOMPURIFY = "/webjars/dompurify/3.3.3/dist/purify.min.js";

  private static final Map<String, Access> EXACT = new HashMap<>();

  /** Routes by the beginning of their path: the path itself and everything below it. */
  private static final Map<String, Access> BELOW = new HashMap<>();

  static {
    exact(Access.OPEN, "/", "/communicate", "/login", "/openapi.yaml", "/error", "/favicon.ico");
    below(Access.OPEN, "/webhook"); // each channel knows its senders by itself
    below(Access.OPEN, "/health", "/docs", "/app", "/webjars/swagger-ui");
    exact(Access.OPEN, MARKED, DOMPURIFY);
    exact(Access.TALK, "/send_instruction", "/agents", "/reset", "/history", "/set_agent");
    below(Access.TALK, "/v1", "/chat", "/conversations", "/pictures");
    below(Access.OWN, "/vfs");
    exact(Access.ACCOUNT, "/logout", "/password");
    below(Access.ACCOUNT, "/sessions", "/keys");
    exact(Access.OPERATE, "/stats", "/test/message", "/admin/clear-queue");
    exact(Access.WATCH, "/metrics");
    below(Access.ADMINISTER, "/admin");
  }

  /** Where everything below answers with what is stored, as much of it as a page holds. */
  private static final Set<String> HEAVY =
      Set.of("/history", "/conversations", "/pictures", "/vfs", "/admin");

  private Routes() {}

  private static void exact(Access access, String... paths) {
    for (String path : paths) {
      EXACT.put(path, access);
    }
  }

  private static void below(Access access, String... paths) {
    for (String path : paths) {
      BELOW.put(path, access);
    }
  }

  /** Whether this is an operator's path, so that whoever is refused there is written down. */
  static boolean operates(String path) {
    Access access = of(path);
    return access != null && access.compareTo(Access.OPERATE) >= 0;
  }

  /** Whether a read of this path takes memory until its reader has it. */
  static boolean heavy(String path) {
    int end = path.indexOf('/', 1);
    return HEAVY.contains(end < 0 ? path : path.substring(0, end));
  }

  /** Whether the client asked for a path of OpenAI's; the container's error page has another. */
  static boolean isOpenAi(HttpServletRequest request) {
    Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    return isOpenAi(failed instanceof String uri ? uri : request.getRequestURI());
  }

  static boolean isOpenAi(@Nullable String uri) {
    return uri != null && uri.startsWith(OPEN_AI);
  }

  /**
   * Who may call the route of this path.
   *
   * @param path decoded and normalised, as the container gives it
   * @return null for what is not named here
   */
  static @Nullable Access of(String path) {
    Access access = EXACT.get(path);
    if (access != null) {
      return access;
    }
    int end = path.indexOf('/', 1);
    access = BELOW.get(end < 0 ? path : path.substring(0, end));
    if (access == null && end > 0) {
      // /webjars/swagger-ui is the one route that is two steps down.
      int next = path.indexOf('/', end + 1);
      access = BELOW.get(next < 0 ? path : path.substring(0, next));
    }
    return access;
  }
}
