package dev.sessionmanager.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.jspecify.annotations.Nullable;

/** One request to be made, once; belongs to one thread. */
public final class HttpCall {

  private static final long UNBOUNDED = Long.MAX_VALUE;

  /**
   * A host that java.net.URI does not take for one, because of an underscore: names in a network of
   * Docker's have it, like {@code evolution_api:8080}.
   */
  private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");

  final HttpUriRequestBase request;
  final URI uri;
  byte @Nullable [] body;

  /** When it must have ended, by {@link System#nanoTime}. */
  final long deadline;

  /** Nanoseconds until the first piece of a stream. */
  long firstPiece = UNBOUNDED;

  /** Nanoseconds between two pieces of a stream. */
  long silence = UNBOUNDED;

  private HttpCall(String method, URI uri, long deadline) {
    this.uri = withoutUser(uri);
    this.request = new HttpUriRequestBase(method, this.uri);
    this.deadline = deadline;
    if (uri.getUserInfo() != null) {
      byte[] user = uri.getUserInfo().getBytes(StandardCharsets.UTF_8);
      header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
    }
    request.setHeader("User-Agent", "session-manager");
  }

  /**
   * A call.
   *
   * @param time for all of it, from now on, up to its answer's last byte
   */
  public static HttpCall of(String method, URI uri, Duration time) {
    return until(method, uri, System.nanoTime() + time.toNanos());
  }

  /**
   * A call.
   *
   * @param deadline when it must have ended, by {@link System#nanoTime}
   */
  public static HttpCall until(String method, URI uri, long deadline) {
    return new HttpCall(method, uri, deadline);
  }

  /** Whether an address can be called: {@code http} or {@code https}, and a host. */
  public static boolean canCall(URI address) {
    return host(address) != null && ("" + address.getScheme()).matches("(?i)https?");
  }

  /** The host of an address, also one with an underscore; null where it has none. */
  public static @Nullable String host(URI address) {
    return address.getHost() != null
        ? address.getHost()
        : named(address).map(name -> name.group(1)).orElse(null);
  }

  /** The port of an address; -1 where it has none. */
  public static int port(URI address) {
    return named(address)
        .filter(name -> address.getHost() == null && name.group(2) != null)
        .map(name -> Integer.parseInt(name.group(2)))
        .orElse(address.getPort());
  }

  private static Optional<Matcher> named(URI address) {
    return Optional.ofNullable(address.getRawAuthority())
        .map(NAMED::matcher)
        .filter(Matcher::matches);
  }

  /**
   * An address without the user and password that may stand before its host: what may be shown and
   * logged. A call sends these two as {@code Authorization: Basic}, unless a key takes the header.
   */
  public static URI withoutUser(URI address) {
    String user = address.getRawUserInfo();
    return user == null ? address : URI.create(address.toString().replace("//" + user + '@', "//"));
  }

  /** Sets a header. */
  public HttpCall header(String name, String value) {
    request.setHeader(name, value);
    return this;
  }

  /** With this body; its type stands in a header. */
  public HttpCall body(byte[] body) {
    this.body = body;
    return this;
  }

  /** With this body of JSON. */
  public HttpCall json(byte[] body) {
    return header("Content-Type", "application/json; charset=UTF-8").body(body);
  }

  /**
   * Its answer is a stream.
   *
   * @param firstPiece how long its first piece may take
   * @param silence how long there may be none between two pieces
   */
  public HttpCall streamed(Duration firstPiece, Duration silence) {
    this.firstPiece = firstPiece.toNanos();
    this.silence = silence.toNanos();
    return this;
  }

  /** Closes its connection. Any thread. */
  void cancel() {
    request.cancel();
  }
}
