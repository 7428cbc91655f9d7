package dev.sessionmanager.web;

import dev.sessionmanager.server.BoundedProtocol;
import dev.sessionmanager.server.ConnectionsPerAddress;
import dev.sessionmanager.server.Phases;
import dev.sessionmanager.server.RequestReads;
import dev.sessionmanager.trust.TrustRule;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/**
 * What requests may hold and take on the main port, whoever sends them; and at the end the wait for
 * the last answer to be out.
 */
@Component
final class RequestBounds
    implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, SmartLifecycle {

  /** Longer than any bound for the stop: Spring ends the wait by SHUTDOWN_TIMEOUT. */
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(1);

  private final WebSettings settings;
  private final ConnectionsPerAddress addresses;
  private final MeterRegistry meters;
  private volatile @Nullable BoundedProtocol protocol;

  RequestBounds(WebSettings settings, ConnectionsPerAddress addresses, MeterRegistry meters) {
    this.settings = settings;
    this.addresses = addresses;
    this.meters = meters;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.setProtocol(BoundedProtocol.class.getName());
    factory.addEngineValves(BoundedProtocol.headRead());
    factory.addConnectorCustomizers(connector -> {
      // There are no forms; Tomcat would read their bodies without counting them.
      connector.setParseBodyMethods("");
      if (connector.getProtocolHandler() instanceof BoundedProtocol bounded) {
        bounded.bound(
            new RequestReads.Limits(settings.readingMax().toBytes(), settings.readingTimeMax()));
        bounded.bound(addresses);
        Gauge.builder("sessionmanager.requests.held", bounded, BoundedProtocol::held)
            .description("Memory of requests that are coming in or being answered")
            .baseUnit("bytes")
            .register(meters);
        protocol = bounded;
      }
    });
  }

  /**
   * Of all ports together. Many people come from a proxy of ours, or from this machine, which may
   * have one: these are not counted.
   */
  @Bean
  static ConnectionsPerAddress connectionsPerAddress(WebSettings settings, TrustRule rule) {
    return new ConnectionsPerAddress(
        settings.connectionsPerAddress(),
        address -> address.isLoopbackAddress() || rule.isProxy(address.getHostAddress()));
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}

  @Override
  public void stop(Runnable stopped) {
    BoundedProtocol running = protocol;
    protocol = null;
    Thread.startVirtualThread(() -> {
      try {
        if (running != null) {
          boolean _ = running.awaitAnswers(AS_LONG_AS_IT_TAKES);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        stopped.run();
      }
    });
  }

  @Override
  public boolean isRunning() {
    return protocol != null;
  }

  @Override
  public int getPhase() {
    return Phases.CONNECTIONS;
  }
}
