package dev.sessionmanager.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.sessionmanager.http.BoundedLines;
import dev.sessionmanager.http.CallFailure;
import dev.sessionmanager.http.CallFailure.Reason;
import dev.sessionmanager.http.HttpAnswer;
import dev.sessionmanager.http.HttpCall;
import dev.sessionmanager.http.HttpCalls;
import dev.sessionmanager.http.HttpLimits;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.tuning.StreamPace;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client beneath LangChain4j: blocking on the caller's thread, and each way to fail as a
 * {@link ModelFailure}. Interrupting the thread closes the connection. What a request may take it
 * learns from {@link ProviderCall#CURRENT}.
 */
final class UpstreamHttp implements HttpClient, AutoCloseable {

  /** Of an error's body; the rest is of no use. */
  private static final int ERROR_MAX_BYTES = 64 * 1024;

  private final HttpCalls calls;
  private final StreamPace pace;
  private final ModelsSettings settings;
  private final Clock clock;

  UpstreamHttp(OutboundHttp http, ModelsSettings settings, Clock clock) {
    this.calls =
        new HttpCalls(
            http,
            new HttpLimits(
                settings.connectTimeout(),
                settings.connectionsMax(),
                settings.answerMax().toBytes()));
    this.pace = http.pace();
    this.settings = settings;
    this.clock = clock;
  }

  /** A status and a body, whatever they are. */
  record Answer(int status, String body) {}

  /** Asks something small, like what models there are; closes the connection after this time. */
  Answer get(URI uri, @Nullable String key, Duration time) throws CallFailure {
    HttpCall call = HttpCall.of("GET", uri, time);
    if (key != null) {
      call.header("Authorization", "Bearer " + key);
    }
    return calls.exchange(
        call, answer -> new Answer(answer.status(), new String(answer.body(), UTF_8)));
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    return exchange(
            request,
            (answer, call, refusals) -> {
              byte[] body = answer.body();
              call.noteFirst();
              return Optional.of(
                  SuccessfulHttpResponse.builder().statusCode(answer.status()).body(body).build());
            })
        .orElseThrow();
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    var _ =
        exchange(
            request,
            (answer, call, refusals) -> {
              BoundedLines lines = answer.lines();
              if (lines != null) {
                read(new ProviderEventStream(lines, call, answer, refusals, listener), call);
                answer.over(); // The client reads what is behind it, and keeps the connection.
              }
              return Optional.empty();
            });
  }

  private void read(ProviderEventStream stream, ProviderCall call) throws IOException {
    call.paced(pace::pause);
    try {
      pace.read(stream::read, call::beforeRead);
    } finally {
      call.handOn();
    }
  }

  /** Reads an answer whose status is good. */
  private interface Reader {
    Optional<SuccessfulHttpResponse> read(
        HttpAnswer answer, ProviderCall call, ProviderRefusals refusals) throws IOException;
  }

  private Optional<SuccessfulHttpResponse> exchange(HttpRequest request, Reader reader) {
    ProviderCall call = ProviderCall.CURRENT.get();
    ProviderRefusals refusals =
        new ProviderRefusals(call.target(), ModelsSettings.seconds(settings.backoffMax()));
    try {
      Optional<SuccessfulHttpResponse> response =
          calls.exchange(
              httpCall(request, call),
              answer -> {
                if (answer.status() / 100 != 2) {
                  // Noted, not thrown: the connection of an answer that was read is kept.
                  var _ = call.fail(refused(answer, refusals));
                  return Optional.empty();
                }
                return reader.read(answer, call, refusals);
              });
      call.throwIfFailed();
      return response;
    } catch (CallFailure e) {
      if (call.complete()) {
        return Optional.empty(); // Only the transfer failed behind a stream that was complete.
      }
      throw call.fail(failure(e));
    } catch (RuntimeException e) {
      throw call.fail(e);
    }
  }

  private ModelFailure refused(HttpAnswer answer, ProviderRefusals refusals) throws IOException {
    return refusals.of(
        answer.status(), answer.beginning(ERROR_MAX_BYTES), RetryAfter.of(answer::header, clock));
  }

  private HttpCall httpCall(HttpRequest request, ProviderCall call) {
    HttpCall made =
        HttpCall.until(request.method().name(), URI.create(request.url()), call.deadline());
    request.headers().forEach((name, values) -> values.forEach(v -> made.header(name, v)));
    made.header("X-Request-ID", call.requestId());
    if (call.streaming()) {
      made.header("Accept", "text/event-stream, */*")
          .streamed(settings.firstTokenTimeout(), settings.idleTimeout());
    } else {
      made.header("Accept", "application/json");
    }
    return request.body() == null ? made : made.body(request.body().getBytes(UTF_8));
  }

  private static RuntimeException failure(CallFailure failure) {
    if (failure.reason() == Reason.INTERRUPTED || Thread.currentThread().isInterrupted()) {
      return ModelFailure.cancelled(failure);
    }
    return ModelFailure.of(failure);
  }

  /** For LangChain4j's builders, whose own time-outs are not used. */
  HttpClientBuilder builder() {
    return new HttpClientBuilder() {
      @Override
      public Duration connectTimeout() {
        return settings.connectTimeout();
      }

      @Override
      public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
      }

      @Override
      public Duration readTimeout() {
        return settings.timeout();
      }

      @Override
      public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
      }

      @Override
      public HttpClient build() {
        return UpstreamHttp.this;
      }
    };
  }

  @Override
  public void close() {
    calls.close();
  }
}
