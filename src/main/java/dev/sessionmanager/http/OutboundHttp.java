package dev.sessionmanager.http;

import dev.sessionmanager.tuning.HttpTuning;
import dev.sessionmanager.tuning.StreamPace;
import dev.sessionmanager.tuning.TuningSettings;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The service's one HTTP client: kept connections, so many to each address as its callers may have,
 * and one thread that ends what takes too long. Building it does no I/O. Any thread.
 */
@Component
public final class OutboundHttp implements AutoCloseable {

  /**
   * A connection that was idle for longer is looked at before it is used, which takes a
   * millisecond: a server that was restarted has closed it, and what is sent into it is lost
   * without a trace.
   */
  private static final TimeValue STALE_AFTER = TimeValue.ofMilliseconds(100);

  private final PoolingHttpClientConnectionManager connections;
  private final CloseableHttpClient client;
  private final HttpTuning tuning;
  private final Deadlines deadlines = new Deadlines();
  private final AnswerMemory memory;
  private final Map<HttpHost, Address> addresses = new ConcurrentHashMap<>();

  @Autowired
  public OutboundHttp(HttpSettings settings, TuningSettings switches) {
    this(settings, switches, new AnswerMemory());
  }

  OutboundHttp(HttpSettings settings, TuningSettings switches, AnswerMemory memory) {
    this.memory = memory;
    this.tuning = new HttpTuning(switches);
    Http1Config head =
        Http1Config.custom()
            .setMaxLineLength(settings.lineMax())
            .setMaxHeaderCount(settings.headersMax())
            .build();
    this.connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setConnectionFactory(
                _ -> new BoundedConnection(head, settings.headMax().toBytes(), tuning.pace()))
            // With this policy there is a bound for each address, and none on all together.
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
            .setMaxConnPerRoute(1)
            .setTlsSocketStrategy(tls())
            .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
            .setConnectionConfigResolver(
                route -> Objects.requireNonNull(addresses.get(route.getTargetHost())).config())
            .build();
    this.client = tuning.client(connections);
  }

  /** How streams are read while there are many. */
  public StreamPace pace() {
    return tuning.pace();
  }

  /** Whatever fails in a handshake is one that failed: nothing of a request was sent before it. */
  private static TlsSocketStrategy tls() {
    TlsSocketStrategy strategy = DefaultClientTlsStrategy.createDefault();
    return (socket, host, port, attachment, context) -> {
      try {
        return strategy.upgrade(socket, host, port, attachment, context);
      } catch (SSLException e) {
        SSLHandshakeException failed = new SSLHandshakeException(e.getMessage());
        failed.initCause(e);
        throw failed;
      }
    };
  }

  /** What is known of one address. */
  private static final class Address {
    private final HttpLimits limits;
    private final ConnectionConfig usual;
    private final ConnectionConfig suspicious;
    private volatile long suspectedAt = System.nanoTime() - STALE_AFTER.toNanoseconds();

    Address(HttpLimits limits) {
      this.limits = limits;
      this.usual = config(STALE_AFTER);
      this.suspicious = config(TimeValue.ZERO_MILLISECONDS);
    }

    private ConnectionConfig config(TimeValue staleAfter) {
      return ConnectionConfig.custom()
          .setConnectTimeout(Timeout.of(limits.connectTimeout()))
          .setValidateAfterInactivity(staleAfter)
          .build();
    }

    ConnectionConfig config() {
      boolean suspect = System.nanoTime() - suspectedAt < STALE_AFTER.toNanoseconds();
      return suspect ? suspicious : usual;
    }
  }

  /** Gives a caller its connections to an address, beside those that others have to it. */
  void allow(HttpHost host, HttpLimits limits) {
    Address address =
        addresses.merge(
            host,
            new Address(limits),
            (one, other) -> new Address(one.limits.together(other.limits)));
    int max = address.limits.connectionsMax();
    connections.setMaxPerRoute(new HttpRoute(host), max);
    // The usual client says of a route that it is secure, the minimal one does not.
    connections.setMaxPerRoute(new HttpRoute(host, null, true), max);
  }

  /**
   * The server there may have gone, and with it every connection that was kept: each is looked at
   * before it is used, until all of them are anyway.
   */
  void suspect(HttpHost host) {
    Address address = addresses.get(host);
    if (address != null) {
      address.suspectedAt = System.nanoTime();
    }
  }

  CloseableHttpClient client() {
    return client;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  AnswerMemory memory() {
    return memory;
  }

  boolean isClosed() {
    return connections.isClosed();
  }

  /** A request is out. */
  void sent() {
    tuning.sent();
  }

  @Override
  public void close() throws IOException {
    deadlines.close();
    client.close();
  }
}
