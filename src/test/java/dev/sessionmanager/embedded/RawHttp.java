package dev.sessionmanager.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP by hand, for requests that no client would send. */
final class RawHttp {

  /** Of one look at whether a port is closed. */
  private static final int TRY_MILLIS = 50;

  private RawHttp() {}

  record Answer(int status, String head, String body) {

    static Answer of(String text) {
      assertThat(text).startsWith("HTTP/1.1 ");
      int end = text.indexOf("\r\n\r\n");
      return new Answer(
          Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
    }

    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }
  }

  static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  static Socket send(int port, String request) throws IOException {
    Socket socket = connect(port);
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    return socket;
  }

  /** Everything up to the end of the connection. */
  static Answer read(Socket socket) throws IOException {
    return Answer.of(new String(socket.getInputStream().readAllBytes(), UTF_8));
  }

  static Answer ask(int port, String request) throws IOException {
    try (Socket socket = send(port, request)) {
      return read(socket);
    }
  }

  static void assertClosed(int port) {
    assertThatThrownBy(() -> connect(port).close()).isInstanceOf(ConnectException.class);
  }

  /**
   * A port about to close may drop a try, which the system repeats only after a second, or take it
   * and reset it: we try again at once.
   */
  static void untilRefused(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(address, TRY_MILLIS);
      } catch (ConnectException e) {
        return;
      } catch (SocketTimeoutException | SocketException dropped) {
        // again
      }
    }
  }
}
