package dev.sessionmanager.session;

import dev.sessionmanager.trust.TrustRule;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/**
 * The cookie of a browser's login: scripts cannot read it, no other site's page makes the browser
 * send it, and over TLS it never leaves TLS nor comes from a neighbouring name ({@code __Host-}).
 * {@code SameSite} is {@code Strict}, because nothing is lost by it: whoever follows a link from
 * elsewhere gets the page, which needs no cookie, and the page's own calls are of the same site.
 * Any thread.
 */
@Component
@Profile("!command") // which has no callers, and no rule for them
public class BrowserCookie {

  /** By which a tab names its session; the word {@link #NEW} where it has none yet. */
  public static final String TAB_HEADER = "X-Session-Id";

  /** In {@link #TAB_HEADER}: a tab without a session of its own. */
  public static final String NEW = "new";

  private static final String NAME = "session_manager";

  private static final String SECURE_NAME = "__Host-" + NAME;

  private final TrustRule rule;
  private final Clock clock;

  BrowserCookie(TrustRule rule, Clock clock) {
    this.rule = rule;
    this.clock = clock;
  }

  /** What the request's cookie says; null where there is none. */
  public @Nullable String read(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies == null) {
      return null;
    }
    String name = name(request);
    for (Cookie cookie : cookies) {
      if (cookie.getName().equals(name)) {
        return cookie.getValue();
      }
    }
    return null;
  }

  /** Has the browser keep the cookie as long as the login lasts. */
  public void write(
      BrowserLogins.Opened opened, HttpServletRequest request, HttpServletResponse response) {
    Duration lasts = Duration.between(clock.instant(), opened.tab().expiresAt());
    set(opened.cookie(), lasts, request, response);
  }

  /** Has the browser forget the cookie. */
  public void clear(HttpServletRequest request, HttpServletResponse response) {
    set("", Duration.ZERO, request, response);
  }

  private void set(
      String value, Duration lasts, HttpServletRequest request, HttpServletResponse response) {
    ResponseCookie cookie =
        ResponseCookie.from(name(request), value)
            .httpOnly(true)
            .secure(rule.isSecure(request))
            .sameSite("Strict")
            .path("/")
            .maxAge(lasts)
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
  }

  private String name(HttpServletRequest request) {
    return rule.isSecure(request) ? SECURE_NAME : NAME;
  }
}
