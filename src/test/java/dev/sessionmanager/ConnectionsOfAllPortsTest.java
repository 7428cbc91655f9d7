package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One address has so many connections to all ports together. */
class ConnectionsOfAllPortsTest {

  private static InetAddress outside() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
        .findFirst()
        .orElse(InetAddress.getLoopbackAddress());
  }

  /** Whether a connection is kept: a refused one is closed without a word. */
  private static boolean isKept(Socket socket) throws IOException {
    socket.setSoTimeout(1000);
    try {
      return socket.getInputStream().read() >= 0;
    } catch (java.net.SocketTimeoutException silent) {
      return true;
    } catch (SocketException reset) {
      return false;
    }
  }

  @Test
  void isCountedOverHttpWebSocketsAndTcp() throws Exception {
    InetAddress here = outside();
    assumeThat(here.isLoopbackAddress()).isFalse();
    int tcp = ServiceProcess.freePort();
    int webSocket = ServiceProcess.freePort();
    try (Service service =
        Service.start(
            "BIND_ADDRESS=0.0.0.0",
            "APP_HOST=0.0.0.0",
            "WS_BIND_ADDRESS=0.0.0.0",
            "ECOBOT_SOCKET_PORT=" + tcp,
            "WS_PORT=" + webSocket,
            "web.connections-per-address=3")) {
      try (Socket first = new Socket(here, tcp);
          Socket second = new Socket(here, webSocket);
          Socket third = new Socket(here, service.port())) {
        assertThat(isKept(first)).isTrue();
        assertThat(isKept(second)).isTrue();
        assertThat(isKept(third)).isTrue();
        for (int port : new int[] {tcp, webSocket, service.port()}) {
          try (Socket more = new Socket(here, port)) {
            assertThat(isKept(more)).as("port %d", port).isFalse();
          }
        }
      }
      long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      boolean kept = false;
      while (!kept && System.nanoTime() < until) { // its ends are noticed in a moment
        try (Socket next = new Socket(here, tcp)) {
          kept = isKept(next);
        }
      }
      assertThat(kept).isTrue();
    }
  }
}
