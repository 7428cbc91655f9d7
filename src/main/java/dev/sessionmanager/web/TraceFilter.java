package dev.sessionmanager.web;

import dev.sessionmanager.trace.TraceId;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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

  private static final String ATTRIBUTE = TraceFilter.class.getName();

  /**
   * Pages are ours alone, without anything inline; pictures are fetched with the token, and fonts
   * are those of formulas.
   */
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
          + " font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";

  /** Of the policy: where pictures may come from. A logo may come from elsewhere. */
  private static final String PICTURES = "img-src 'self' blob:";

  /** The viewer at /docs sets styles and draws icons from data: URLs. */
  private static final String DOCS_CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private static final String DOCS = "/docs";

  /** The chat as it stands in other sites' pages; no other page may. */
  private static final String EMBEDDED = "/app/embed";

  private static final String UNFRAMED = "frame-ancestors 'none'";

  /** What that page may do, whatever the frame around it allows; widget.js asks for the same. */
  private static final String SANDBOX =
      "sandbox allow-scripts allow-same-origin allow-forms allow-popups"
          + " allow-popups-to-escape-sandbox allow-downloads; ";

  /** Browsers would hold every other service of this machine to TLS as well. */
  private static final String LOCAL = "localhost";

  private final @Nullable String strictTransport;
  private final String contentPolicy;
  private final String embeddedPolicy;

  TraceFilter(WebSettings settings, BrandingSettings branding, WidgetSettings widget) {
    String logo = branding.logoOrigin();
    this.contentPolicy =
        logo == null ? CONTENT_POLICY : CONTENT_POLICY.replace(PICTURES, PICTURES + ' ' + logo);
    this.embeddedPolicy =
        contentPolicy.replace(UNFRAMED, SANDBOX + "frame-ancestors " + widget.frameAncestors());
    long seconds = settings.hstsMaxAge().toSeconds();
    this.strictTransport = seconds == 0 ? null : "max-age=" + seconds;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String known = (String) request.getAttribute(ATTRIBUTE);
    String id = known == null ? id((HttpServletRequest) request) : known;
    if (known == null) {
      request.setAttribute(ATTRIBUTE, id);
      // This filter is the first to write headers, so that it can add them without a look.
      HttpServletResponse http = (HttpServletResponse) response;
      http.addHeader("X-Trace-Id", id);
      switch (Routes.wire((HttpServletRequest) request)) {
        case OURS -> {}
        case OPEN_AI -> http.addHeader("x-request-id", id); // which its clients show
        case ANTHROPIC -> {
          http.addHeader("request-id", id); // which its clients show
          http.addHeader("x-request-id", id);
        }
      }
      http.addHeader("X-Content-Type-Options", "nosniff");
      http.addHeader("Content-Security-Policy", policy((HttpServletRequest) request));
      http.addHeader("Referrer-Policy", "no-referrer");
      http.addHeader("Cache-Control", "private, no-store");
      if (strictTransport != null && request.isSecure() && !LOCAL.equals(request.getServerName())) {
        http.addHeader("Strict-Transport-Security", strictTransport);
      }
    }
    MDC.put(TraceId.LOG_KEY, id);
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(TraceId.LOG_KEY);
    }
  }

  private String policy(HttpServletRequest request) {
    String path = request.getRequestURI();
    if (path.equals(EMBEDDED)) {
      return embeddedPolicy;
    }
    return path.startsWith(DOCS) ? DOCS_CONTENT_POLICY : contentPolicy;
  }

  /** The trace id of a request that has passed this filter. */
  static String of(HttpServletRequest request) {
    String id = (String) request.getAttribute(ATTRIBUTE);
    return id == null ? TraceId.fresh() : id;
  }

  private static String id(HttpServletRequest request) {
    String given = TraceId.parse(request.getHeader("traceparent"));
    return given == null ? TraceId.fresh() : given;
  }
}
