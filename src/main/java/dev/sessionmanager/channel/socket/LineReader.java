package dev.sessionmanager.channel.socket;

import dev.sessionmanager.server.RequestRead;
import dev.sessionmanager.server.RequestReads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines out of bytes. A line ends with LF, a CR before it belongs to the end; the last one may end
 * with the stream. Bytes are gathered until then and decoded at once, so that a code point split
 * between packets is whole again (no byte of one is LF); what is no UTF-8 becomes U+FFFD. A line
 * over the limit is reported as soon as it is over, and the rest of it is skipped without being
 * kept. While nothing is under way only a small buffer is held. One thread.
 *
 * <p>What is kept of an unfinished line counts in the memory of all; where that is spent, another
 * thread takes it away, and this reader reports so when it looks again.
 */
final class LineReader {

  /** What came: a line, or why there is none. */
  sealed interface Read {}

  record Line(String text) implements Read {}

  /** The line is longer than the limit; its rest is skipped. */
  record TooLong() implements Read {}

  /** Others needed the memory of this line more; its rest is skipped. */
  record NoRoom() implements Read {}

  private static final int BUFFER = 512;
  private static final int FIRST = 256;
  private final byte[] buffer = new byte[BUFFER];
  private final int maxBytes;
  private final RequestReads memory;
  private int next;
  private int end;

  /** What has come of a line; null while there is nothing. */
  private @Nullable Begun begun;

  private boolean skipping;

  private static final class Begun {
    private final RequestRead read;

    /** Null once it was taken away. */
    private volatile byte @Nullable [] bytes = new byte[0];

    private int length;

    Begun(RequestReads memory) {
      read = memory.read(() -> bytes = null);
      read.begin();
    }
  }

  /**
   * @param maxBytes the longest line
   * @param memory of the unfinished lines and messages of all connections
   */
  LineReader(int maxBytes, RequestReads memory) {
    this.maxBytes = maxBytes;
    this.memory = memory;
  }

  /** Whether a line has begun and not ended: then its time runs. */
  boolean midLine() {
    return begun != null || skipping;
  }

  /** Whether there is more to look at without waiting. */
  boolean hasBuffered() {
    return next < end;
  }

  /**
   * Reads once from the stream, which may block.
   *
   * @return false at its end
   */
  boolean fill(InputStream in) throws IOException {
    int n = in.read(buffer, 0, BUFFER);
    next = 0;
    end = Math.max(n, 0);
    return n >= 0;
  }

  /** What the buffered bytes make; null when they end before the line does. */
  @Nullable Read poll() {
    while (next < end) {
      byte b = buffer[next++];
      if (b == '\n') {
        if (!skipping) {
          return take();
        }
        skipping = false;
      } else if (!skipping) {
        Read refused = append(b);
        if (refused != null) {
          drop();
          skipping = true;
          return refused;
        }
      }
    }
    return null;
  }

  /** The line that the end of the stream has ended; null when there was none. */
  @Nullable Read rest() {
    return begun == null ? null : take();
  }

  private @Nullable Read append(byte b) {
    if (begun == null) {
      begun = new Begun(memory);
    }
    Begun line = begun;
    if (line.length == maxBytes) {
      return new TooLong();
    }
    byte[] bytes = line.bytes;
    if (bytes != null && line.length == bytes.length) {
      bytes = grown(line, bytes);
    }
    if (bytes == null) {
      return new NoRoom();
    }
    bytes[line.length++] = b;
    return null;
  }

  /** Null where others need the memory more. */
  private static byte @Nullable [] grown(Begun line, byte[] bytes) {
    int more = line.length == 0 ? FIRST : line.length;
    line.read.hold(more);
    if (line.read.cut() != null) {
      return null;
    }
    byte[] larger = Arrays.copyOf(bytes, line.length + more);
    line.bytes = larger;
    if (line.read.cut() != null) { // meanwhile, before there was more to take away
      line.bytes = null;
    }
    return line.bytes;
  }

  private Read take() {
    Begun line = begun;
    if (line == null) {
      return new Line("");
    }
    byte[] bytes = line.bytes;
    drop();
    if (bytes == null) {
      return new NoRoom();
    }
    int chars = bytes[line.length - 1] == '\r' ? line.length - 1 : line.length;
    return new Line(new String(bytes, 0, chars, StandardCharsets.UTF_8));
  }

  /** Gives back what is held for an unfinished line. */
  void drop() {
    if (begun != null) {
      memory.release(begun.read);
      begun = null;
    }
  }
}
