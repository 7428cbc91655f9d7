package dev.sessionmanager.web;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Refuses a body over {@code web.body-max} before it is read: by its announced length, or, where
 * none is announced, at the first byte too many. Webhooks, which can bring media along, have
 * web.webhook-body-max. Uploads to the vfs are bounded by its own quota.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class BodyLimitFilter implements Filter {

  private static final String UPLOADS = "/vfs/";

  /**
   * Webhooks, whose bodies are read as they come, or bounded by who keeps them, so that they may be
   * larger.
   */
  private static final String STREAMED = "/webhook/";

  private final Bound usual;
  private final Bound streamed;
  private final ProblemWriter problems;

  /** The largest body, and the setting that says so. */
  private record Bound(long max, String setting) {
    Problem exceeded() {
      return new Problem(Kind.TOO_LARGE, max).setting(setting);
    }
  }

  BodyLimitFilter(WebSettings settings, ProblemWriter problems) {
    this.usual = new Bound(settings.bodyMax().toBytes(), "BODY_MAX_BYTES");
    this.streamed = new Bound(settings.webhookBodyMax().toBytes(), "WEBHOOK_BODY_MAX_BYTES");
    this.problems = problems;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    long length = http.getContentLengthLong();
    Bound bound = http.getRequestURI().startsWith(STREAMED) ? streamed : usual;
    if (http.getRequestURI().startsWith(UPLOADS)) {
      chain.doFilter(request, response);
    } else if (length > bound.max()) {
      ((HttpServletResponse) response).setHeader("Connection", "close");
      problems.write(http, (HttpServletResponse) response, bound.exceeded());
    } else if (length < 0 && http.getHeader("Transfer-Encoding") != null) {
      chain.doFilter(bounded(http, bound), response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static HttpServletRequest bounded(HttpServletRequest request, Bound bound) {
    return new HttpServletRequestWrapper(request) {
      @Override
      public ServletInputStream getInputStream() throws IOException {
        return new BoundedStream(super.getInputStream(), bound);
      }
    };
  }

  private static final class BoundedStream extends ServletInputStream {
    private final ServletInputStream in;
    private final Bound bound;
    private long left;

    BoundedStream(ServletInputStream in, Bound bound) {
      this.in = in;
      this.bound = bound;
      this.left = bound.max();
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      return b < 0 ? b : count(1, b);
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int n = in.read(buffer, from, length);
      return n < 0 ? n : count(n, n);
    }

    private int count(int bytes, int result) {
      left -= bytes;
      if (left < 0) {
        throw bound.exceeded();
      }
      return result;
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}
