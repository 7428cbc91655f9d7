package dev.sessionmanager.messaging;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A call of a messaging provider's. Belongs to the thread of its request. */
public final class Webhook {

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServletRequest request;
  private final Caller caller;
  private final @Nullable String event;
  private final int bodyMax;
  private byte @Nullable [] body;
  private @Nullable JsonNode json;
  private @Nullable Problem unreadable;
  private @Nullable Passage seen;

  Webhook(HttpServletRequest request, Caller caller, @Nullable String event, int bodyMax) {
    this.request = request;
    this.caller = caller;
    this.event = event;
    this.bodyMax = bodyMax;
  }

  /** The first header of this name; null where there is none. */
  public @Nullable String header(String name) {
    return request.getHeader(name);
  }

  /** Whether it comes from where no secret is needed. */
  public boolean trusted() {
    return caller.trusted();
  }

  /** 32 hex digits. */
  public String traceId() {
    return caller.traceId();
  }

  /** The event that the address names behind the provider; null where it names none. */
  public @Nullable String event() {
    return event;
  }

  /**
   * Whether the body is longer than what {@link #body} may keep, or may be: such a body is read by
   * a {@link Reader} only.
   */
  public boolean large() {
    long length = request.getContentLengthLong();
    return length < 0 || length > bodyMax;
  }

  /** Sees a body as it comes. */
  @FunctionalInterface
  public interface Passage {
    /** The same body, as it is read further on. */
    InputStream of(InputStream body);
  }

  /** Who has seen all of the body; null where {@link #read} has not been called. */
  public @Nullable Passage seen() {
    return seen;
  }

  /**
   * Reads the whole body, so that somebody sees all of it as it comes; what it says, or what is
   * wrong with it, {@link #json(Reader)} tells afterwards.
   */
  public void read(Passage passage, Reader reader) throws IOException {
    seen = passage;
    InputStream in = passage.of(request.getInputStream());
    try {
      json = parsed(reader, in);
    } catch (Problem wrong) {
      unreadable = wrong;
    }
    in.transferTo(OutputStream.nullOutputStream());
  }

  /**
   * The whole body, as it came.
   *
   * @throws Problem TOO_LARGE above {@code web.body-max}
   */
  public byte[] body() throws IOException {
    if (body == null) {
      byte[] read = request.getInputStream().readNBytes(bodyMax + 1);
      if (read.length > bodyMax) {
        throw new Problem(Kind.TOO_LARGE, bodyMax).setting("BODY_MAX_BYTES");
      }
      body = read;
    }
    return body;
  }

  /**
   * The body as a JSON object.
   *
   * @throws Problem MALFORMED for anything else
   */
  public JsonNode json() throws IOException {
    byte[] whole = body();
    return json(ignored -> JSON.readTree(whole));
  }

  /** Reads a body as it comes, so that what is not wanted of it never is in memory. */
  @FunctionalInterface
  public interface Reader {
    /** Throws {@link JacksonException} for what is no JSON. */
    @Nullable JsonNode read(InputStream body) throws IOException;
  }

  /**
   * The body as a JSON object, by a reader of the provider's; read once.
   *
   * @throws Problem MALFORMED for anything else
   */
  public JsonNode json(Reader reader) throws IOException {
    if (unreadable != null) {
      throw unreadable;
    }
    if (json == null) {
      json = parsed(reader, request.getInputStream());
    }
    return json;
  }

  private static JsonNode parsed(Reader reader, InputStream in) throws IOException {
    try {
      JsonNode json = reader.read(in);
      if (json == null || !json.isObject()) {
        throw new Problem(Kind.MALFORMED);
      }
      return json;
    } catch (JacksonException e) {
      if (e.getCause() instanceof IOException broken) {
        throw broken; // the body could not be read, or was too large: not the JSON's fault
      }
      throw new Problem(Kind.MALFORMED).causedBy(e);
    }
  }
}
