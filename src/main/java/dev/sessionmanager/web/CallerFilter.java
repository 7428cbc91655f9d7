package dev.sessionmanager.web;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import dev.sessionmanager.trust.TrustRule;
import dev.sessionmanager.user.User;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns the bearer token and the address into the {@link Caller} and into Spring Security's
 * authorities: TRUSTED, USER, ADMIN, and LOGIN for a user who has shown a password. An API key is
 * its user, but neither LOGIN nor ADMIN: whoever finds a key must not be able to lock its owner
 * out. A token that is no good is refused even where no token is needed, so that the client learns
 * of it. Part of the security chain, hence no bean.
 */
final class CallerFilter extends OncePerRequestFilter {

  static final String TRUSTED = "TRUSTED";
  static final String LOGIN = "LOGIN";

  private static final String BEARER = "Bearer ";

  /** Providers send bearer tokens of their own, which the channels look at. */
  private static final String WEBHOOKS = "/webhook/";

  private static final GrantedAuthority IS_TRUSTED = new SimpleGrantedAuthority(TRUSTED);
  private static final GrantedAuthority IS_USER = new SimpleGrantedAuthority("USER");
  private static final GrantedAuthority IS_LOGIN = new SimpleGrantedAuthority(LOGIN);
  private static final GrantedAuthority IS_ADMIN = new SimpleGrantedAuthority("ADMIN");

  private final TrustRule rule;
  private final Sessions sessions;
  private final ProblemWriter problems;

  CallerFilter(TrustRule rule, Sessions sessions, ProblemWriter problems) {
    this.rule = rule;
    this.sessions = sessions;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader("Authorization");
    Session session = null;
    if (header != null
        && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && !request.getServletPath().startsWith(WEBHOOKS)) {
      session = sessions.find(header.substring(BEARER.length()).strip()).orElse(null);
      if (session == null) {
        remember(request, null);
        problems.write(request, response, new Problem(Kind.BAD_TOKEN));
        return;
      }
    }
    Caller caller = remember(request, session);
    SecurityContextHolder.setContext(new SecurityContextImpl(new Authentication(caller)));
    chain.doFilter(request, response);
  }

  /** The caller of a request that has passed this filter; null for any other request. */
  static @Nullable Caller caller(HttpServletRequest request) {
    return (Caller) request.getAttribute(Caller.ATTRIBUTE);
  }

  private Caller remember(HttpServletRequest request, @Nullable Session session) {
    TrustRule.Peer peer = rule.peer(request);
    boolean trusted = peer.trusted() && rule.isOurHost(request) && rule.isOurPage(request);
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

  /** Who calls, in Spring Security's terms; without a principal for a caller without a login. */
  private static final class Authentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1;
    private final @Nullable String username;

    Authentication(Caller caller) {
      super(authorities(caller));
      User user = caller.user();
      username = user == null ? null : user.username();
      setAuthenticated(true);
    }

    private static List<GrantedAuthority> authorities(Caller caller) {
      List<GrantedAuthority> authorities = new ArrayList<>(4);
      if (caller.trusted()) {
        authorities.add(IS_TRUSTED);
      }
      Session session = caller.session();
      if (session != null) {
        authorities.add(IS_USER);
        if (!session.isKey()) {
          authorities.add(IS_LOGIN);
          if (session.user().role() == User.Role.ADMIN) {
            authorities.add(IS_ADMIN);
          }
        }
      }
      return authorities;
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
