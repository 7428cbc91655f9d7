package dev.sessionmanager.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Gives every request its trace id: that of the caller's {@code traceparent} (W3C Trace Context,
 * version 00), else a new one. It stands in every log line, every problem and the response header
 * {@code X-Trace-Id}, and goes on to the runtime. Sets the headers that keep browsers from doing
 * more with an answer than they should, too: they belong on every answer, refusals included.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class TraceFilter implements Filter {

  /** The log's key, and where the runtime's client finds it. */
  static final String TRACE_ID = "trace_id";

  private static final String ATTRIBUTE = TraceFilter.class.getName();
  private static final int PARENT_LENGTH = 55;

  /** Pages are ours alone, without anything inline; pictures are fetched with the token. */
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  /** The viewer at /docs sets styles and draws icons from data: URLs. */
  private static final String DOCS_CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private static final String DOCS = "/docs";

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String known = (String) request.getAttribute(ATTRIBUTE);
    String id = known == null ? id((HttpServletRequest) request) : known;
    if (known == null) {
      request.setAttribute(ATTRIBUTE, id);
      // The first to write headers: what it adds it need not look for.
      HttpServletResponse http = (HttpServletResponse) response;
      http.addHeader("X-Trace-Id", id);
      if (OpenAiPaths.has((HttpServletRequest) request)) {
        http.addHeader("x-request-id", id); // OpenAI's name for it, which its clients show
      }
      http.addHeader("X-Content-Type-Options", "nosniff");
      boolean docs = ((HttpServletRequest) request).getRequestURI().startsWith(DOCS);
      http.addHeader("Content-Security-Policy", docs ? DOCS_CONTENT_POLICY : CONTENT_POLICY);
      http.addHeader("Referrer-Policy", "no-referrer");
      http.addHeader("Cache-Control", "no-store");
    }
    MDC.put(TRACE_ID, id);
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(TRACE_ID);
    }
  }

  /** The trace id of a request that has passed this filter. */
  static String of(HttpServletRequest request) {
    String id = (String) request.getAttribute(ATTRIBUTE);
    return id == null ? fresh() : id;
  }

  private static String id(HttpServletRequest request) {
    String given = parse(request.getHeader("traceparent"));
    return given == null ? fresh() : given;
  }

  /**
   * {@code 00-<32 hex>-<16 hex>-<2 hex>}, lower case, ids not all zero; later versions may go on.
   */
  static @Nullable String parse(@Nullable String parent) {
    if (parent == null
        || parent.length() < PARENT_LENGTH
        || (parent.length() > PARENT_LENGTH
            && (parent.startsWith("00") || parent.charAt(PARENT_LENGTH) != '-'))
        || parent.startsWith("ff")) {
      return null;
    }
    boolean formed =
        hex(parent, 0, 2)
            && parent.charAt(2) == '-'
            && hex(parent, 3, 35)
            && parent.charAt(35) == '-'
            && hex(parent, 36, 52)
            && parent.charAt(52) == '-'
            && hex(parent, 53, 55);
    boolean zero = parent.startsWith("0".repeat(32), 3) || parent.startsWith("0".repeat(16), 36);
    return formed && !zero ? parent.substring(3, 35) : null;
  }

  private static boolean hex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      if (!digit && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  static String fresh() {
    // Ids name a request in logs and open nothing: an ordinary generator will do.
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong() | 1) + hex.toHexDigits(random.nextLong());
  }
}
