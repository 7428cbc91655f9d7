package dev.sessionmanager.server;

import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardEngine;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.core.StandardServer;
import org.apache.catalina.core.StandardService;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening HTTP port beside the main one: a Tomcat of its own, a virtual thread a request. It
 * has a valve in place of hosts and web applications, hence no folder to work in and nothing to
 * deploy. Any thread.
 */
public final class ValvePort {

  private static final Logger log = LoggerFactory.getLogger(ValvePort.class);

  private final String name;
  private final Connector connector;
  private final StandardServer server = new StandardServer();

  private ValvePort(String name, Connector connector, Valve valve) {
    this.name = name;
    this.connector = connector;
    StandardEngine engine = new StandardEngine();
    engine.setName(name);
    engine.setBackgroundProcessorDelay(-1); // sessions and changed files, of which there are none
    engine.getPipeline().addValve(BoundedProtocol.headRead());
    engine.getPipeline().setBasic(valve);
    StandardHost host = new StandardHost(); // serves nothing, but Tomcat misses a default host
    host.setName("localhost");
    engine.addChild(host);
    engine.setDefaultHost(host.getName());
    StandardService service = new StandardService();
    service.setName(name);
    service.setContainer(engine);
    service.addConnector(connector);
    server.setPort(-1); // no port to shut it down by
    server.setUtilityThreads(1);
    server.addService(service);
  }

  /**
   * How a port listens.
   *
   * @param name of the port and its threads
   * @param address the interface
   * @param backlog connections that the system holds for us before they are accepted
   * @param connectionsMax accepted at once
   * @param timeout for a request's head, for silence within its body, and between two requests
   * @param headMax bytes of a request's line and headers
   */
  public record Bounds(
      String name,
      InetAddress address,
      int port,
      int backlog,
      int connectionsMax,
      Duration timeout,
      int headMax) {}

  /**
   * Listens; requests are answered once this returns.
   *
   * @param addresses bounds the connections of each address
   * @param valve answers every request, also those that Tomcat has refused: status 400 and above
   * @param more what else the connector is told before it starts
   * @throws BindException when the port is taken, or the address is not this machine's
   */
  public static ValvePort open(
      Bounds bounds, ConnectionsPerAddress addresses, Valve valve, Consumer<Connector> more)
      throws BindException {
    Connector connector = connector(bounds, addresses);
    more.accept(connector);
    ValvePort opened = new ValvePort(bounds.name(), connector, valve);
    try {
      opened.server.start();
      return opened;
    } catch (LifecycleException e) {
      opened.close();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException taken) {
          throw taken;
        }
      }
      throw new IllegalStateException("the port " + bounds.port() + " could not be opened", e);
    }
  }

  private static Connector connector(Bounds bounds, ConnectionsPerAddress addresses) {
    BoundedProtocol protocol = new BoundedProtocol();
    int timeout = Math.toIntExact(bounds.timeout().toMillis());
    protocol.setAddress(bounds.address());
    protocol.setAcceptCount(bounds.backlog());
    protocol.setMaxConnections(bounds.connectionsMax());
    protocol.setConnectionTimeout(timeout);
    protocol.setKeepAliveTimeout(timeout);
    protocol.setMaxHttpRequestHeaderSize(bounds.headMax());
    protocol.bound(RequestReads.Limits.usual(bounds.timeout()));
    protocol.bound(addresses);
    protocol.setExecutor(new VirtualThreadExecutor(bounds.name() + "-"));
    Connector connector = new Connector(protocol);
    connector.setPort(bounds.port());
    connector.setThrowOnFailure(true);
    return connector;
  }

  /** Accepts nobody from here on; requests that are being answered go on. */
  public void stopListening() {
    connector.pause();
    connector.getProtocolHandler().closeServerSocketGraceful();
  }

  /** Ends at once, with its connections. */
  public void close() {
    try {
      server.stop();
      server.destroy();
    } catch (LifecycleException e) {
      log.warn("the port of {} could not be tidied up: {}", name, e.toString());
    }
  }
}
