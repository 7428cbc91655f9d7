package dev.sessionmanager.web;

import java.util.Set;
import org.apache.coyote.http11.Http11NioProtocol;
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
  private @Nullable Http protocol;

  SlowReaders(HeavyReads reads) {
    this.reads = reads;
  }

  /** Tomcat's HTTP/1.1, which shows its connections. Public, as Tomcat makes it by its name. */
  public static final class Http extends Http11NioProtocol {
    Set<SocketWrapperBase<NioChannel>> connections() {
      return getEndpoint().getConnections();
    }
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.setProtocol(Http.class.getName());
    factory.addConnectorCustomizers(connector -> protocol = (Http) connector.getProtocolHandler());
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
