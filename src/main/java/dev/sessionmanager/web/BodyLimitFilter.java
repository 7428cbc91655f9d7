package dev.sessionmanager.web;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.server.RequestRead;
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
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Bounds what is read of a body: refused before it is read by its announced length, or, where none
 * is announced, at the first byte too many. How much that is depends on the route: strangers reach
 * the small ones. What has been read counts in {@link RequestRead} until the request is answered.
 * Uploads to the vfs go to the disk as they come, and are bounded by its own quota.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class BodyLimitFilter implements Filter {

  private final BodyBounds bounds;
  private final ProblemWriter problems;

  BodyLimitFilter(BodyBounds bounds, ProblemWriter problems) {
    this.bounds = bounds;
    this.problems = problems;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    long length = http.getContentLengthLong();
    if (length == 0 || (length < 0 && http.getHeader("Transfer-Encoding") == null)) {
      chain.doFilter(request, response);
      return;
    }
    BodyBounds.Bound bound = bounds.of(http.getRequestURI());
    Body body = new Body(length, bound, RequestRead.current(), answer);
    try {
      if (bound != null && length > bound.max()) {
        answer.setHeader("Connection", "close");
        problems.write(http, answer, bound.exceeded());
      } else {
        chain.doFilter(bound == null ? http : new Bounded(http, body), response);
      }
    } finally {
      body.leave();
    }
  }

  /** What has been read of a body, and what that means. */
  private static final class Body {
    private final long length;
    private final BodyBounds.@Nullable Bound bound;
    private final @Nullable RequestRead read;
    private final HttpServletResponse response;
    private long count;
    private boolean whole;

    Body(
        long length,
        BodyBounds.@Nullable Bound bound,
        @Nullable RequestRead read,
        HttpServletResponse response) {
      this.length = length;
      this.bound = bound;
      this.read = read;
      this.response = response;
    }

    /**
     * Somebody wants more of it than has come. What was sent in one go never counts as unfinished,
     * however long its thread waits for a processor.
     */
    void begin(ServletInputStream in) throws IOException {
      if (!whole && read != null && (length < 0 || in.available() < length - count)) {
        read.begin();
      }
    }

    /** So many bytes have come; -1 for its end. */
    void came(int bytes) {
      refuseCut();
      if (bytes > 0) {
        count += bytes;
        if (bound != null && count > bound.max()) {
          throw refused(bound.exceeded());
        }
        if (read != null && bound != null && count <= bound.kept()) {
          read.hold(bytes);
          refuseCut();
        }
      }
      if (bytes < 0 || count == length) {
        whole = true;
        if (read != null) {
          read.whole();
        }
      }
    }

    /** Throws where it has ended because it was cut. */
    void refuseCut() {
      Problem cut = CutRequests.problem(read);
      if (cut != null) {
        throw refused(cut);
      }
    }

    private Problem refused(Problem problem) {
      response.setHeader("Connection", "close");
      return problem;
    }

    /** Nobody reads on. */
    void leave() {
      if (!whole && read != null) {
        read.leave();
      }
    }
  }

  private static final class Bounded extends HttpServletRequestWrapper {
    private final Body body;

    Bounded(HttpServletRequest request, Body body) {
      super(request);
      this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new BoundedStream(super.getInputStream(), body);
    }
  }

  private static final class BoundedStream extends ServletInputStream {
    private final ServletInputStream in;
    private final Body body;

    BoundedStream(ServletInputStream in, Body body) {
      this.in = in;
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int n = read(one, 0, 1);
      return n < 0 ? n : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      body.begin(in);
      int n;
      try {
        n = in.read(buffer, from, length);
      } catch (IOException e) {
        body.refuseCut();
        throw e;
      }
      body.came(n);
      return n;
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
