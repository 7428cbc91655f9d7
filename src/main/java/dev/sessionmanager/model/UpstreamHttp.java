package dev.sessionmanager.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.sessionmanager.model.Watches.Reason;
import dev.sessionmanager.model.Watches.Watch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client beneath LangChain4j: blocking on the caller's thread, kept connections, bounds on
 * time and size, and each way to fail as a {@link ModelFailure}. Interrupting the thread closes the
 * connection. What a request may take it learns from {@link ProviderCall#CURRENT}.
 */
final class UpstreamHttp implements HttpClient, AutoCloseable {

  /** A kept connection that was idle for longer is looked at before it is used. */
  private static final TimeValue STALE_AFTER = TimeValue.ofMilliseconds(100);

  /** Of an error's body; the rest is of no use. */
  private static final int ERROR_MAX_BYTES = 64 * 1024;

  private static final String AGENT = "session-manager";

  private final CloseableHttpClient client;
  private final RequestConfig config;
  private final Watches watches;
  private final ModelsSettings settings;
  private final Clock clock;

  /** Answers being streamed. */
  private final AtomicInteger streams = new AtomicInteger();

  UpstreamHttp(ModelsSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.watches = new Watches(settings.firstTokenTimeout(), settings.idleTimeout());
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            // With this policy there is a bound for each provider, and none on all together.
            .setConnectionFactory(_ -> new PacedConnection())
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
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
            .setResponseTimeout(Timeout.DISABLED) // Watches see to it, without a timer
            .setProtocolUpgradeEnabled(false)
            .build();
    // One exchange and nothing around it: retries and the like are ours (Tries), and the client's
    // own would be gone through for each request.
    this.client = HttpClients.createMinimal(connections);
  }

  /** A status and the beginning of a body, whatever they are. */
  record Answer(int status, String body) {}

  /** Asks something small, like what models there are; closes the connection after this time. */
  Answer get(URI uri, @Nullable String key, Duration time) throws IOException {
    HttpUriRequestBase request = new HttpUriRequestBase("GET", uri);
    request.setConfig(config);
    request.setHeader("User-Agent", AGENT);
    if (key != null) {
      request.setHeader("Authorization", "Bearer " + key);
    }
    Target nobody = new Target("", "", "", false, "", null, "", "");
    ProviderCall call = new ProviderCall(nobody, "", System.nanoTime() + time.toNanos(), null);
    try (Watch _ = watches.watch(request, call)) {
      return client.execute(
          request,
          response ->
              new Answer(
                  response.getCode(),
                  new String(body(response, settings.answerMax().toBytes()), UTF_8)));
    }
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    return Objects.requireNonNull(
        exchange(
            request,
            (response, call, watch, refusals) -> {
              byte[] body = body(response, settings.answerMax().toBytes());
              call.noteFirst();
              return SuccessfulHttpResponse.builder()
                  .statusCode(response.getCode())
                  .body(body)
                  .build();
            }));
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    exchange(
        request,
        (response, call, watch, refusals) -> {
          HttpEntity entity = response.getEntity();
          if (entity != null) {
            BoundedLines lines =
                new BoundedLines(entity.getContent(), settings.answerMax().toBytes());
            read(new ProviderEventStream(lines, call, watch, refusals, listener), call);
            watch.over(); // The client reads what is behind it, and keeps the connection.
          }
          return "";
        });
  }

  private void read(ProviderEventStream stream, ProviderCall call) throws IOException {
    streams.incrementAndGet();
    call.paced(() -> StreamPace.of(streams.get()));
    try {
      stream.read();
    } finally {
      streams.decrementAndGet();
      call.handOn();
    }
  }

  /** Reads an answer whose status is good. */
  private interface Reader<T> {
    T read(ClassicHttpResponse response, ProviderCall call, Watch watch, ProviderRefusals refusals)
        throws IOException;
  }

  /** Null where only the transfer failed behind a stream that was complete. */
  private <T> @Nullable T exchange(HttpRequest request, Reader<T> reader) {
    ProviderCall call = ProviderCall.CURRENT.get();
    ProviderRefusals refusals =
        new ProviderRefusals(
            call.target(), Duration.ofMillis((long) (settings.backoffMax() * 1000)));
    HttpUriRequestBase post = post(request, call);
    try (Watch watch = watches.watch(post, call)) {
      HttpClientResponseHandler<T> handler =
          response -> {
            if (response.getCode() / 100 != 2) {
              throw refused(response, post, refusals);
            }
            try {
              return reader.read(response, call, watch, refusals);
            } catch (IOException | RuntimeException e) {
              // Or else the client would read the rest before it closes the connection.
              post.cancel();
              throw e;
            }
          };
      try {
        return client.execute(post, handler);
      } catch (IOException e) {
        if (call.complete()) {
          return null;
        }
        throw call.fail(failure(e, watch));
      } catch (RuntimeException e) {
        throw call.fail(e);
      }
    }
  }

  private ModelFailure refused(
      ClassicHttpResponse response, HttpUriRequestBase post, ProviderRefusals refusals)
      throws IOException {
    String body = "";
    try {
      body = new String(body(response, ERROR_MAX_BYTES), UTF_8);
    } catch (BoundedLines.TooLarge tooLarge) {
      post.cancel();
    }
    return refusals.of(
        response.getCode(), body, RetryAfter.of(name -> header(response, name), clock));
  }

  private HttpUriRequestBase post(HttpRequest request, ProviderCall call) {
    HttpUriRequestBase post =
        new HttpUriRequestBase(request.method().name(), URI.create(request.url()));
    post.setConfig(config);
    request.headers().forEach((name, values) -> values.forEach(v -> post.addHeader(name, v)));
    post.setHeader("User-Agent", AGENT);
    post.setHeader("X-Request-ID", call.requestId());
    post.setHeader("Accept", call.streaming() ? "text/event-stream, */*" : "application/json");
    if (request.body() != null) {
      byte[] body = request.body().getBytes(UTF_8);
      post.setEntity(new EntityTemplate(body.length, null, null, out -> send(body, out)));
    }
    return post;
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

  private static @Nullable String header(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  /** The body, which is not closed where it is too large: that would read all of it. */
  private static byte[] body(ClassicHttpResponse response, long max) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    long length = entity.getContentLength();
    if (length > max) {
      throw new BoundedLines.TooLarge();
    }
    InputStream in = entity.getContent();
    if (length >= 0) {
      // With the length known nothing is allocated but the body; readNBytes begins with 16 KiB.
      byte[] body = new byte[(int) length];
      if (in.readNBytes(body, 0, body.length) < length) {
        throw new IOException("the answer ends early");
      }
      return body;
    }
    int most = (int) Math.min(max, Integer.MAX_VALUE - 9);
    byte[] body = in.readNBytes(most + 1);
    if (body.length > most) {
      throw new BoundedLines.TooLarge();
    }
    return body;
  }

  private static RuntimeException failure(IOException e, Watch watch) {
    Reason reason = watch.cutOff();
    if (reason == Reason.INTERRUPTED || Thread.currentThread().isInterrupted()) {
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("interrupted");
      cancelled.initCause(e);
      return cancelled;
    }
    return reason == null ? ModelFailure.of(e) : ModelFailure.late(reason, e);
  }

  /** For LangChain4j's builders, whose own time-outs are not used. */
  HttpClientBuilder builder() {
    return new HttpClientBuilder() {
      @Override
      public Duration connectTimeout() {
        return settings.connectTimeout();
      }

      @Override
      public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
      }

      @Override
      public Duration readTimeout() {
        return settings.timeout();
      }

      @Override
      public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
      }

      @Override
      public HttpClient build() {
        return UpstreamHttp.this;
      }
    };
  }

  @Override
  public void close() throws IOException {
    watches.close();
    client.close();
  }
}
