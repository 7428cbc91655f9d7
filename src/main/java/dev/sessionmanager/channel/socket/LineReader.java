package dev.sessionmanager.channel.socket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Lines out of bytes. A line ends with LF, a CR before it belongs to the end; the last one may end
 * with the stream. Bytes are gathered until then and decoded at once, so that a code point split
 * between packets is whole again (no byte of one is LF); what is no UTF-8 becomes U+FFFD. A line
 * over the limit is reported as soon as it is over, and the rest of it is skipped without being
 * kept. While nothing is under way only a small buffer is held. One thread.
 */
final class LineReader {

  /** What came: a line, or why there is none. */
  sealed interface Read {}

  record Line(String text) implements Read {}

  /** The line is longer than the limit; its rest is skipped. */
  record TooLong() implements Read {}

  /** There is no memory left for unfinished lines; the rest of this one is skipped. */
  record NoRoom() implements Read {}

  private static final int BUFFER = 512;
  private static final int FIRST = 256;
  private static final byte[] NOTHING = new byte[0];

  private final byte[] buffer = new byte[BUFFER];
  private final int maxBytes;
  private final Semaphore memory;
  private int next;
  private int end;
  private byte[] line = NOTHING;
  private int length;
  private boolean skipping;

  /**
   * @param maxBytes the longest line
   * @param memory the bytes that the unfinished lines of all connections may still take, so that
   *     thousands of clients who send half a line each do not fill the heap
   */
  LineReader(int maxBytes, Semaphore memory) {
    this.maxBytes = maxBytes;
    this.memory = memory;
  }

  /** Whether a line has begun and not ended: then its time runs. */
  boolean midLine() {
    return length > 0 || skipping;
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
    return length > 0 ? take() : null;
  }

  private @Nullable Read append(byte b) {
    if (length == maxBytes) {
      return new TooLong();
    }
    if (length == line.length) {
      int more = length == 0 ? FIRST : length;
      if (!memory.tryAcquire(more)) {
        return new NoRoom();
      }
      line = Arrays.copyOf(line, length + more);
    }
    line[length++] = b;
    return null;
  }

  private Line take() {
    int chars = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    String text = new String(line, 0, chars, StandardCharsets.UTF_8);
    drop();
    return new Line(text);
  }

  /** Gives back what is held for an unfinished line. */
  void drop() {
    memory.release(line.length);
    line = NOTHING;
    length = 0;
  }
}
