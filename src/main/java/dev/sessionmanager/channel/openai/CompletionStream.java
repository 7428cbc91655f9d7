package dev.sessionmanager.channel.openai;

import dev.sessionmanager.channel.openai.CompletionWire.Call;
import dev.sessionmanager.channel.openai.CompletionWire.ChunkChoice;
import dev.sessionmanager.channel.openai.CompletionWire.Delta;
import dev.sessionmanager.channel.openai.CompletionWire.Usage;
import dev.sessionmanager.gateway.Reply;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer as server-sent events, written as it comes, each event flushed. A client that has gone
 * shows as an {@link IOException}. One thread.
 */
final class CompletionStream {

  private static final byte[] DATA = ascii("data: ");
  private static final byte[] END = ascii("\n\n");
  private static final byte[] PING = ascii(": ping");
  private static final byte[] DONE = ascii("data: [DONE]");

  private final HttpServletResponse response;
  private final JsonMapper json;
  private final CompletionWire wire;
  private final boolean tellsUsage;
  private boolean begun;
  private boolean introduced;

  /** Half of a character that two chars make; its other half is still to come. */
  private String half = "";

  CompletionStream(
      HttpServletResponse response, JsonMapper json, CompletionWire wire, boolean tellsUsage) {
    this.response = response;
    this.json = json;
    this.wire = wire;
    this.tellsUsage = tellsUsage;
  }

  /** Whether a byte has gone out: from then on a problem is an event and no status. */
  boolean begun() {
    return begun;
  }

  /** A comment, which every client ignores: a sign of life, and a way to learn of a broken line. */
  void ping() throws IOException {
    write(PING, new byte[0]);
  }

  void piece(String text) throws IOException {
    String whole = half + text;
    boolean broken =
        !whole.isEmpty() && Character.isHighSurrogate(whole.charAt(whole.length() - 1));
    int end = broken ? whole.length() - 1 : whole.length();
    half = whole.substring(end);
    if (end > 0) {
      delta(new Delta(null, whole.substring(0, end), null));
    }
  }

  void end(Reply reply) throws IOException {
    List<Call> calls = Call.of(reply.toolCalls(), true);
    for (Call call : calls) {
      delta(new Delta(null, null, List.of(call)));
    }
    introduce();
    Delta nothing = new Delta(null, null, null);
    Map<String, @Nullable Object> last = chunk(nothing, reply.finishReason());
    if (!reply.meta().isEmpty()) {
      last.put("session_manager", reply.meta());
    }
    event(last);
    if (tellsUsage) {
      event(wire.chunk(List.of(), true, Usage.of(reply)));
    }
    write(DONE, new byte[0]);
  }

  /** Ends the stream in the middle; without {@code [DONE]}. */
  void problem(Map<String, Object> error) throws IOException {
    event(error);
  }

  private void delta(Delta delta) throws IOException {
    introduce();
    event(chunk(delta, null));
  }

  /** The first chunk says who speaks. */
  private void introduce() throws IOException {
    if (!introduced) {
      introduced = true;
      event(chunk(new Delta("assistant", "", null), null));
    }
  }

  private Map<String, @Nullable Object> chunk(Delta delta, @Nullable String finishReason) {
    return wire.chunk(List.of(new ChunkChoice(0, delta, null, finishReason)), tellsUsage, null);
  }

  private void event(Object event) throws IOException {
    write(DATA, json.writeValueAsBytes(event));
  }

  private void write(byte[] head, byte[] body) throws IOException {
    if (!begun) {
      begun = true;
      response.setContentType("text/event-stream");
      response.setCharacterEncoding("UTF-8");
      response.setHeader("X-Accel-Buffering", "no"); // nginx would keep the pieces together
    }
    ServletOutputStream out = response.getOutputStream();
    out.write(head);
    out.write(body);
    out.write(END);
    out.flush();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
