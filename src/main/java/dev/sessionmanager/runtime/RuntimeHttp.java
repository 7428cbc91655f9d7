package dev.sessionmanager.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.trace.TraceId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * One HTTP exchange with the runtime or one of its agents: pooled keep-alive connections, a bound
 * on the whole time and on the answer's size, and each way to fail as its own {@link Problem}. A
 * message is never sent twice. Interrupting the calling virtual thread closes its connection.
 */
final class RuntimeHttp implements AutoCloseable {

  /**
   * A connection that was idle for longer is looked at before it is used, which takes a
   * millisecond: a runtime that was restarted has closed it, and what is sent into it is lost
   * without a trace.
   */
  private static final TimeValue STALE_AFTER = TimeValue.ofMilliseconds(100);

  private final PoolingHttpClientConnectionManager connections;
  private final CloseableHttpClient client;
  private final RequestConfig config;
  private final RuntimeSettings settings;
  private final int answerMax;

  private final Deadlines deadlines = new Deadlines();

  RuntimeHttp(RuntimeSettings settings) {
    this.settings = settings;
    this.answerMax =
        Math.toIntExact(Math.min(settings.answerMax().toBytes(), Integer.MAX_VALUE - 8));
    this.connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
            .setMaxConnTotal(settings.connectionsMax())
            .setMaxConnPerRoute(settings.connectionsMax())
            .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                    .setValidateAfterInactivity(STALE_AFTER)
                    .build())
            .build();
    this.config =
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.of(settings.connectTimeout()))
            .setResponseTimeout(Timeout.DISABLED) // the watch sees to it: see Deadlines
            .setProtocolUpgradeEnabled(false)
            .build();
    // One exchange and nothing around it: retries, redirects, cookies and the like are not wanted
    // here, and their links of the chain took a tenth of a whole message's time.
    this.client = HttpClients.createMinimal(connections);
  }

  /** An answer that came: its status and its body, whatever they are. */
  static final class Answer {
    private final int status;
    private final byte[] body;

    Answer(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    int status() {
      return status;
    }

    byte[] body() {
      return body;
    }
  }

  /** The request never reached anybody, so that it may be made anew elsewhere. */
  static final class NotSent extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    NotSent(Problem problem) {
      super(problem);
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }

  /** Asks; changes nothing, so that it may be asked again where a kept connection was dead. */
  Answer get(URI uri, Duration timeout) throws NotSent {
    try {
      return exchange(new HttpUriRequestBase("GET", uri), timeout);
    } catch (Problem problem) {
      if (problem.kind() != Kind.RUNTIME_BROKE_OFF) {
        throw problem;
      }
      return exchange(new HttpUriRequestBase("GET", uri), timeout);
    }
  }

  Answer post(URI uri, byte @Nullable [] body, @Nullable String username, Duration timeout)
      throws NotSent {
    HttpUriRequestBase request = new HttpUriRequestBase("POST", uri);
    if (body != null) {
      request.setEntity(
          new EntityTemplate(
              body.length, ContentType.APPLICATION_JSON, null, out -> send(body, out)));
    }
    if (username != null) {
      request.setHeader(AgentRuntime.USER_HEADER, UriUtils.encode(username, UTF_8));
    }
    return exchange(request, timeout);
  }

  /**
   * Others go first once it is out: with many under way the answer is there when this thread's turn
   * comes, and it need not be woken for it.
   */
  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it
  private static void send(byte[] body, OutputStream out) throws IOException {
    out.write(body);
    out.flush();
    Thread.yield();
  }

  private Answer exchange(HttpUriRequestBase request, Duration timeout) throws NotSent {
    String parent = TraceId.parent();
    if (parent != null) {
      request.setHeader("traceparent", parent);
    }
    request.setHeader("Accept", "application/json");
    request.setHeader("User-Agent", "session-manager");
    request.setConfig(config);
    Deadlines.Watch watch = deadlines.watch(request, timeout);
    try {
      return client.execute(request, this::read);
    } catch (IOException e) {
      throw problem(e, watch.expired(), timeout);
    } finally {
      watch.close();
    }
  }

  private Answer read(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new Answer(response.getCode(), new byte[0]);
    }
    long length = entity.getContentLength();
    if (length > answerMax) {
      throw tooLarge();
    }
    // With the length known nothing is allocated but the answer; readNBytes begins with 16 KiB.
    int most = length >= 0 ? (int) length : answerMax;
    try (InputStream in = entity.getContent()) {
      byte[] body = length >= 0 ? new byte[most] : in.readNBytes(most);
      if (length >= 0 && in.readNBytes(body, 0, most) < most) {
        throw new IOException("the answer ends early");
      }
      if (body.length == answerMax && in.read() >= 0) {
        throw tooLarge();
      }
      return new Answer(response.getCode(), body);
    }
  }

  private static Problem tooLarge() {
    return new Problem(Kind.RUNTIME_UNREADABLE).setting("RUNTIME_ANSWER_MAX_BYTES");
  }

  private Problem problem(IOException e, boolean late, Duration timeout) throws NotSent {
    String setting =
        timeout.equals(settings.answerTimeout())
            ? "RUNTIME_ANSWER_TIMEOUT"
            : "RUNTIME_LAUNCH_TIMEOUT";
    if (late) {
      return new Problem(Kind.RUNTIME_TIMED_OUT).setting(setting).causedBy(e);
    }
    return switch (e) {
      case ConnectionRequestTimeoutException full ->
          new Problem(Kind.OVERLOADED)
              .setting("RUNTIME_CONNECTIONS_MAX")
              .retryAfter(Duration.ofSeconds(1))
              .causedBy(full);
      case ConnectTimeoutException slow ->
          throw new NotSent(
              new Problem(Kind.RUNTIME_TIMED_OUT)
                  .setting("RUNTIME_CONNECT_TIMEOUT")
                  .causedBy(slow));
      case ConnectException refused -> throw unreachable(refused);
      case NoRouteToHostException away -> throw unreachable(away);
      case UnknownHostException unknown -> throw unreachable(unknown);
      case SSLException handshake -> throw unreachable(handshake);
      case SocketTimeoutException slow ->
          new Problem(Kind.RUNTIME_TIMED_OUT).setting(setting).causedBy(slow);
      default -> {
        dropKept();
        yield new Problem(Kind.RUNTIME_BROKE_OFF).causedBy(e);
      }
    };
  }

  private NotSent unreachable(IOException e) {
    dropKept();
    return new NotSent(new Problem(Kind.RUNTIME_UNREACHABLE).causedBy(e));
  }

  /** The other side has gone, and with it every connection that was kept. */
  private void dropKept() {
    connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    deadlines.close();
    client.close();
  }
}
