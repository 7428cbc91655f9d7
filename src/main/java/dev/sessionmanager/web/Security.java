package dev.sessionmanager.web;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.BrowserCookie;
import dev.sessionmanager.session.BrowserLogins;
import dev.sessionmanager.session.Sessions;
import dev.sessionmanager.trust.OperatorToken;
import dev.sessionmanager.trust.TrustRule;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * The security chain: who is calling, and whether {@link Routes} lets them. What is not named there
 * does not exist: 404, even where a controller answers it.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class Security {

  @Bean
  SecurityFilterChain chain(
      HttpSecurity http,
      Sessions sessions,
      BrowserLogins browsers,
      BrowserCookie cookie,
      ProblemWriter problems,
      TrustRule rule,
      OperatorToken operator) {
    CallerFilter callers = new CallerFilter(rule, operator, sessions, browsers, cookie, problems);
    return http.csrf(AbstractHttpConfigurer::disable) // CallerFilter: Origin and a header of ours
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(AbstractHttpConfigurer::disable) // there is no HttpSession to manage
        .securityContext(c -> c.securityContextRepository(new NullSecurityContextRepository()))
        .cors(AbstractHttpConfigurer::disable) // ours stands below: its refusal is JSON
        .addFilterBefore(corsFilter(rule, problems), CorsFilter.class)
        .headers(AbstractHttpConfigurer::disable) // TraceFilter sets them, at a tenth of the cost
        .addFilterAt(callers, LogoutFilter.class)
        .authorizeHttpRequests(rules ->
            rules
                .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .anyRequest()
                .access((caller, context) -> decide(caller.get(), context.getRequest())))
        .exceptionHandling(e ->
            e.authenticationEntryPoint(
                    (request, response, x) -> problems.write(request, response, denied(request)))
                .accessDeniedHandler(
                    (request, response, x) -> problems.write(request, response, denied(request))))
        .build();
  }

  private static AuthorizationDecision decide(
      @Nullable Authentication caller, HttpServletRequest request) {
    Routes.Access access = Routes.of(request.getServletPath());
    return new AuthorizationDecision(
        access != null && caller != null && access.allows(caller.getAuthorities()));
  }

  /** Whoever has no login is told to log in; whoever has one has the wrong role. */
  private static Problem denied(HttpServletRequest request) {
    if (Routes.of(request.getServletPath()) == null) {
      return new Problem(Kind.NOT_FOUND);
    }
    return new Problem(request.getUserPrincipal() == null ? Kind.UNAUTHENTICATED : Kind.FORBIDDEN);
  }

  private static CorsFilter corsFilter(TrustRule rule, ProblemWriter problems) {
    CorsConfiguration cors = new CorsConfiguration();
    cors.setAllowedOrigins(rule.allowedOrigins());
    cors.setAllowedMethods(List.of("GET", "POST", "PUT", "PATCH", "DELETE"));
    // Libraries send headers of their own, which change with every release; none gives a right.
    cors.setAllowedHeaders(List.of(CorsConfiguration.ALL));
    cors.setExposedHeaders(
        List.of(
            "X-Trace-Id",
            "x-request-id",
            "request-id",
            "Retry-After",
            "retry-after-ms",
            "x-should-retry"));
    cors.setMaxAge(Duration.ofHours(1));
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/**", cors);
    CorsFilter filter = new CorsFilter(source);
    filter.setCorsProcessor(new JsonCorsProcessor(rule, problems));
    return filter;
  }

  /** Spring's rules for cross-origin calls, with a refusal that says which setting allows them. */
  private static final class JsonCorsProcessor extends DefaultCorsProcessor {
    private final TrustRule rule;
    private final ProblemWriter problems;

    JsonCorsProcessor(TrustRule rule, ProblemWriter problems) {
      this.rule = rule;
      this.problems = problems;
    }

    @Override
    public boolean processRequest(
        @Nullable CorsConfiguration configuration,
        HttpServletRequest request,
        HttpServletResponse response)
        throws IOException {
      // Spring takes a page for foreign where a proxy has ended its TLS.
      boolean allowed =
          rule.isOurPage(request) || super.processRequest(configuration, request, response);
      if (!allowed) {
        Problem refused = new Problem(Kind.FOREIGN_ORIGIN).setting("CORS_ALLOWED_ORIGINS");
        problems.write(request, response, refused);
      }
      return allowed;
    }

    @Override
    protected void rejectRequest(ServerHttpResponse response) {
      // written above, where request and response are those of the servlet
    }
  }

  /**
   * Spring's strict firewall for paths and methods. It also checks each header at each look with
   * regular expressions; Tomcat has refused broken headers by then.
   */
  @Bean
  StrictHttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedHeaderNames(name -> true);
    firewall.setAllowedHeaderValues(value -> true);
    return firewall;
  }

  /** None: callers are known by their tokens. It also keeps Spring Boot from making up a user. */
  @Bean
  AuthenticationManager authenticationManager() {
    return authentication -> {
      throw new UnsupportedOperationException("callers are authenticated by CallerFilter");
    };
  }
}
