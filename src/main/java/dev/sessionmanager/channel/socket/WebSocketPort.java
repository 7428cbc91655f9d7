package dev.sessionmanager.channel.socket;

import dev.sessionmanager.problem.WrongSetting;
import dev.sessionmanager.server.ConnectionsPerAddress;
import dev.sessionmanager.server.Phases;
import dev.sessionmanager.server.ValvePort;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.catalina.connector.Connector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Where WebSockets are opened: {@code WS_PORT} with any path, for the original's clients, and
 * {@code /ws} on the main port. The handshake is asked for with the first request: the web server
 * is made before most of the service, and a dependent of {@link WebSockets} would be stopped with
 * them, out of its phase.
 */
@Component
final class WebSocketPort
    implements SmartLifecycle, WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private static final Logger log = LoggerFactory.getLogger(WebSocketPort.class);

  /** Connections the system holds for us before they are accepted. */
  private static final int BACKLOG = 1024;

  /**
   * More than websocket.connections-max are accepted, so that they can be told why they are
   * refused.
   */
  private static final int REFUSED_AT_ONCE = 200;

  /** Bytes of a request's line and headers; a token of ours has up to 2 KB. */
  private static final int HEAD_MAX = 8 * 1024;

  private static final String MAIN_PORT_PATH = "/ws";

  /** Bytes of each of a connection's two buffers, which it keeps while it is idle. */
  private static final int BUFFER = 1024;

  /** The same on the main port; larger, because HTTP requests are read through it too. */
  private static final int MAIN_PORT_BUFFER = 4096;

  private final WebSocketSettings settings;
  private final ObjectProvider<WebSocketHandshake> handshake;
  private final ConnectionsPerAddress addresses;
  private @Nullable ValvePort port;

  WebSocketPort(
      WebSocketSettings settings,
      ObjectProvider<WebSocketHandshake> handshake,
      ConnectionsPerAddress addresses) {
    this.settings = settings;
    this.handshake = handshake;
    this.addresses = addresses;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addEngineValves(new WebSocketValve(MAIN_PORT_PATH, handshake::getObject));
    factory.addConnectorCustomizers(connector -> slim(connector, MAIN_PORT_BUFFER));
  }

  @Override
  public void start() {
    if (settings.port() == 0) {
      return;
    }
    WebSocketValve valve = new WebSocketValve(null, handshake::getObject);
    try {
      port = ValvePort.open(bounds(), addresses, valve, connector -> slim(connector, BUFFER));
    } catch (BindException e) {
      throw new WrongSetting(
          "port "
              + settings.port()
              + " is in use, or WS_BIND_ADDRESS is not this machine's; stop what listens there"
              + " or set WS_PORT (0 turns it off).",
          e);
    }
    log.info("WebSockets on port {} of {}", settings.port(), settings.address());
  }

  private ValvePort.Bounds bounds() {
    try {
      return new ValvePort.Bounds(
          "websocket",
          InetAddress.getByName(settings.address()),
          settings.port(),
          BACKLOG,
          settings.connectionsMax() + REFUSED_AT_ONCE,
          settings.handshakeTimeout(),
          HEAD_MAX);
    } catch (UnknownHostException e) {
      throw new WrongSetting("WS_BIND_ADDRESS is no address of this machine.", e);
    }
  }

  /**
   * Buffers outside the heap, and small ones: an idle connection keeps its two. Tomcat's own are
   * two of 8 KiB within the heap, and ten thousand connections would fill it with them.
   */
  private static void slim(Connector connector, int bytes) {
    connector.setProperty("socket.directBuffer", "true");
    connector.setProperty("socket.appReadBufSize", Integer.toString(bytes));
    connector.setProperty("socket.appWriteBufSize", Integer.toString(bytes));
    connector.setProperty("socket.bufferPool", "256"); // pairs of them kept for the next
  }

  @Override
  public void stop() {
    ValvePort running = port;
    port = null;
    if (running != null) {
      running.close();
    }
  }

  @Override
  public boolean isRunning() {
    return port != null;
  }

  @Override
  public int getPhase() {
    return Phases.PORTS;
  }
}
