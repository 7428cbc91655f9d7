package dev.sessionmanager.web;

import dev.sessionmanager.gateway.Problem;
import dev.sessionmanager.gateway.Problem.Kind;
import dev.sessionmanager.session.Sessions;
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
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * Who may call what. A trusted caller may use what the original left open; everybody else needs a
 * token with the right role. What is not named here does not exist: 404, even where a controller
 * answers it.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class Security {

  /** Answered to everybody: the state, the ways to log in, the pages about the API. */
  private static final String[] OPEN = {
    "/",
    "/communicate",
    "/login",
    "/health",
    "/health/**",
    "/docs",
    "/docs/**",
    "/webjars/swagger-ui/**",
    "/openapi.yaml",
    "/error",
    "/favicon.ico"
  };

  /** Of the original's open routes; a user's token does as well. */
  private static final String[] TALK = {
    "/send_instruction",
    "/v1/**",
    "/agents",
    "/chat",
    "/chat/**",
    "/reset",
    "/history",
    "/set_agent",
    "/conversations",
    "/conversations/**",
    "/pictures/**"
  };

  /** Of the user who is logged in, or whose API key it is. */
  private static final String[] OWN = {"/vfs/**"};

  /** Of the user who is logged in; not of their API keys. */
  private static final String[] ACCOUNT = {"/logout", "/password", "/sessions/**", "/keys/**"};

  /** Of the operator: from a trusted network, or with an administrator's token. */
  private static final String[] OPERATE = {"/admin/**", "/metrics"};

  @Bean
  SecurityFilterChain chain(
      HttpSecurity http,
      Callers callers,
      Sessions sessions,
      ProblemWriter problems,
      WebSettings settings) {
    return http.csrf(AbstractHttpConfigurer::disable) // no cookie, no ambient authority
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(AbstractHttpConfigurer::disable) // there is no HttpSession to manage
        .securityContext(c -> c.securityContextRepository(new NullSecurityContextRepository()))
        .cors(AbstractHttpConfigurer::disable) // ours stands below: its refusal is JSON
        .addFilterBefore(corsFilter(settings, problems), CorsFilter.class)
        .headers(AbstractHttpConfigurer::disable) // TraceFilter sets them, at a tenth of the cost
        .addFilterAt(new CallerFilter(callers, sessions, problems), LogoutFilter.class)
        .authorizeHttpRequests(rules ->
            rules
                .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers(OPEN)
                .permitAll()
                .requestMatchers(TALK)
                .hasAnyAuthority(CallerFilter.TRUSTED, "USER")
                .requestMatchers(OPERATE)
                .hasAnyAuthority(CallerFilter.TRUSTED, "ADMIN")
                .requestMatchers(OWN)
                .hasAuthority("USER")
                .requestMatchers(ACCOUNT)
                .hasAuthority(CallerFilter.LOGIN)
                .anyRequest()
                .access((authentication, context) -> {
                  context.getRequest().setAttribute(UNKNOWN, true);
                  return new AuthorizationDecision(false);
                }))
        .exceptionHandling(e ->
            e.authenticationEntryPoint(
                    (request, response, x) -> problems.write(request, response, denied(request)))
                .accessDeniedHandler(
                    (request, response, x) -> problems.write(request, response, denied(request))))
        .build();
  }

  /** Set on a request for a path that is not named here. */
  private static final String UNKNOWN = Security.class.getName() + ".unknown";

  /** Without a login: one would help. With one: it has the wrong role. */
  private static Problem denied(HttpServletRequest request) {
    if (request.getAttribute(UNKNOWN) != null) {
      return new Problem(Kind.NOT_FOUND);
    }
    return new Problem(request.getUserPrincipal() == null ? Kind.UNAUTHENTICATED : Kind.FORBIDDEN);
  }

  private static CorsFilter corsFilter(WebSettings settings, ProblemWriter problems) {
    CorsConfiguration cors = new CorsConfiguration();
    cors.setAllowedOrigins(settings.corsAllowedOrigins());
    cors.setAllowedMethods(List.of("GET", "POST", "PUT", "PATCH", "DELETE"));
    cors.setAllowedHeaders(
        List.of("Authorization", "Content-Type", "Accept-Language", "traceparent"));
    cors.setExposedHeaders(List.of("X-Trace-Id", "Retry-After"));
    cors.setMaxAge(Duration.ofHours(1));
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/**", cors);
    CorsFilter filter = new CorsFilter(source);
    filter.setCorsProcessor(new JsonCorsProcessor(problems));
    return filter;
  }

  /** Spring's rules for cross-origin calls, with a refusal that says which setting allows them. */
  private static final class JsonCorsProcessor extends DefaultCorsProcessor {
    private final ProblemWriter problems;

    JsonCorsProcessor(ProblemWriter problems) {
      this.problems = problems;
    }

    @Override
    public boolean processRequest(
        @Nullable CorsConfiguration configuration,
        HttpServletRequest request,
        HttpServletResponse response)
        throws IOException {
      boolean allowed = super.processRequest(configuration, request, response);
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
