package dev.sessionmanager.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.http.CallFailure;
import dev.sessionmanager.http.CallFailure.Reason;
import dev.sessionmanager.http.HttpCall;
import dev.sessionmanager.http.HttpCalls;
import dev.sessionmanager.http.HttpLimits;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.trace.TraceId;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * One HTTP exchange with the runtime or one of its agents, in JSON, with the caller's trace. A
 * message is never sent twice. Interrupting the calling virtual thread closes its connection.
 */
final class RuntimeHttp implements AutoCloseable {

  private final HttpCalls calls;
  private final RuntimeSettings settings;

  RuntimeHttp(OutboundHttp http, RuntimeSettings settings) {
    this.settings = settings;
    this.calls =
        new HttpCalls(
            http,
            new HttpLimits(
                settings.connectTimeout(),
                settings.connectionsMax(),
                settings.answerMax().toBytes()));
  }

  /** An answer that came: its status and its body, whatever they are. */
  static final class Answer {
    private final int status;
    private final byte[] body;

    Answer(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    int status() {
      return status;
    }

    byte[] body() {
      return body;
    }
  }

  /** Asks; changes nothing, so that it may be asked again where a kept connection was dead. */
  Answer get(URI uri, Duration timeout) throws CallFailure {
    try {
      return exchange(HttpCall.of("GET", uri, timeout));
    } catch (CallFailure failure) {
      if (failure.reason() != Reason.BROKE_OFF) {
        throw failure;
      }
      return exchange(HttpCall.of("GET", uri, timeout));
    }
  }

  Answer post(URI uri, byte @Nullable [] body, @Nullable String username, Duration timeout)
      throws CallFailure {
    HttpCall call = HttpCall.of("POST", uri, timeout);
    if (body != null) {
      call.json(body);
    }
    if (username != null) {
      call.header(AgentRuntime.USER_HEADER, UriUtils.encode(username, UTF_8));
    }
    return exchange(call);
  }

  private Answer exchange(HttpCall call) throws CallFailure {
    String parent = TraceId.parent();
    if (parent != null) {
      call.header("traceparent", parent);
    }
    return calls.exchange(
        call.header("Accept", "application/json"),
        answer -> new Answer(answer.status(), answer.body()));
  }

  /**
   * What a caller is told of a failed exchange.
   *
   * @param timeout that the exchange had
   */
  Problem problem(CallFailure failure, Duration timeout) {
    Problem problem =
        switch (failure.reason()) {
          case NO_CONNECTION_FREE ->
              new Problem(Kind.OVERLOADED)
                  .setting("RUNTIME_CONNECTIONS_MAX")
                  .retryAfter(Duration.ofSeconds(1));
          case CONNECT_TIMED_OUT ->
              new Problem(Kind.RUNTIME_TIMED_OUT).setting("RUNTIME_CONNECT_TIMEOUT");
          case UNREACHABLE, CLOSED -> new Problem(Kind.RUNTIME_UNREACHABLE);
          case TOO_LATE, NO_FIRST_PIECE, SILENT ->
              new Problem(Kind.RUNTIME_TIMED_OUT)
                  .setting(
                      timeout.equals(settings.answerTimeout())
                          ? "RUNTIME_ANSWER_TIMEOUT"
                          : "RUNTIME_LAUNCH_TIMEOUT");
          case TOO_LARGE ->
              new Problem(Kind.RUNTIME_UNREADABLE).setting("RUNTIME_ANSWER_MAX_BYTES");
          case INTERRUPTED, BROKE_OFF -> new Problem(Kind.RUNTIME_BROKE_OFF);
        };
    return problem.causedBy(failure);
  }

  /** Agents were stopped: connections to them may still be kept, and are good for nothing. */
  void agentsStopped() {
    calls.distrust();
  }

  @Override
  public void close() {
    calls.close();
  }
}
