package dev.sessionmanager.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.util.Timeout;

/**
 * The calls of one caller, with bounds of its own on the connections that all share. A call blocks,
 * is made once, follows no redirect, and is ended by interrupting its thread. Any thread.
 */
public final class HttpCalls implements AutoCloseable {

  private final OutboundHttp http;
  private final HttpLimits limits;
  private final RequestConfig config;
  private final Set<HttpHost> allowed = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public HttpCalls(OutboundHttp http, HttpLimits limits) {
    this.http = http;
    this.limits = limits;
    this.config =
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.of(limits.connectTimeout()))
            .setResponseTimeout(Timeout.DISABLED) // the deadlines see to it, without a timer
            .setProtocolUpgradeEnabled(false)
            .build();
  }

  /** Reads an answer on the thread that called. */
  public interface Reader<T> {
    /** Throws what it likes; the connection is closed then. */
    T read(HttpAnswer answer) throws IOException;
  }

  /**
   * Makes a call.
   *
   * @throws CallFailure where no whole answer came; what the reader throws beside {@link
   *     IOException} comes through
   */
  public <T> T exchange(HttpCall call, Reader<T> reader) throws CallFailure {
    if (closed) {
      throw CallFailure.closed(null);
    }
    HttpHost address = address(call.uri);
    if (allowed.add(address)) {
      http.allow(address, limits);
    }
    call.request.setConfig(config);
    byte[] body = call.body;
    if (body != null) {
      call.request.setEntity(new EntityTemplate(body.length, null, null, out -> send(body, out)));
    }
    try (Deadlines.Watch watch = http.deadlines().watch(call, this);
        AnswerMemory.Share memory = http.memory().share()) {
      try {
        return ScopedValue.where(BoundedConnection.BODY_MAX, limits.answerMax())
            .call(() -> execute(address, call, reader, watch, memory));
      } catch (IOException e) {
        CallFailure failure = CallFailure.of(e, watch.cutOff(), watch.isAnswered());
        if (failure.reason() == CallFailure.Reason.BROKE_OFF
            || failure.reason() == CallFailure.Reason.UNREACHABLE) {
          distrust(); // one of a host that has gone, and with it all
        }
        throw failure;
      } catch (IllegalStateException | NullPointerException e) {
        if (http.isClosed()) {
          throw CallFailure.closed(e);
        }
        CallFailure.Reason cutOff = watch.cutOff();
        if (cutOff == null) {
          throw e;
        }
        // The client's own state, or what it misses, where a call is cut off between two of its
        // steps.
        throw CallFailure.of(new IOException(e), cutOff, watch.isAnswered());
      }
    }
  }

  private <T> T execute(
      HttpHost address,
      HttpCall call,
      Reader<T> reader,
      Deadlines.Watch watch,
      AnswerMemory.Share memory)
      throws IOException {
    return http.client()
        .execute(
            address,
            call.request,
            response -> {
              watch.answered();
              long max = limits.answerMax();
              return read(call, reader, new HttpAnswer(response, watch, memory, max));
            });
  }

  /**
   * For a moment every kept connection is looked at before it is used: its other end may be gone.
   */
  public void distrust() {
    allowed.forEach(http::suspect);
  }

  private static <T> T read(HttpCall call, Reader<T> reader, HttpAnswer answer) throws IOException {
    try {
      return reader.read(answer);
    } catch (IOException | RuntimeException e) {
      call.cancel(); // or else the client would read the rest before it closes the connection
      throw e;
    }
  }

  private void send(byte[] body, OutputStream out) throws IOException {
    out.write(body);
    out.flush();
    http.sent();
  }

  /** As the pool keeps it: with its port. */
  private static HttpHost address(URI uri) {
    int usual = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    int port = HttpCall.port(uri);
    return new HttpHost(uri.getScheme(), HttpCall.host(uri), port < 0 ? usual : port);
  }

  /** Ends the calls under way; further ones are not sent. */
  @Override
  public void close() {
    closed = true;
    http.deadlines().end(this);
  }
}
