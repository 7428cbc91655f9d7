package dev.sessionmanager.channel.socket;

import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardEngine;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.core.StandardServer;
import org.apache.catalina.core.StandardService;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * {@code WS_PORT}: where the original's clients connect, with any path. A Tomcat of its own, as an
 * agent's port has one: a valve in place of hosts and web applications.
 */
@Component
final class WebSocketPort implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(WebSocketPort.class);

  /** Connections the system holds for us before they are accepted. */
  private static final int BACKLOG = 1024;

  /** More than WS_CONNECTIONS_MAX are accepted, so that they can be told why they are refused. */
  private static final int REFUSED_AT_ONCE = 200;

  /** Bytes of a request's line and headers; a token of ours has up to 2 KB. */
  private static final int HEAD_MAX = 8 * 1024;

  /** Bytes of each of a connection's two buffers, which it keeps while it is idle. */
  private static final int BUFFER = 1024;

  private final WebSocketSettings settings;
  private final WebSocketHandshake handshake;
  private final WebSocketServices desk;
  private @Nullable StandardServer server;

  WebSocketPort(WebSocketSettings settings, WebSocketHandshake handshake, WebSocketServices desk) {
    this.settings = settings;
    this.handshake = handshake;
    this.desk = desk;
  }

  /** The port cannot be opened; the message is the sentence that the operator reads. */
  static final class Taken extends RuntimeException {
    private static final long serialVersionUID = 1;

    Taken(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }

  @Override
  public void start() {
    if (settings.port() == 0) {
      return;
    }
    StandardServer opened = server(connector());
    try {
      opened.start();
    } catch (LifecycleException e) {
      end(opened);
      throw refusal(e);
    }
    server = opened;
    log.info("WebSockets on port {} of {}", settings.port(), settings.address());
  }

  private RuntimeException refusal(LifecycleException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return new Taken(
            "port "
                + settings.port()
                + " is in use, or WS_BIND_ADDRESS is not this machine's; stop what listens there"
                + " or set WS_PORT (0 turns it off).",
            e);
      }
    }
    return new IllegalStateException("the port for WebSockets could not be opened", e);
  }

  private Connector connector() {
    Http11NioProtocol protocol = new Http11NioProtocol();
    int timeout = Math.toIntExact(settings.handshakeTimeout().toMillis());
    try {
      protocol.setAddress(InetAddress.getByName(settings.address()));
    } catch (UnknownHostException e) {
      throw new Taken("WS_BIND_ADDRESS is no address of this machine.", e);
    }
    protocol.setAcceptCount(BACKLOG);
    protocol.setMaxConnections(settings.connectionsMax() + REFUSED_AT_ONCE);
    protocol.setConnectionTimeout(timeout);
    protocol.setKeepAliveTimeout(timeout);
    protocol.setMaxHttpRequestHeaderSize(HEAD_MAX);
    protocol.setExecutor(new VirtualThreadExecutor("websocket-"));
    Connector connector = new Connector(protocol);
    connector.setPort(settings.port());
    connector.setThrowOnFailure(true);
    slim(connector, BUFFER);
    return connector;
  }

  /**
   * Buffers outside the heap, and small ones: an idle connection keeps its two. Tomcat's own are
   * two of 8 KiB within the heap, and ten thousand connections would fill it with them.
   */
  static void slim(Connector connector, int bytes) {
    connector.setProperty("socket.directBuffer", "true");
    connector.setProperty("socket.appReadBufSize", Integer.toString(bytes));
    connector.setProperty("socket.appWriteBufSize", Integer.toString(bytes));
    connector.setProperty("socket.bufferPool", "256"); // pairs of them kept for the next
  }

  private StandardServer server(Connector connector) {
    StandardEngine engine = new StandardEngine();
    engine.setName("websocket");
    engine.setBackgroundProcessorDelay(-1); // sessions and changed files, of which there are none
    engine.getPipeline().setBasic(new WebSocketValve(null, () -> handshake, () -> desk));
    StandardHost host = new StandardHost(); // serves nothing, but Tomcat misses a default host
    host.setName("localhost");
    engine.addChild(host);
    engine.setDefaultHost(host.getName());
    StandardService service = new StandardService();
    service.setName("websocket");
    service.setContainer(engine);
    service.addConnector(connector);
    StandardServer made = new StandardServer();
    made.setPort(-1); // no port to shut it down by
    made.setUtilityThreads(1);
    made.addService(service);
    return made;
  }

  @Override
  public void stop() {
    StandardServer running = server;
    server = null;
    if (running != null) {
      end(running);
    }
  }

  private static void end(StandardServer server) {
    try {
      server.stop();
      server.destroy();
    } catch (LifecycleException e) {
      log.warn("the port for WebSockets could not be tidied up: {}", e.toString());
    }
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }

  /** After the connections of {@link WebSockets} have been closed, with the web server itself. */
  @Override
  public int getPhase() {
    return SmartLifecycle.DEFAULT_PHASE - 2048;
  }
}
