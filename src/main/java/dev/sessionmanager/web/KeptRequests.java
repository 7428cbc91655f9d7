package dev.sessionmanager.web;

import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Keeps what Tomcat needs to read a request and write its answer, 80 KB of buffers, for the next
 * one: as many as there may be answers at once. Tomcat's own bound is 200; each answer streamed
 * beyond it would leave as much behind for the collector as all the rest of it takes.
 */
@Component
final class KeptRequests implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private final WebSettings settings;

  KeptRequests(WebSettings settings) {
    this.settings = settings;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addConnectorCustomizers(connector -> {
      if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol
          && protocol.getProcessorCache() >= 0) { // or else without a bound
        protocol.setProcessorCache(Math.max(protocol.getProcessorCache(), settings.answersMax()));
      }
    });
  }
}
