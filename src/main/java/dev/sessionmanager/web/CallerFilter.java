package dev.sessionmanager.web;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.BrowserCookie;
import dev.sessionmanager.session.BrowserLogins;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import dev.sessionmanager.trust.OperatorToken;
import dev.sessionmanager.trust.TrustRule;
import dev.sessionmanager.trust.Trusted;
import dev.sessionmanager.user.User;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns the bearer token and the address into the {@link Caller} and into Spring Security's
 * authorities: TRUSTED and MACHINE by the address, USER, ADMIN, and LOGIN for a user who has shown
 * a password. An API key is its user, but neither LOGIN nor ADMIN: whoever finds a key must not be
 * able to lock its owner out; an administrator's may watch the figures, as METRICS. The operator's
 * token stands for an administrator on the operator's machine, and for no user. A token that is no
 * good is refused even where no token is needed, so that the client learns of it; but below {@code
 * /v1} one that cannot be ours counts for none there. Part of the security chain, hence no bean.
 *
 * <p>Where there is no token, a browser may be known by its cookie, but below {@code /v1}. Browsers
 * send a cookie by themselves, so it counts only for a page of ours: whatever changes something
 * must come with the page's Origin and with {@link BrowserCookie#TAB_HEADER}, which no form and no
 * other origin's page can send. A tab that names a session which is over is refused, never taken
 * for a guest.
 */
final class CallerFilter extends OncePerRequestFilter {

  static final String TRUSTED = "TRUSTED";
  static final String MACHINE = "MACHINE";
  static final String USER = "USER";
  static final String LOGIN = "LOGIN";
  static final String ADMIN = "ADMIN";
  static final String METRICS = "METRICS";

  private static final String BEARER = "Bearer ";

  /** They change nothing, so that a page, a link or a picture may ask by the cookie alone. */
  private static final Set<String> READS = Set.of("GET", "HEAD");

  /** Where the libraries of APIs of models put a key that is no bearer token. */
  private static final List<String> KEY_HEADERS = List.of("x-api-key", "api-key");

  /** How our API keys begin, and the tokens of sessions, which are JWTs. */
  private static final List<String> OURS = List.of("sm-", "eyJ");

  /** Providers send bearer tokens of their own, which the channels look at. */
  private static final String WEBHOOKS = "/webhook/";

  private static final GrantedAuthority IS_TRUSTED = new SimpleGrantedAuthority(TRUSTED);
  private static final GrantedAuthority IS_MACHINE = new SimpleGrantedAuthority(MACHINE);
  private static final GrantedAuthority IS_USER = new SimpleGrantedAuthority(USER);
  private static final GrantedAuthority IS_LOGIN = new SimpleGrantedAuthority(LOGIN);
  private static final GrantedAuthority IS_ADMIN = new SimpleGrantedAuthority(ADMIN);
  private static final GrantedAuthority SEES_METRICS = new SimpleGrantedAuthority(METRICS);

  /** Whoever knows the operator's token, on the operator's machine. */
  private static final List<GrantedAuthority> OPERATORS =
      List.of(IS_TRUSTED, IS_MACHINE, IS_ADMIN, SEES_METRICS);

  private final TrustRule rule;
  private final OperatorToken operator;
  private final Sessions sessions;
  private final BrowserLogins browsers;
  private final BrowserCookie cookie;
  private final ProblemWriter problems;

  CallerFilter(
      TrustRule rule,
      OperatorToken operator,
      Sessions sessions,
      BrowserLogins browsers,
      BrowserCookie cookie,
      ProblemWriter problems) {
    this.rule = rule;
    this.operator = operator;
    this.sessions = sessions;
    this.browsers = browsers;
    this.cookie = cookie;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    boolean webhook = request.getServletPath().startsWith(WEBHOOKS);
    boolean api = Routes.wire(request).isApi();
    String token = webhook ? null : api ? apiKey(request) : bearer(request);
    TrustRule.Peer peer = rule.peer(request);
    boolean operating = token != null && operator.matches(token);
    Session session = token == null || operating ? null : sessions.find(token).orElse(null);
    if (session == null && api && !operating && isDummy(token, peer, request)) {
      token = null;
    }
    boolean browser = token == null && !webhook && !api;
    String tab = browser ? request.getHeader(BrowserCookie.TAB_HEADER) : null;
    if (browser) {
      session = browser(request, tab);
    }
    boolean known = (token == null && tab == null) || session != null;
    if (operating ? !rule.mayBeOperator(peer) : !known) {
      Problem bad = new Problem(Kind.BAD_TOKEN);
      remember(request, peer, false, null);
      problems.write(request, response, operating ? bad.setting("OPERATOR_NETWORKS") : bad);
      return;
    }
    boolean trusted = operating || rule.trusts(peer, webhook ? Trusted.WEBHOOK : Trusted.GUEST);
    boolean machine = operating || rule.trusts(peer, Trusted.OPERATOR);
    boolean own =
        operating || ((trusted || machine) && rule.isOurHost(request) && rule.isOurPage(request));
    Caller caller = remember(request, peer, own && trusted, session);
    List<GrantedAuthority> authorities =
        operating ? OPERATORS : authorities(caller, own && machine);
    SecurityContextHolder.setContext(
        new SecurityContextImpl(new Authentication(caller, authorities)));
    chain.doFilter(request, response);
  }

  /**
   * The session of a browser that is known by its cookie; null where there is none.
   *
   * @param tab the session that the tab names; null where it names none
   */
  private @Nullable Session browser(HttpServletRequest request, @Nullable String tab) {
    boolean reads = READS.contains(request.getMethod());
    if (tab == null && !reads) {
      return null;
    }
    String secret = cookie.read(request);
    if (secret == null || !(reads ? rule.isOurPage(request) : rule.isFromOurPage(request))) {
      return null;
    }
    return (tab == null || tab.equals(BrowserCookie.NEW)
            ? browsers.anyTab(secret)
            : browsers.tab(secret, tab))
        .orElse(null);
  }

  private static @Nullable String bearer(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : null;
  }

  /** Also as Anthropic's and Azure's clients send it; an empty one is none. */
  private static @Nullable String apiKey(HttpServletRequest request) {
    String bearer = bearer(request);
    if (bearer != null && !bearer.isEmpty()) {
      return bearer;
    }
    for (String name : KEY_HEADERS) {
      String key = request.getHeader(name);
      if (key != null && !key.isBlank()) {
        return key.strip();
      }
    }
    return null;
  }

  /**
   * Whether a key that nobody has is there only because the client's library wants one, and is sent
   * by who needs none. What looks like a key or a token of ours is meant, and refused.
   */
  private boolean isDummy(@Nullable String token, TrustRule.Peer peer, HttpServletRequest request) {
    return token != null
        && OURS.stream().noneMatch(token::startsWith)
        && rule.trusts(peer, Trusted.GUEST)
        && rule.isOurHost(request)
        && rule.isOurPage(request);
  }

  /** The caller of a request that has passed this filter; null for any other request. */
  static @Nullable Caller caller(HttpServletRequest request) {
    return (Caller) request.getAttribute(Caller.ATTRIBUTE);
  }

  private Caller remember(
      HttpServletRequest request, TrustRule.Peer peer, boolean trusted, @Nullable Session session) {
    Caller caller =
        new Caller(
            peer.address(),
            trusted,
            rule.device(request),
            TraceFilter.of(request),
            session,
            ConnectionValve.gone(request));
    request.setAttribute(Caller.ATTRIBUTE, caller);
    return caller;
  }

  private static List<GrantedAuthority> authorities(Caller caller, boolean machine) {
    List<GrantedAuthority> authorities = new ArrayList<>(6);
    if (caller.trusted()) {
      authorities.add(IS_TRUSTED);
    }
    if (machine) {
      authorities.add(IS_MACHINE);
    }
    Session session = caller.session();
    if (session != null) {
      authorities.add(IS_USER);
      boolean admin = session.user().role() == User.Role.ADMIN;
      if (admin) {
        authorities.add(SEES_METRICS);
      }
      if (!session.isKey()) {
        authorities.add(IS_LOGIN);
        if (admin) {
          authorities.add(IS_ADMIN);
        }
      }
    }
    return authorities;
  }

  /** Who calls, in Spring Security's terms; without a principal for a caller without a login. */
  private static final class Authentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1;
    private final @Nullable String username;

    Authentication(Caller caller, List<GrantedAuthority> authorities) {
      super(authorities);
      User user = caller.user();
      username = user == null ? null : user.username();
      setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
      return "";
    }

    @Override
    @SuppressWarnings("NullAway") // null principal: Spring then reports no user principal
    public Object getPrincipal() {
      return username;
    }
  }
}
