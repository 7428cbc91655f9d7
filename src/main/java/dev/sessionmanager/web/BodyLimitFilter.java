package dev.sessionmanager.web;

import dev.sessionmanager.gateway.Problem;
import dev.sessionmanager.gateway.Problem.Kind;
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
 * Refuses a body over {@code BODY_MAX_BYTES} before it is read: by its announced length, or, where
 * none is announced, at the first byte too many. Uploads to the vfs are bounded by its own quota.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class BodyLimitFilter implements Filter {

  private static final String UPLOADS = "/vfs/";

  private final long max;
  private final ProblemWriter problems;

  BodyLimitFilter(WebSettings settings, ProblemWriter problems) {
    this.max = settings.bodyMax().toBytes();
    this.problems = problems;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    long length = http.getContentLengthLong();
    if (http.getRequestURI().startsWith(UPLOADS)) {
      chain.doFilter(request, response);
    } else if (length > max) {
      ((HttpServletResponse) response).setHeader("Connection", "close");
      problems.write(http, (HttpServletResponse) response, tooLarge());
    } else if (length < 0 && http.getHeader("Transfer-Encoding") != null) {
      chain.doFilter(new Bounded(http), response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private Problem tooLarge() {
    return new Problem(Kind.TOO_LARGE, max).setting("BODY_MAX_BYTES");
  }

  /** Thrown out of the stream of a body without a length, at the first byte too many. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    TooLarge(Problem problem) {
      super("body too large");
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }

  private final class Bounded extends HttpServletRequestWrapper {

    Bounded(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new BoundedStream(super.getInputStream());
    }
  }

  private final class BoundedStream extends ServletInputStream {
    private final ServletInputStream in;
    private long left = max;

    BoundedStream(ServletInputStream in) {
      this.in = in;
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

    private int count(int bytes, int result) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new TooLarge(tooLarge());
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
