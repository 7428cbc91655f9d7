package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.messaging.DeliveryFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One HTTP exchange with Evolution: pooled keep-alive connections, a bound on the whole time and on
 * the answer's size. Nothing is sent twice. The key stands in the header {@code apikey} and nowhere
 * else. Any thread; interrupting it closes its connection.
 */
final class EvolutionHttp implements AutoCloseable {

  /** An idle connection is looked at before it is used: Evolution may have been restarted. */
  private static final TimeValue STALE_AFTER = TimeValue.ofMilliseconds(100);

  private static final JsonMapper JSON = new JsonMapper();

  private final String base;
  private final EvolutionSettings settings;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor deadlines =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("evolution-deadlines").factory());
  private volatile boolean there = true;

  EvolutionHttp(URI url, EvolutionSettings settings) {
    this.base = url.toString().replaceAll("/+$", "");
    this.settings = settings;
    deadlines.setRemoveOnCancelPolicy(true);
    this.client =
        HttpClients.custom()
            .setConnectionManager(
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
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .disableConnectionState()
            .disableDefaultUserAgent()
            .build();
  }

  /**
   * An answer that came, whatever it is.
   *
   * @param json missing where it was none
   * @param retryAfter how long it asks to wait; null where it does not
   */
  record Answer(int status, JsonNode json, @Nullable Duration retryAfter) {}

  /** Whether the last exchange found an Evolution that works and knows us. */
  boolean there() {
    return there;
  }

  /**
   * Asks.
   *
   * @throws DeliveryFailure LATER
   */
  Answer get(String path) throws DeliveryFailure {
    return exchange(new HttpUriRequestBase("GET", URI.create(base + path)), Duration.ZERO, false);
  }

  /**
   * Posts.
   *
   * @param changes whether it has an effect, so that a failure in the middle is UNKNOWN
   * @param more time than usual
   */
  Answer post(String path, Object body, boolean changes, Duration more) throws DeliveryFailure {
    HttpUriRequestBase request = new HttpUriRequestBase("POST", URI.create(base + path));
    request.setEntity(
        new ByteArrayEntity(JSON.writeValueAsBytes(body), ContentType.APPLICATION_JSON));
    return exchange(request, more, changes);
  }

  private Answer exchange(HttpUriRequestBase request, Duration more, boolean changes)
      throws DeliveryFailure {
    Duration time = settings.answerTimeout().plus(more);
    request.setHeader("apikey", settings.token());
    request.setHeader("Accept", "application/json");
    request.setConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.of(settings.connectTimeout()))
            .setResponseTimeout(Timeout.of(time))
            .setProtocolUpgradeEnabled(false)
            .build());
    // The client's own time-out begins anew with each byte.
    ScheduledFuture<?> deadline =
        deadlines.schedule(request::cancel, time.toMillis(), TimeUnit.MILLISECONDS);
    try {
      Answer answer = client.execute(request, this::read);
      int status = answer.status();
      there = status < 500 && status != 401 && status != 403;
      return answer;
    } catch (IOException e) {
      there = false;
      throw failure(e, changes);
    } finally {
      deadline.cancel(false);
    }
  }

  private Answer read(ClassicHttpResponse response) throws IOException {
    Header header = response.getFirstHeader("Retry-After");
    HttpEntity entity = response.getEntity();
    byte[] body = new byte[0];
    if (entity != null) {
      int max = (int) Math.min(settings.answerMax().toBytes(), Integer.MAX_VALUE - 8);
      try (InputStream in = entity.getContent()) {
        body = in.readNBytes(max);
        if (body.length == max && in.read() >= 0) {
          throw new IOException("the answer is longer than EVOLUTION_ANSWER_MAX_BYTES");
        }
      }
    }
    return new Answer(
        response.getCode(), json(body), header == null ? null : seconds(header.getValue()));
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException none) {
      return JSON.missingNode();
    }
  }

  private static @Nullable Duration seconds(String text) {
    return text.strip().matches("\\d{1,6}")
        ? Duration.ofSeconds(Long.parseLong(text.strip()))
        : null;
  }

  private static DeliveryFailure failure(IOException e, boolean changes) {
    boolean sent =
        switch (e) {
          case ConnectionRequestTimeoutException full -> false;
          case ConnectTimeoutException slow -> false;
          case ConnectException refused -> false;
          case NoRouteToHostException away -> false;
          case UnknownHostException unknown -> false;
          case SSLHandshakeException handshake -> false;
          case SSLPeerUnverifiedException other -> false;
          default -> true;
        };
    if (!sent) {
      return DeliveryFailure.later(
          "Evolution cannot be reached at EVOLUTION_API_URL: " + e.getClass().getSimpleName(), e);
    }
    String reason = "Evolution did not answer to the end: " + e.getClass().getSimpleName();
    return changes ? DeliveryFailure.unknown(reason, e) : DeliveryFailure.later(reason, e);
  }

  @Override
  public void close() throws IOException {
    deadlines.shutdownNow();
    client.close();
  }
}
