package dev.sessionmanager.embedded;

import dev.sessionmanager.server.ValvePort;
import java.net.BindException;
import java.time.Duration;
import org.apache.catalina.connector.Connector;

/** One agent's listening port, which its own calls may ask to close. */
final class AgentPort {

  /** Connections the system holds for us before they are accepted. */
  private static final int BACKLOG = 128;

  /** Bytes of a request's line and headers. */
  private static final int HEAD_MAX = 16 * 1024;

  /** What running calls get to finish when the agent stops. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final ValvePort port;
  private final AgentValve valve;

  private AgentPort(ValvePort port, AgentValve valve) {
    this.port = port;
    this.valve = valve;
  }

  /**
   * Listens; calls are answered once this returns.
   *
   * @throws BindException when the port is taken
   */
  static AgentPort open(int port, AgentValve valve, RuntimeServerSettings settings)
      throws BindException {
    ValvePort.Bounds bounds =
        new ValvePort.Bounds(
            "agent-" + port,
            settings.agentHost(),
            port,
            BACKLOG,
            settings.agentMaxConnections(),
            settings.agentTimeout(),
            HEAD_MAX);
    return new AgentPort(ValvePort.open(bounds, valve, AgentPort::prepare), valve);
  }

  private static void prepare(Connector connector) {
    connector.setProperty("continueResponseTiming", "onRead");
    connector.setProperty("bindOnInit", "false"); // else its socket is closed last of all
    connector.setEncodedSolidusHandling("decode");
  }

  /**
   * Stops listening at once, gives running calls a moment to finish, and ends. One of these calls
   * may ask for it: what waits for that call to finish then happens in a thread of its own.
   */
  void close() {
    port.stopListening();
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
    port.close();
  }
}
