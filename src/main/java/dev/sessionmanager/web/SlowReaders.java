package dev.sessionmanager.web;

import dev.sessionmanager.server.BoundedProtocol;
import java.util.Set;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Cuts off whoever takes longer than {@code web.heavy-read-timeout} for a heavy read. Who reads
 * nothing at all is cut off by Tomcat itself, after {@code server.tomcat.connection-timeout}, which
 * begins anew whenever something is taken. Requests pay nothing for it.
 */
@Component
class SlowReaders implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private static final String TICK = "PT1S";

  /** The next wait for the reader is over at once, with a failure of the write as its end. */
  private static final long AT_ONCE = 1;

  private final HeavyReads reads;
  private @Nullable BoundedProtocol protocol;

  SlowReaders(HeavyReads reads) {
    this.reads = reads;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addConnectorCustomizers(connector ->
        protocol = connector.getProtocolHandler() instanceof BoundedProtocol ours ? ours : null);
  }

  @Scheduled(fixedDelayString = TICK, initialDelayString = TICK)
  void look() {
    Set<String> overdue = reads.overdue(System.nanoTime());
    if (protocol != null && !overdue.isEmpty()) {
      protocol.connections().stream()
          .filter(connection -> overdue.contains(id(connection)))
          .forEach(connection -> connection.setWriteTimeout(AT_ONCE));
    }
  }

  /** Asked for with the words that Tomcat's HTTP/1.1 has for it. */
  private static String id(SocketWrapperBase<NioChannel> connection) {
    return connection.getServletConnection("http/1.1", "").getConnectionId();
  }
}
