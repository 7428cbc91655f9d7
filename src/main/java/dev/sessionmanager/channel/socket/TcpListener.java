package dev.sessionmanager.channel.socket;

import dev.sessionmanager.problem.WrongSetting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open port: one platform thread that accepts whoever comes. */
final class TcpListener implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(TcpListener.class);

  /** Clients that the system keeps for us while we accept: thousands may come at once. */
  private static final int BACKLOG = 1024;

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ServerSocket socket;
  private final Host host;

  private TcpListener(ServerSocket socket, Host host) {
    this.socket = socket;
    this.host = host;
  }

  /** Takes the connections that were accepted; must not block. */
  interface Host {
    void serve(Socket client) throws IOException;
  }

  /**
   * Opens the port.
   *
   * @throws WrongSetting when it is taken, or there is no such address here
   */
  static TcpListener open(TcpSettings settings, Host host) {
    TcpListener listener = new TcpListener(bind(settings), host);
    Thread.ofPlatform().daemon().name("tcp-accept").start(listener::accept);
    return listener;
  }

  @SuppressWarnings("AddressSelection") // a setting names one interface
  private static ServerSocket bind(TcpSettings settings) {
    try {
      InetAddress address = InetAddress.getByName(settings.bindAddress());
      return new ServerSocket(settings.port(), BACKLOG, address);
    } catch (UnknownHostException e) {
      throw new WrongSetting(
          "APP_HOST is no address of this machine: " + settings.bindAddress(), e);
    } catch (IOException e) {
      throw new WrongSetting(
          "the TCP port "
              + settings.port()
              + " on "
              + settings.bindAddress()
              + " is in use or not allowed; stop what listens there, or set ECOBOT_SOCKET_PORT"
              + " (0: no TCP).",
          e);
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        host.serve(socket.accept());
      } catch (IOException | RuntimeException e) {
        if (!socket.isClosed()) {
          logger.warn("A TCP connection could not be accepted: {}", e.toString());
          LockSupport.parkNanos(PAUSE.toNanos()); // out of descriptors, say: not in a hot loop
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      logger.debug("Closing the TCP port has failed", e);
    }
  }
}
