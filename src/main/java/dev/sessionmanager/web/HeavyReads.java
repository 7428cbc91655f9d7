package dev.sessionmanager.web;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.server.Slots;
import dev.sessionmanager.session.Caller;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Lets few reads of stored things go on at once, of one person and in all, because each holds a
 * page of them in memory until its reader has taken it. One more waits for a moment: a page's
 * pictures are asked for together, and come one after the other.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
final class HeavyReads implements Filter {

  /** Shorter than anybody's time-out; a picture takes a few milliseconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Slots slots;
  private final Duration limit;
  private final ProblemWriter problems;

  /** When those under way began, by their connection. */
  private final Map<String, Long> begun = new ConcurrentHashMap<>();

  HeavyReads(WebSettings settings, ProblemWriter problems) {
    this.slots =
        new Slots(
            new Slots.Limit(settings.heavyReadsPerUser(), "web.heavy-reads-per-user"),
            new Slots.Limit(settings.heavyReads(), "web.heavy-reads"),
            PATIENCE);
    this.limit = settings.heavyReadTimeout();
    this.problems = problems;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    if (!isRead(http.getMethod()) || !Routes.heavy(http.getServletPath())) {
      chain.doFilter(request, response);
      return;
    }
    Slots.Slot slot;
    try {
      slot = slots.take(person(CallerFilter.caller(http)));
    } catch (Problem refused) {
      problems.write(http, (HttpServletResponse) response, refused);
      return;
    }
    String connection = http.getServletConnection().getConnectionId();
    begun.put(connection, System.nanoTime());
    try (slot) {
      chain.doFilter(request, response);
    } finally {
      begun.remove(connection);
    }
  }

  private static boolean isRead(String method) {
    return "GET".equals(method) || "HEAD".equals(method);
  }

  /** Who has no login is known by the address. */
  private static String person(@Nullable Caller caller) {
    if (caller == null) {
      return "";
    }
    return caller.session() == null ? caller.address() : caller.session().userId();
  }

  /** The connections whose read has taken too long. */
  Set<String> overdue(long now) {
    return begun.entrySet().stream()
        .filter(read -> now - read.getValue() > limit.toNanos())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
