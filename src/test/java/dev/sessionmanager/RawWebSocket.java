package dev.sessionmanager;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A WebSocket client that writes its own bytes, so that it can write wrong ones. */
final class RawWebSocket implements Closeable {

  private static final JsonMapper JSON = new JsonMapper();

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /** The answer to the handshake: its head and, where it was refused, its body. */
  final String answer;

  /** A frame of the service's; the opcode with the FIN bit, as it came. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Frame(int first, byte[] payload) {

    int opcode() {
      return first & 0x0f;
    }

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    int closeCode() {
      return ByteBuffer.wrap(payload).getShort() & 0xffff;
    }

    String closeReason() {
      return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }
  }

  /**
   * @param headers further lines, each {@code Name: value}
   */
  RawWebSocket(int port, String path, String... headers) {
    try {
      boolean proxied = Arrays.stream(headers).anyMatch(h -> h.startsWith(Service.FORWARDED));
      InetAddress from = InetAddress.getByName(proxied ? Service.PROXY : "127.0.0.1");
      socket = new Socket(InetAddress.getLoopbackAddress(), port, from, 0);
      socket.setSoTimeout(20_000);
      socket.setTcpNoDelay(true);
      in = new DataInputStream(socket.getInputStream());
      out = socket.getOutputStream();
      List<String> lines = new ArrayList<>(List.of("GET " + path + " HTTP/1.1"));
      add(lines, headers, "Host: localhost:" + port);
      add(lines, headers, "Upgrade: websocket");
      add(lines, headers, "Connection: Upgrade");
      add(lines, headers, "Sec-WebSocket-Version: 13");
      add(lines, headers, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
      lines.addAll(List.of(headers));
      raw((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      answer = readAnswer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(List<String> lines, String[] headers, String line) {
    String name = line.substring(0, line.indexOf(':') + 1);
    for (String header : headers) {
      if (header.startsWith(name)) {
        return;
      }
    }
    lines.add(line);
  }

  private String readAnswer() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      head.write(b);
    }
    String text = head.toString(StandardCharsets.UTF_8);
    return text.startsWith("HTTP/1.1 101")
        ? text
        : text + new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  int status() {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  /** The refusal's problem. */
  JsonNode problem() {
    return JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
  }

  RawWebSocket raw(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawWebSocket send(String text) {
    return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A masked frame. */
  RawWebSocket frame(int first, byte[] payload) {
    return raw(masked(first, payload));
  }

  static byte[] masked(int first, byte[] payload) {
    byte[] mask = {1, 2, 3, (byte) 0xfe};
    int n = payload.length;
    ByteBuffer frame = ByteBuffer.allocate(n + 14);
    frame.put((byte) first);
    if (n < 126) {
      frame.put((byte) (0x80 | n));
    } else if (n < 65536) {
      frame.put((byte) (0x80 | 126)).putShort((short) n);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(n);
    }
    frame.put(mask);
    for (int i = 0; i < n; i++) {
      frame.put((byte) (payload[i] ^ mask[i & 3]));
    }
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return bytes;
  }

  /** The next frame, whatever it is. */
  Frame next() {
    try {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      if ((length & 0x80) != 0) {
        throw new AssertionError("a server's frames are not masked");
      }
      long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
      byte[] payload = new byte[Math.toIntExact(size)];
      in.readFully(payload);
      return new Frame(first, payload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The next frame; where none comes, because the bytes sent announced more than there were, this
   * side says that it has nothing more.
   */
  Frame nextOrEnd() {
    try {
      socket.setSoTimeout(300);
      return next();
    } catch (UncheckedIOException nothing) {
      if (!(nothing.getCause() instanceof SocketTimeoutException)) {
        throw nothing;
      }
      end();
      return next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end() {
    try {
      socket.shutdownOutput();
      socket.setSoTimeout(20_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next frame that is no ping. */
  String text() {
    Frame frame = next();
    while (frame.opcode() == 9) {
      frame = next();
    }
    if (frame.first() != 0x81) {
      throw new AssertionError("no whole text: " + frame.first() + " " + frame.text());
    }
    return frame.text();
  }

  JsonNode json() {
    return JSON.readTree(text());
  }

  /** Passes over everything before the next close frame. */
  Frame awaitClose() {
    Frame frame = next();
    while (frame.opcode() != 8) {
      frame = next();
    }
    return frame;
  }

  /** Whether the line is cut, once everything that came before has been read. */
  boolean isCut() {
    try {
      while (in.read() >= 0) {
        // what came before
      }
      return true;
    } catch (SocketException | EOFException reset) {
      return true;
    } catch (IOException stillOpen) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
