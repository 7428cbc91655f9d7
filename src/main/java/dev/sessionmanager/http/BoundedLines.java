package dev.sessionmanager.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of UTF-8 as they arrive, ended by LF or CRLF, with a bound on each and one on all of them
 * together; a BufferedReader has none.
 */
public final class BoundedLines {

  /** More has come than may. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** Where memory for lines comes from. */
  @FunctionalInterface
  interface Memory {
    /** Throws where there is none for so many more bytes. */
    void take(long bytes) throws IOException;
  }

  private final InputStream in;
  private final long lineMax;
  private final Memory memory;
  private long left;
  private byte[] buffer = new byte[1024]; // a line of a model's has some 300
  private int start;
  private int end;

  /**
   * @param max bytes of all of them
   * @param lineMax bytes of one
   * @param memory is asked before a longer line gets more of it
   */
  BoundedLines(InputStream in, long max, long lineMax, Memory memory) {
    this.memory = memory;
    this.in = in;
    this.left = max;
    this.lineMax = lineMax;
  }

  /** The next line, the last one even if nothing ends it; null at the end. */
  public @Nullable String next() throws IOException {
    int from = start;
    while (true) {
      for (int i = from; i < end; i++) {
        if (buffer[i] == '\n') {
          return line(i, i + 1);
        }
      }
      from = end - start;
      if (!fill()) {
        return start < end ? line(end, end) : null;
      }
      from += start;
    }
  }

  private String line(int to, int next) {
    int last = to > start && buffer[to - 1] == '\r' ? to - 1 : to;
    String line = new String(buffer, start, last - start, UTF_8);
    start = next;
    return line;
  }

  /** Reads more behind what is there, which it may move to the front. */
  private boolean fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end > lineMax) {
      throw new TooLarge();
    }
    if (end == buffer.length) {
      memory.take(end);
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, end, buffer.length - end);
    if (read < 0) {
      return false;
    }
    end += read;
    left -= read;
    if (left < 0) {
      throw new TooLarge();
    }
    return true;
  }
}
