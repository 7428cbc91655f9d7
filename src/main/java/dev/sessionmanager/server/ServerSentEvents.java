package dev.sessionmanager.server;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events (the HTML standard's event streams) as they go out, each flushed. Nothing goes
 * out before the first one: until then the response can still become another. A client that has
 * gone shows as an {@link IOException}. One thread.
 */
public final class ServerSentEvents {

  private static final byte[] EVENT = ascii("event: ");
  private static final byte[] ID = ascii("id: ");
  private static final byte[] DATA = ascii("data: ");
  private static final byte[] COMMENT = ascii(": ");
  private static final byte[] LINE_END = ascii("\n");
  private static final byte[] END = ascii("\n\n");

  private final HttpServletResponse response;
  private @Nullable OutputStream out;
  private long written = System.nanoTime();

  public ServerSentEvents(HttpServletResponse response) {
    this.response = response;
  }

  /** Whether a byte has gone out: from then on a problem is an event and no status. */
  public boolean begun() {
    return out != null;
  }

  /** Since when nothing has gone out; before the first byte, since the request came. */
  public Duration silence() {
    return Duration.ofNanos(System.nanoTime() - written);
  }

  /**
   * Writes an event.
   *
   * @param name of the event; null for one without
   * @param data without a line break, as JSON is
   */
  public void event(@Nullable String name, byte[] data) throws IOException {
    event(name, null, data);
  }

  /**
   * Sends an event with an id.
   *
   * @param id by which a reader says how much it has when it comes back; null for none
   */
  public void event(@Nullable String name, @Nullable String id, byte[] data) throws IOException {
    OutputStream to = begin();
    line(to, EVENT, name);
    line(to, ID, id);
    to.write(DATA);
    to.write(data);
    to.write(END);
    flush(to);
  }

  /**
   * A comment, which every client ignores, so that proxies see that the stream lives. No empty line
   * ends it: to OpenAI's client for Go that is an event without data, which is no JSON.
   */
  public void comment(String text) throws IOException {
    OutputStream to = begin();
    to.write(COMMENT);
    to.write(ascii(text));
    to.write(LINE_END);
    flush(to);
  }

  private static void line(OutputStream to, byte[] field, @Nullable String value)
      throws IOException {
    if (value != null) {
      to.write(field);
      to.write(ascii(value));
      to.write(LINE_END);
    }
  }

  private OutputStream begin() throws IOException {
    OutputStream to = out;
    if (to == null) {
      response.setContentType("text/event-stream");
      response.setCharacterEncoding("UTF-8");
      response.setHeader("X-Accel-Buffering", "no"); // nginx would keep the pieces together
      to = response.getOutputStream();
      out = to;
    }
    return to;
  }

  private void flush(OutputStream to) throws IOException {
    to.flush();
    written = System.nanoTime();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
