package dev.sessionmanager.channel.chatwoot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.messaging.DeliveryFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
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
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls of Chatwoot's API: kept connections, bounds on time and size, nothing sent twice, and each
 * way to fail as a {@link DeliveryFailure}. Interrupting the calling thread closes its connection.
 */
final class ChatwootHttp implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  /** A kept connection that was idle for longer is looked at before it is used. */
  private static final TimeValue STALE_AFTER = TimeValue.ofMilliseconds(100);

  private final ScheduledThreadPoolExecutor deadlines;
  private final CloseableHttpClient client;
  private final ChatwootSettings settings;
  private final Clock clock;

  private volatile boolean reached = true;

  ChatwootHttp(ChatwootSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("chatwoot-deadlines").factory());
    this.deadlines.setRemoveOnCancelPolicy(true);
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
            .setMaxConnTotal(settings.connectionsMax())
            .setMaxConnPerRoute(settings.connectionsMax())
            .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                    .setSocketTimeout(Timeout.of(settings.timeout()))
                    .setValidateAfterInactivity(STALE_AFTER)
                    .build())
            .build();
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(Timeout.of(settings.connectTimeout()))
                    .setResponseTimeout(Timeout.of(settings.timeout()))
                    .setProtocolUpgradeEnabled(false)
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .disableConnectionState()
            .setUserAgent("session-manager")
            .build();
  }

  /**
   * An answer that came.
   *
   * @param json missing where the body is none
   * @param date by the clock there; null where it does not say
   * @param retryAfter how long it wants to be left alone; null where it does not say
   */
  record Answer(int status, JsonNode json, @Nullable Instant date, @Nullable Duration retryAfter) {}

  /** Whether the last call found Chatwoot there; true before the first. */
  boolean reached() {
    return reached;
  }

  /** Asks; changes nothing, hence a failure is never UNKNOWN. */
  Answer get(String path) throws DeliveryFailure {
    return exchange(new HttpUriRequestBase("GET", uri(path)), false);
  }

  /**
   * @param once whether it would be wrong to do it twice, so that an outcome that is unknown is
   *     said to be
   */
  Answer post(String path, Object body, boolean once) throws DeliveryFailure {
    HttpUriRequestBase request = new HttpUriRequestBase("POST", uri(path));
    request.setEntity(
        new StringEntity(
            JSON.writeValueAsString(body), ContentType.APPLICATION_JSON.withCharset(UTF_8)));
    return exchange(request, once);
  }

  private URI uri(String path) {
    return URI.create(settings.base() + "/api/v1/accounts/" + path);
  }

  /**
   * Every status that came is an answer here; what it means is {@link ChatwootRefusals}' to say.
   */
  private Answer exchange(HttpUriRequestBase request, boolean once) throws DeliveryFailure {
    request.setHeader("api_access_token", settings.token());
    request.setHeader("Accept", "application/json");
    try (Deadline _ = deadline(request)) {
      Answer answer = client.execute(request, this::read);
      DeliveryFailure refused = ChatwootRefusals.of(answer, once);
      reached = answer.status() < 500 && !ChatwootRefusals.stops(refused);
      if (refused != null) {
        throw refused;
      }
      return answer;
    } catch (IOException e) {
      reached = false;
      throw failure(e, once);
    } catch (RejectedExecutionException | IllegalStateException closed) {
      throw DeliveryFailure.later("The service is being stopped.", closed);
    }
  }

  private interface Deadline extends AutoCloseable {
    @Override
    void close();
  }

  /** Ends the call when its time is over: the client's own time-out begins anew with each byte. */
  private Deadline deadline(HttpUriRequestBase request) {
    Future<?> end =
        deadlines.schedule(request::cancel, settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    return () -> end.cancel(false);
  }

  private Answer read(ClassicHttpResponse response) throws IOException {
    return new Answer(
        response.getCode(),
        json(body(response.getEntity())),
        Times.date(header(response, "Date")),
        Times.retryAfter(header(response, "Retry-After"), clock.instant()));
  }

  private byte[] body(@Nullable HttpEntity entity) throws IOException {
    if (entity == null) {
      return new byte[0];
    }
    int max = (int) settings.answerMax().toBytes();
    try (InputStream in = entity.getContent()) {
      byte[] body = in.readNBytes(max);
      if (body.length == max && in.read() >= 0) {
        throw new IOException("the answer is larger than CHATWOOT_ANSWER_MAX_BYTES");
      }
      return body;
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      JsonNode node = JSON.readTree(body);
      return node == null ? JSON.missingNode() : node;
    } catch (JacksonException noJson) {
      return JSON.missingNode();
    }
  }

  private static @Nullable String header(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  private static DeliveryFailure failure(IOException e, boolean once) {
    boolean unsent =
        switch (e) {
          case ConnectionRequestTimeoutException _ -> true;
          case ConnectTimeoutException _ -> true;
          case ConnectException _ -> true;
          case NoRouteToHostException _ -> true;
          case UnknownHostException _ -> true;
          case SSLException _ -> true;
          default -> false;
        };
    if (unsent) {
      return DeliveryFailure.later("Chatwoot cannot be reached: check CHATWOOT_API_URL.", e);
    }
    return once
        ? DeliveryFailure.unknown("Chatwoot did not answer in time or broke off.", e)
        : DeliveryFailure.later("Chatwoot did not answer in time or broke off.", e);
  }

  @Override
  public void close() throws IOException {
    deadlines.shutdownNow();
    client.close();
  }
}
