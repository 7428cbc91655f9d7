package dev.sessionmanager.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sessionmanager.http.CallFailure.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers every request with what is meant to end its client, for as long as the
 * client takes it; counts what it could write.
 */
public final class HostileServer implements AutoCloseable {

  /** What a client that reads no more than it must may leave in the system's buffers, and more. */
  public static final long BUFFERED = 16L << 20;

  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String LONG = "x".repeat(10_000);

  /** What it answers: a beginning, and what follows it without end. */
  public enum Attack {
    HEADERS(Reason.BROKE_OFF, OK, "X: x\r\n"),
    LONG_HEADERS(Reason.BROKE_OFF, OK, "X: " + LONG + "\r\n"),
    HEADER_OF_MANY_LINES(Reason.BROKE_OFF, OK + "X: x\r\n", " " + "x".repeat(100) + "\r\n"),
    HEAD_LINE(Reason.BROKE_OFF, OK + "X: ", LONG),
    STATUS_LINE(Reason.BROKE_OFF, "HTTP/1.1 200 ", LONG),
    NO_LINE_OF_HTTP(Reason.BROKE_OFF, "", "x\r\n"),
    EMPTY_LINES(Reason.BROKE_OFF, "", "\r\n"),
    INFORMATIONAL_ANSWERS(Reason.BROKE_OFF, "", "HTTP/1.1 100 Continue\r\nX: x\r\n\r\n"),
    EARLY_HINTS(Reason.BROKE_OFF, "", "HTTP/1.1 103 x\r\nX: " + LONG + "\r\n\r\n"),
    BODY(Reason.TOO_LARGE, OK + "\r\n", LONG),
    BODY_OF_A_CLAIMED_LENGTH(
        Reason.TOO_LARGE, OK + "Content-Length: 9223372036854775807\r\n\r\n", LONG),
    CHUNKS(Reason.TOO_LARGE, CHUNKED, "2710\r\n" + LONG + "\r\n"),
    CHUNK_EXTENSIONS(Reason.TOO_LARGE, CHUNKED, "1;x=" + LONG + "\r\n \r\n"),
    CHUNK_LINE(Reason.BROKE_OFF, CHUNKED + "1;x=", LONG),
    TRAILERS(Reason.BROKE_OFF, CHUNKED + "1\r\n \r\n0\r\n", "X: x\r\n"),
    LONG_TRAILERS(Reason.TOO_LARGE, CHUNKED + "1\r\n \r\n0\r\n", "X: " + LONG + "\r\n"),
    REFUSAL(Reason.TOO_LARGE, "HTTP/1.1 500 x\r\n\r\n", LONG),
    DRIPPING_HEAD(Reason.TOO_LATE, OK + "X: ", null),
    DRIPPING_BODY(Reason.TOO_LATE, OK + "\r\n", null),
    DRIPPING_CHUNK_LINE(Reason.TOO_LATE, CHUNKED + "1;x=", null),
    DRIPPING_TRAILER(Reason.TOO_LATE, CHUNKED + "1\r\n \r\n0\r\nX: ", null),
    DRIPPING_REFUSAL(Reason.TOO_LATE, "HTTP/1.1 500 x\r\n\r\n", null);

    private final Reason reason;
    private final String beginning;
    private final @Nullable String repeated;

    Attack(Reason reason, String beginning, @Nullable String repeated) {
      this.reason = reason;
      this.beginning = beginning;
      this.repeated = repeated;
    }

    /** Why a call that it met fails. */
    public Reason reason() {
      return reason;
    }

    /** A test's stand-in for what it is, with these bytes and then one every 20 ms, or a lot. */
    public void on(HostileServer server) {
      server.says(beginning, repeated);
    }
  }

  private final ServerSocket server;
  private final AtomicLong written = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile byte[] beginning = {};
  private volatile byte @Nullable [] repeated;

  public HostileServer() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Connections.accept(server, this::answer);
  }

  public HostileServer(Attack attack) {
    this();
    attack.on(this);
  }

  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /**
   * Tells it what to say.
   *
   * @param repeated without end; null for one letter every 20 ms
   */
  public void says(String beginning, @Nullable String repeated) {
    this.beginning = beginning.getBytes(ISO_8859_1);
    this.repeated =
        repeated == null
            ? null
            : repeated.repeat(Math.max(1, 50_000 / repeated.length())).getBytes(ISO_8859_1);
  }

  /** Tells it to answer with 256 MB of zeros that are few bytes once packed. */
  public void saysPackedZeros(String encoding) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        encoding.equals("gzip") ? new GZIPOutputStream(packed) : new DeflaterOutputStream(packed)) {
      for (int i = 0; i < 256; i++) {
        out.write(new byte[1 << 20]);
      }
    }
    String head =
        OK + "Content-Encoding: " + encoding + "\r\nConnection: close\r\nContent-Length: ";
    says(head + packed.size() + "\r\n\r\n" + packed.toString(ISO_8859_1), null);
  }

  /** Bytes that clients, or the system for them, have taken. */
  public long written() {
    return written.get();
  }

  private void answer(Socket connection) {
    try (connection) {
      readHead(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      write(out, beginning);
      byte[] more = repeated;
      while (!server.isClosed()) {
        if (more == null) {
          if (closed.await(20, TimeUnit.MILLISECONDS)) {
            return;
          }
          write(out, new byte[] {'x'});
        } else {
          write(out, more);
        }
      }
    } catch (IOException gone) {
      // The client has had enough.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(OutputStream out, byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    written.addAndGet(bytes.length);
  }

  private static void readHead(InputStream in) throws IOException {
    int seen = 0;
    while (seen < 2) { // the empty line behind the head
      int next = in.read();
      if (next < 0) {
        throw new IOException("no whole request");
      }
      seen = next == '\n' ? seen + 1 : next == '\r' ? seen : 0;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
