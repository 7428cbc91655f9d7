package dev.sessionmanager.tuning;

import org.apache.coyote.AbstractProtocol;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Keeps what Tomcat needs to read a request and write its answer, 80 KB of buffers, for the next
 * one: as many as there may be answers at once. Tomcat's own bound is 200; each answer streamed
 * beyond it would leave as much behind for the collector as all the rest of it takes. Off with
 * {@code tuning.kept-requests=false}.
 */
@Component
final class KeptRequests implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private final TuningSettings settings;
  private final int answersMax;

  /**
   * @param answersMax answers being made at once ({@code MAX_IN_FLIGHT})
   */
  KeptRequests(TuningSettings settings, @Value("${admission.max-in-flight}") int answersMax) {
    this.settings = settings;
    this.answersMax = answersMax;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addConnectorCustomizers(connector -> {
      if (settings.keptRequests()
          && connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol
          && protocol.getProcessorCache() >= 0) { // or else without a bound
        protocol.setProcessorCache(Math.max(protocol.getProcessorCache(), answersMax));
      }
    });
  }
}
