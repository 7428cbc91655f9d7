package dev.sessionmanager.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Times every request as {@code http.server.requests} with the tags method, uri (the route's
 * pattern, never the path) and status: the names that Spring Boot's dashboards know, without its
 * observations, which cost more than the rest of the request (see docs/rationale.md).
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestTimer implements Filter {

  /** Methods that have a tag of their own; whatever else a client invents is OTHER. */
  private static final String METHODS = "GET HEAD POST PUT PATCH DELETE OPTIONS TRACE";

  private record Key(String method, String uri, int status) {}

  private final ConcurrentHashMap<Key, Timer> timers = new ConcurrentHashMap<>();
  private final MeterRegistry meters;

  RequestTimer(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long start = System.nanoTime();
    try {
      chain.doFilter(request, response);
    } finally {
      timer((HttpServletRequest) request, ((HttpServletResponse) response).getStatus())
          .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  private Timer timer(HttpServletRequest request, int status) {
    String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "OTHER";
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    String uri = pattern == null ? "UNKNOWN" : pattern.toString();
    return timers.computeIfAbsent(new Key(method, uri, status), this::register);
  }

  private Timer register(Key key) {
    return Timer.builder("http.server.requests")
        .description("Time of HTTP requests")
        .tag("method", key.method())
        .tag("uri", key.uri())
        .tag("status", Integer.toString(key.status()))
        .register(meters);
  }
}
