package dev.sessionmanager.channel.socket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A client as nc is one: bytes in, bytes out. */
final class TcpClient implements AutoCloseable {

  private static final int PATIENCE_MS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  TcpClient(int port) throws IOException {
    this(port, new Socket());
  }

  /** With a socket that a test has prepared. */
  TcpClient(int port, Socket prepared) throws IOException {
    socket = prepared;
    if (!socket.isConnected()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** One that has been greeted, and talks to this agent. */
  static TcpClient talkingTo(String agent, int port) throws IOException {
    TcpClient client = new TcpClient(port);
    client.prompt();
    client.ask("/agente " + agent);
    return client;
  }

  Socket socket() {
    return socket;
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** What comes up to the next prompt, without it. */
  String prompt() throws IOException {
    return until("> ");
  }

  String ask(String line) throws IOException {
    send(line + "\n");
    return prompt();
  }

  /** What comes up to these words at its end, without them. */
  String until(String end) throws IOException {
    byte[] wanted = end.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("hung up after: " + said.toString(StandardCharsets.UTF_8));
      }
      said.write(b);
      String text = said.toString(StandardCharsets.UTF_8);
      if (said.size() >= wanted.length
          && text.endsWith(end)
          && (!end.equals("> ") || text.equals(end) || text.endsWith("\n> "))) {
        return text.substring(0, text.length() - end.length());
      }
    }
  }

  /** Whether nothing comes within a moment. */
  boolean nothingComes() throws IOException {
    socket.setSoTimeout(200);
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException nothing) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE_MS);
    }
  }

  /** What comes until the server hangs up. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Ends what we send; what we are sent goes on. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Goes as a client goes that has crashed: with a reset. */
  void crash() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Waits for what another thread is about to do. */
  static void until(BooleanSupplier so) {
    long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000L;
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it has not happened");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
