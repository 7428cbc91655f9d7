package dev.sessionmanager.web;

import dev.sessionmanager.gateway.Problem;
import dev.sessionmanager.gateway.Problem.Kind;
import dev.sessionmanager.session.Sessions;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/**
 * Who may call what. A trusted caller may use what the original left open; everybody else needs a
 * token with the right role. What is not named here is refused.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class Security {

  /** Answered to everybody: the state, the ways to log in, the pages about the API. */
  private static final String[] OPEN = {
    "/", "/communicate", "/login", "/health", "/health/**", "/docs", "/docs/**", "/openapi.yaml",
    "/error", "/favicon.ico"
  };

  /** Of the original's open routes; a user's token does as well. */
  private static final String[] TALK = {"/send_instruction"};

  /** Of the operator: from a trusted network, or with an administrator's token. */
  private static final String[] OPERATE = {"/admin/**", "/metrics", "/stats"};

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
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .cors(cors -> cors.configurationSource(cors(settings)))
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(csp -> csp.policyDirectives(POLICY))
                    .referrerPolicy(r -> {}))
        .addFilterAt(new CallerFilter(callers, sessions, problems), LogoutFilter.class)
        .authorizeHttpRequests(
            rules ->
                rules
                    .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                    .permitAll()
                    .requestMatchers(OPEN)
                    .permitAll()
                    .requestMatchers(TALK)
                    .hasAnyAuthority(CallerFilter.TRUSTED, "USER")
                    .requestMatchers(OPERATE)
                    .hasAnyAuthority(CallerFilter.TRUSTED, "ADMIN")
                    .anyRequest()
                    .hasAuthority("USER"))
        .exceptionHandling(
            e ->
                e.authenticationEntryPoint(
                        (request, response, x) ->
                            problems.write(request, response, denied(request)))
                    .accessDeniedHandler(
                        (request, response, x) ->
                            problems.write(request, response, denied(request))))
        .build();
  }

  /** Pages are ours alone; the viewer at /docs sets styles and draws icons from data: URLs. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  /** Without a login: one would help. With one: it has the wrong role. */
  private static Problem denied(HttpServletRequest request) {
    return new Problem(request.getUserPrincipal() == null ? Kind.UNAUTHENTICATED : Kind.FORBIDDEN);
  }

  private static UrlBasedCorsConfigurationSource cors(WebSettings settings) {
    CorsConfiguration cors = new CorsConfiguration();
    cors.setAllowedOrigins(settings.corsAllowedOrigins());
    cors.setAllowedMethods(List.of("GET", "POST", "PUT", "PATCH", "DELETE"));
    cors.setAllowedHeaders(
        List.of("Authorization", "Content-Type", "Accept-Language", "traceparent"));
    cors.setExposedHeaders(List.of("X-Trace-Id", "Retry-After"));
    cors.setMaxAge(3600L);
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/**", cors);
    return source;
  }

  /** None: callers are known by their tokens. It also keeps Spring Boot from making up a user. */
  @Bean
  AuthenticationManager authenticationManager() {
    return authentication -> {
      throw new UnsupportedOperationException("callers are authenticated by CallerFilter");
    };
  }
}
