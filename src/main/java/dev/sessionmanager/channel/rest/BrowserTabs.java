package dev.sessionmanager.channel.rest;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.BrowserCookie;
import dev.sessionmanager.session.BrowserLogins;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Logins;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.trust.TrustRule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How browsers come in and go that stay logged in by a cookie. Any thread. */
@Component
class BrowserTabs {

  private final Logins logins;
  private final BrowserLogins browsers;
  private final BrowserCookie cookie;
  private final TrustRule rule;

  BrowserTabs(Logins logins, BrowserLogins browsers, BrowserCookie cookie, TrustRule rule) {
    this.logins = logins;
    this.browsers = browsers;
    this.cookie = cookie;
    this.rule = rule;
  }

  /**
   * Logs a browser in and gives it the cookie.
   *
   * @return the session of the tab that asks
   * @throws Problem FOREIGN_ORIGIN where another site's page asks: its reader would be logged in as
   *     somebody else
   */
  Session logIn(
      PasswordLogin login,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response) {
    requireOurPage(request);
    BrowserLogins.Opened opened = login.openBrowser(logins, caller);
    cookie.write(opened, request, response);
    return opened.tab();
  }

  /**
   * @throws Problem FOREIGN_ORIGIN where another site's page asks
   */
  void requireOurPage(HttpServletRequest request) {
    if (!rule.isOurPage(request)) {
      throw new Problem(Kind.FOREIGN_ORIGIN).setting("CORS_ALLOWED_ORIGINS");
    }
  }

  /**
   * A session for one more tab of the caller's browser.
   *
   * @param device what the tab is called; null for the User-Agent
   * @throws Problem UNAUTHENTICATED where the caller is known by no cookie
   */
  Session open(@Nullable String device, Caller caller) {
    Session tab = caller.login();
    if (!tab.isTab()) {
      throw new Problem(Kind.UNAUTHENTICATED);
    }
    return browsers
        .openTab(tab, PasswordLogin.device(device, caller.device()), caller.address())
        .orElseThrow(() -> new Problem(Kind.UNAUTHENTICATED));
  }

  /** Logs a browser out with all its tabs, and has it forget the cookie. */
  void logOut(Session tab, HttpServletRequest request, HttpServletResponse response) {
    browsers.logOut(tab);
    cookie.clear(request, response);
  }
}
