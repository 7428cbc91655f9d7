package dev.sessionmanager.channel.socket;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.ProblemBody;
import dev.sessionmanager.trace.TraceId;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the requests of one path, or all of a port's, out of Tomcat's hands and makes WebSockets of
 * them. It stands before the web application: any other request pays for one comparison.
 */
final class WebSocketValve extends ValveBase {

  private static final Logger log = LoggerFactory.getLogger(WebSocketValve.class);

  private final @Nullable String path;
  private final Supplier<WebSocketHandshake> handshake;

  /**
   * The handshake is asked for with the first request: the web server is made before most of the
   * service.
   *
   * @param path null for every one
   */
  WebSocketValve(@Nullable String path, Supplier<WebSocketHandshake> handshake) {
    super(true);
    this.path = path;
    this.handshake = handshake;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (path != null && !path.equals(request.getRequestURI())) {
      getNext().invoke(request, response);
      return;
    }
    try {
      if (response.getStatus() >= 400) {
        throw new Problem(Kind.MALFORMED); // Tomcat could not read the request
      }
      handshake.get().accept(request, response);
    } catch (RuntimeException failure) {
      refuse(request, response, WebSocketServices.problem(failure));
    }
  }

  private void refuse(Request request, Response response, Problem problem) throws IOException {
    String trace = TraceId.fresh();
    log.debug("a handshake was refused ({}): {}", trace, problem.getMessage());
    response.setStatus(problem.kind().status());
    response.setContentType("application/problem+json");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Trace-Id", trace);
    response.setHeader("Connection", "close");
    if (problem.kind() == Kind.UPGRADE_REQUIRED) {
      response.setHeader("Upgrade", "websocket");
      response.setHeader("Sec-WebSocket-Version", "13");
    }
    if (problem.kind().status() == 401) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    Duration wait = problem.retryAfter();
    if (wait != null) {
      response.setHeader("Retry-After", Long.toString(ProblemBody.seconds(wait)));
    }
    byte[] body = handshake.get().refusal(problem, request, trace);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    response.finishResponse();
  }
}
