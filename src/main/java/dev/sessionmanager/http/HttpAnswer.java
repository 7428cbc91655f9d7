package dev.sessionmanager.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** An answer whose head has come, whatever its status; its body is read by its caller's thread. */
public final class HttpAnswer {

  /** The largest array that every JVM makes. */
  private static final int ARRAY_MAX = Integer.MAX_VALUE - 8;

  /** Of a stream's lines one may be this part of all of them together. */
  private static final int LINE_PART = 8;

  /** A line may be this long in any case. */
  private static final int LINE_MIN = 64 * 1024;

  private final ClassicHttpResponse response;
  private final Deadlines.Watch watch;
  private final AnswerMemory.Share memory;
  private final long max;

  HttpAnswer(
      ClassicHttpResponse response, Deadlines.Watch watch, AnswerMemory.Share memory, long max) {
    this.memory = memory;
    this.response = response;
    this.watch = watch;
    this.max = max;
  }

  public int status() {
    return response.getCode();
  }

  /** The first header of this name; null where there is none. */
  public @Nullable String header(String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  /** The whole body. A larger one than the caller takes fails the call. */
  public byte[] body() throws IOException {
    return body(max);
  }

  /**
   * The whole body.
   *
   * @param max bytes at most; a larger one fails the call
   */
  public byte[] body(long max) throws IOException {
    return read(max, true);
  }

  /** As {@link #body()}, for a reader that goes through it and makes no tree of it. */
  public byte[] bytes() throws IOException {
    return read(max, false);
  }

  private byte[] read(long max, boolean tree) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    int most = (int) Math.min(max, ARRAY_MAX - 1);
    long length = entity.getContentLength();
    if (length > most) {
      throw new BoundedLines.TooLarge();
    }
    // Not closed: that would read all the rest of one that is too large.
    InputStream in = entity.getContent();
    if (length >= 0 && length <= AnswerMemory.SMALL) {
      // With the length known nothing is allocated but the body; readNBytes begins with 16 KiB. A
      // longer one gets its memory as it comes, and not because its head says that it will.
      byte[] body = new byte[(int) length];
      if (in.readNBytes(body, 0, body.length) < length) {
        throw new IOException("the answer ends early");
      }
      return body;
    }
    byte[] body = new Held(in).readNBytes(most + 1);
    if (body.length > most) {
      throw new BoundedLines.TooLarge();
    }
    if (body.length < length) {
      throw new IOException("the answer ends early");
    }
    if (tree) {
      memory.tree(body);
    }
    return body;
  }

  /** Takes memory for what it reads, before more comes. */
  private final class Held extends FilterInputStream {

    Held(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      int read = in.read(bytes, offset, count);
      memory.text(Math.max(read, 0));
      return read;
    }
  }

  /**
   * The body as text, empty where it is larger; the connection is closed then.
   *
   * @param max bytes at most
   */
  public String beginning(int max) throws IOException {
    try {
      return new String(body(max), UTF_8);
    } catch (BoundedLines.TooLarge tooLarge) {
      watch.drop();
      return "";
    }
  }

  /**
   * The body's lines as they come; null where there is no body. A line that is longer than an
   * eighth of the largest body fails the call.
   */
  public @Nullable BoundedLines lines() throws IOException {
    HttpEntity entity = response.getEntity();
    return entity == null
        ? null
        : new BoundedLines(
            entity.getContent(), max, Math.max(max / LINE_PART, LINE_MIN), memory::text);
  }

  /**
   * Of the stream so many more characters are kept until its end.
   *
   * @throws IOException where there is no memory for it
   */
  public void keeps(long characters) throws IOException {
    memory.text(characters);
  }

  /** A piece of the stream has come: its next one has its time again. */
  public void seen() {
    watch.seen();
  }

  /** The stream's last piece has come: what is behind it may take a moment only. */
  public void over() {
    watch.over();
  }
}
