package dev.sessionmanager.channel.socket;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** {@code /ws} on the main port. */
@Component
final class WebSocketMainPort implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private static final String PATH = "/ws";

  /** Larger than a socket's own, because HTTP requests are read through it too. */
  private static final int BUFFER = 4096;

  private final ObjectProvider<WebSocketHandshake> handshake;

  WebSocketMainPort(ObjectProvider<WebSocketHandshake> handshake) {
    this.handshake = handshake;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addEngineValves(new WebSocketValve(PATH, handshake::getObject));
    factory.addConnectorCustomizers(connector -> WebSocketPort.slim(connector, BUFFER));
  }
}
