package dev.sessionmanager.embedded;

import java.net.BindException;
import java.time.Duration;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardEngine;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.core.StandardServer;
import org.apache.catalina.core.StandardService;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One agent's listening port: a Tomcat of its own, a virtual thread a request. It has a valve in
 * place of hosts and web applications, hence no folder to work in and nothing to deploy.
 */
final class AgentPort {

  private static final Logger log = LoggerFactory.getLogger(AgentPort.class);

  /** Connections the system holds for us before they are accepted. */
  private static final int BACKLOG = 128;

  /** Bytes of a request's line and headers. */
  private static final int MAX_HEAD = 16 * 1024;

  /** What running calls get to finish when the agent stops. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final StandardServer server = new StandardServer();
  private final Connector connector;
  private final AgentValve valve;

  private AgentPort(String name, Connector connector, AgentValve valve) {
    this.connector = connector;
    this.valve = valve;
    StandardEngine engine = new StandardEngine();
    engine.setName(name);
    engine.setBackgroundProcessorDelay(-1); // Sessions and changed files, of which there are none.
    engine.getPipeline().setBasic(valve);
    StandardHost host = new StandardHost(); // Serves nothing, but Tomcat misses a default host.
    host.setName("localhost");
    engine.addChild(host);
    engine.setDefaultHost(host.getName());
    StandardService service = new StandardService();
    service.setName(name);
    service.setContainer(engine);
    service.addConnector(connector);
    server.setPort(-1); // No port to shut it down by.
    server.setUtilityThreads(1);
    server.addService(service);
  }

  /**
   * Listens; calls are answered once this returns.
   *
   * @throws BindException when the port is taken
   */
  static AgentPort open(String name, int port, AgentValve valve, RuntimeServerSettings settings)
      throws BindException {
    AgentPort opened = new AgentPort(name, connector(port, settings), valve);
    try {
      opened.server.start();
      return opened;
    } catch (LifecycleException e) {
      opened.end();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException taken) {
          throw taken;
        }
      }
      throw new IllegalStateException("An agent's port could not be opened", e);
    }
  }

  private static Connector connector(int port, RuntimeServerSettings settings) {
    Http11NioProtocol protocol = new Http11NioProtocol();
    int timeout = Math.toIntExact(settings.agentTimeout().toMillis());
    protocol.setAddress(settings.agentHost());
    protocol.setAcceptCount(BACKLOG);
    protocol.setMaxConnections(settings.agentMaxConnections());
    protocol.setConnectionTimeout(timeout);
    protocol.setKeepAliveTimeout(timeout);
    protocol.setMaxHttpRequestHeaderSize(MAX_HEAD);
    protocol.setContinueResponseTiming("onRead");
    protocol.setExecutor(new VirtualThreadExecutor("agent-" + port + "-"));
    Connector connector = new Connector(protocol);
    connector.setPort(port);
    connector.setThrowOnFailure(true);
    connector.setProperty("bindOnInit", "false"); // Else its socket is closed last of all.
    connector.setEncodedSolidusHandling("decode");
    return connector;
  }

  /**
   * Stops listening at once, gives running calls a moment to finish, and ends. One of these calls
   * may ask for it: what waits for that call to finish then happens in a thread of its own.
   */
  void close() {
    connector.pause();
    connector.getProtocolHandler().closeServerSocketGraceful();
    if (valve.isServing()) {
      Thread.ofVirtual().start(this::finish);
    } else {
      finish();
    }
  }

  private void finish() {
    try {
      valve.finish(FAREWELL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end();
  }

  private void end() {
    try {
      server.stop();
      server.destroy();
    } catch (LifecycleException e) {
      log.warn("An agent's port could not be tidied up: {}", e.toString());
    }
  }
}
