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

  /** Where the wire is that of an API of models, refusals included. */
  private static final String API = "/v1";

  /** Of that, where the wire is Anthropic's and not OpenAI's. */
  private static final String ANTHROPIC = API + "/messages";

  /** Anthropic's clients send it with each request, also where the path is of both wires. */
  private static final String ANTHROPICS_VERSION = "anthropic-version";

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

  /** The libraries of the chat page, of which nothing else is served; pom.xml has the versions. */
  private static final String[] LIBRARIES = {
    "/webjars/preact/10.27.2/dist/preact.umd.js",
    "/webjars/preact/10.27.2/hooks/dist/hooks.umd.js",
    "/webjars/marked/17.0.1/lib/marked.esm.js",
    "/webjars/dompurify/3.3.3/dist/purify.min.js",
    "/webjars/highlightjs/11.11.1/highlight.min.js",
  };

  /** KaTeX, whole: its style names two dozen fonts. */
  private static final String FORMULAS = "/webjars/katex";

  private static final Map<String, Access> EXACT = new HashMap<>();

  /** Routes by the beginning of their path: the path itself and everything below it. */
  private static final Map<String, Access> BELOW = new HashMap<>();

  static {
    exact(Access.OPEN, "/", "/communicate", "/login", "/openapi.yaml", "/error", "/favicon.ico");
    exact(Access.OPEN, "/widget.js");
    below(Access.OPEN, "/webhook"); // each channel knows its senders by itself
    below(Access.OPEN, "/health", "/docs", "/app", "/webjars/swagger-ui", FORMULAS);
    exact(Access.OPEN, LIBRARIES);
    below(Access.OPEN, "/shared"); // a token in the path, and a setting that says who needs a login
    below(Access.OPEN, "/welcome"); // a token in the body
    below(Access.OPEN, "/branding");
    below(Access.OPEN, "/internal"); // other nodes show a secret of theirs
    exact(Access.TALK, "/send_instruction", "/reset", "/history", "/set_agent");
    exact(Access.TALK, "/create_custom_agent");
    below(Access.TALK, "/v1", "/agents", "/chat", "/conversations", "/pictures");
    below(Access.OWN, "/vfs");
    exact(Access.ACCOUNT, "/logout", "/password");
    below(Access.ACCOUNT, "/sessions", "/keys", "/account");
    exact(Access.OPERATE, "/stats", "/test/message", "/admin/clear-queue");
    exact(Access.WATCH, "/metrics");
    below(Access.ADMINISTER, "/admin");
  }

  /** Where everything below answers with what is stored, as much of it as a page holds. */
  private static final Set<String> HEAVY =
      Set.of("/history", "/conversations", "/pictures", "/shared", "/account", "/vfs", "/admin");

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
    return HEAVY.contains(end < 0 ? path : path.substring(0, end))
        || (path.startsWith("/v1/") && (path.endsWith("/items") || path.endsWith("/input_items")));
  }

  /** Whose wire a path is of, which says how refusals look there. */
  enum Wire {
    OURS,
    OPEN_AI,
    ANTHROPIC;

    boolean isApi() {
      return this != OURS;
    }
  }

  /** The wire of the path that the client asked for; the container's error page has another. */
  static Wire wire(HttpServletRequest request) {
    Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    Wire wire = wire(failed instanceof String uri ? uri : request.getRequestURI());
    return wire == Wire.OPEN_AI && request.getHeader(ANTHROPICS_VERSION) != null
        ? Wire.ANTHROPIC
        : wire;
  }

  /**
   * The wire of a path as it was sent, which may begin with more slashes than one; null where that
   * could not be read.
   */
  static Wire wire(@Nullable String uri) {
    if (uri == null) {
      return Wire.OURS;
    }
    int start = 0;
    while (uri.startsWith("//", start)) {
      start++;
    }
    if (!isBelow(API, uri, start)) {
      return Wire.OURS;
    }
    return isBelow(ANTHROPIC, uri, start) ? Wire.ANTHROPIC : Wire.OPEN_AI;
  }

  private static boolean isBelow(String path, String uri, int start) {
    int end = start + path.length();
    return uri.startsWith(path, start) && (uri.length() == end || uri.charAt(end) == '/');
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
      // The libraries that are served whole are the routes that are two steps down.
      int next = path.indexOf('/', end + 1);
      access = BELOW.get(next < 0 ? path : path.substring(0, next));
    }
    return access;
  }
}
