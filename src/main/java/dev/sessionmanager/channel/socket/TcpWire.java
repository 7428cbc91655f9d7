package dev.sessionmanager.channel.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One client's socket, read by one thread and written by any. Reads and writes block without a
 * time-out of their own, which costs an idle connection nothing: {@link #overdue} tells from
 * outside what takes too long, and {@link #abort} frees the threads that wait.
 */
final class TcpWire {

  /** How long a client may take to hang up after the last sentence, so that it can read that. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private static final int SLICE = 8192;

  private final Socket raw;
  private final Clock clock;
  private final LineReader lines;
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicBoolean ending = new AtomicBoolean();
  private volatile boolean ended;
  private volatile Socket socket;

  /** When the handshake, a line, a write began, in ms; 0 while none is under way. */
  private volatile long handshakeSince;

  private volatile long lineSince;
  private volatile long writeSince;

  /** By {@link System#nanoTime}: until when the client may hang up by itself. */
  private volatile long lingerUntil;

  TcpWire(Socket raw, LineReader lines, Clock clock) {
    this.raw = raw;
    this.socket = raw;
    this.lines = lines;
    this.clock = clock;
  }

  /** Does the TLS handshake; from then on everything is encrypted. */
  void encrypt(TcpTls tls) throws IOException {
    handshakeSince = clock.millis();
    SSLSocket secure = tls.over(raw);
    socket = secure;
    secure.startHandshake();
    handshakeSince = 0;
  }

  /** What the client sends next; waits for it. Null when it has hung up or is to be let go. */
  LineReader.@Nullable Read read() throws IOException {
    InputStream in = socket.getInputStream();
    while (!ended) {
      LineReader.Read read = lines.poll();
      lineSince = !lines.midLine() ? 0 : lineSince == 0 ? clock.millis() : lineSince;
      if (read != null) {
        return read;
      }
      if (!lines.fill(in)) {
        lineSince = 0;
        return ended ? null : lines.rest();
      }
    }
    return null;
  }

  /** Whether the client has sent more than has been read, and so waits for no answer to send it. */
  boolean hasMore() {
    try {
      return lines.hasBuffered() || socket.getInputStream().available() > 0;
    } catch (IOException gone) {
      return false;
    }
  }

  /** Whether the last sentence has been said. */
  boolean isEnded() {
    return ended;
  }

  /** By which address the client has reached this machine. */
  InetAddress localAddress() {
    return raw.getLocalAddress();
  }

  /**
   * Writes a text, and waits until the client, or the system for it, has taken it.
   *
   * @throws IOException when the client is gone, or has been told the last sentence
   */
  void write(String text) throws IOException {
    writing.lock();
    try {
      if (ended) {
        throw new IOException("ended");
      }
      send(text);
    } finally {
      writing.unlock();
    }
  }

  /** In slices, so that a client that is slow and takes some has time for the next one. */
  private void send(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    OutputStream out = socket.getOutputStream();
    try {
      for (int from = 0; from < bytes.length; from += SLICE) {
        writeSince = clock.millis();
        out.write(bytes, from, Math.min(SLICE, bytes.length - from));
      }
    } finally {
      writeSince = 0;
    }
  }

  /** Says the last sentence, without waiting for a client that reads nothing, and hangs up. */
  void end(String sentence) {
    long until = System.nanoTime() + LINGER.toNanos();
    if (ending.getAndSet(true)) {
      return;
    }
    lingerUntil = until;
    ended = true;
    try {
      if (handshakeSince == 0 && writing.tryLock(1, TimeUnit.SECONDS)) {
        try {
          send(sentence);
          socket.shutdownOutput();
          return;
        } finally {
          writing.unlock();
        }
      }
    } catch (IOException gone) {
      // then no client is left to be told
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    abort();
  }

  /**
   * After {@link #end}: waits until the client hangs up too, at most {@link #LINGER}. Closing
   * before it has sent everything would reset the connection, and the last sentence be lost.
   */
  void linger() throws IOException {
    InputStream in = socket.getInputStream();
    while (ended && lines.fill(in)) {
      // what the client still sends is thrown away
    }
  }

  /** Whether the client takes too long for a write, the handshake, or hanging up. */
  boolean overdue(long now, Duration writeTimeout, Duration handshakeTimeout) {
    return after(writeSince, writeTimeout, now)
        || after(handshakeSince, handshakeTimeout, now)
        || (ended && System.nanoTime() - lingerUntil > 0);
  }

  boolean lineOverdue(long now, Duration timeout) {
    return after(lineSince, timeout, now);
  }

  private static boolean after(long since, Duration timeout, long now) {
    return since != 0 && now - since > timeout.toMillis();
  }

  /**
   * Hangs up at once, on the socket beneath TLS: closing the TLS socket may wait for its client.
   */
  void abort() {
    try {
      raw.close();
    } catch (IOException e) {
      // the connection is gone either way
    }
  }

  /** Frees the reader's memory and hangs up; called by the reading thread when it has ended. */
  void close() {
    lines.drop();
    abort();
  }
}
