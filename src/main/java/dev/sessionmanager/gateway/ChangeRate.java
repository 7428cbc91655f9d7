package dev.sessionmanager.gateway;

import dev.sessionmanager.admission.RateLimiter;
import dev.sessionmanager.session.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Counts whatever changes what is stored over HTTP, by person: who has no login is known by the
 * address. The operator's calls and webhooks are not one person's.
 */
@Component
class ChangeRate implements HandlerInterceptor, WebMvcConfigurer {

  /** They change nothing; what is to be read is not counted. */
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  /** Messages, which {@link Gateway} counts; logins, which are counted by name and address. */
  private static final String[] COUNTED = {
    "/chat",
    "/conversations/*/turns/*/versions",
    "/communicate",
    "/send_instruction",
    "/v1/chat/**",
    "/v1/messages/**",
    "/v1/embeddings",
    "/v1/responses",
    "/test/message",
    "/login"
  };

  /** Must always be possible. */
  private static final String[] ENDINGS = {"/chat/stop", "/v1/responses/*/cancel", "/logout"};

  private static final String[] OTHERS = {"/admin/**", "/webhook/**", "/error"};

  private final RateLimiter rate;

  ChangeRate(RateLimiter rate) {
    this.rate = rate;
  }

  @Override
  public void addInterceptors(InterceptorRegistry interceptors) {
    interceptors
        .addInterceptor(this)
        .excludePathPatterns(COUNTED)
        .excludePathPatterns(ENDINGS)
        .excludePathPatterns(OTHERS);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!READS.contains(request.getMethod())
        && request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller) {
      String person = caller.session() == null ? caller.address() : caller.session().userId();
      rate.admitChange(person)
          .ifPresent(verdict -> {
            throw Refusals.of(verdict);
          });
    }
    return true;
  }
}
