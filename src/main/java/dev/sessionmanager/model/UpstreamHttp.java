package dev.sessionmanager.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.http.BoundedLines;
import dev.sessionmanager.http.CallFailure;
import dev.sessionmanager.http.CallFailure.Reason;
import dev.sessionmanager.http.HttpAnswer;
import dev.sessionmanager.http.HttpCall;
import dev.sessionmanager.http.HttpCalls;
import dev.sessionmanager.http.HttpLimits;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.tuning.StreamPace;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The calls to models' providers: blocking on the caller's thread, and each way to fail as a {@link
 * ModelFailure}. Interrupting the thread closes the connection.
 */
final class UpstreamHttp implements AutoCloseable {

  /** Of what is asked beside the answers; thousands of models have room in it. */
  private static final int SMALL_MAX_BYTES = 4 * 1024 * 1024;

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

  /**
   * Asks something small, like what models there are; closes the connection after this time. A body
   * that is larger than that is empty.
   */
  Answer get(URI uri, @Nullable String key, Duration time) throws CallFailure {
    return calls.exchange(
        authorized(HttpCall.of("GET", uri, time), key),
        answer -> new Answer(answer.status(), answer.beginning(SMALL_MAX_BYTES)));
  }

  /** The same with a body of JSON. */
  Answer post(URI uri, @Nullable String key, byte[] json, Duration time) throws CallFailure {
    return calls.exchange(
        authorized(HttpCall.of("POST", uri, time), key)
            .header("Content-Type", "application/json")
            .body(json),
        answer -> new Answer(answer.status(), answer.beginning(SMALL_MAX_BYTES)));
  }

  /**
   * Asks a model once.
   *
   * @param request its body, as {@link Requests} makes it
   * @throws ModelFailure why there is no answer; or whatever the reader of the pieces threw
   */
  ModelAnswer ask(ProviderCall call, byte[] request) {
    ModelAnswer answer = new ModelAnswer(call.target());
    try {
      Optional<ModelFailure> refused =
          calls.exchange(httpCall(call, request), response -> read(response, call, answer));
      if (refused.isPresent()) {
        throw refused.get();
      }
    } catch (CallFailure e) {
      boolean left = e.reason() == Reason.INTERRUPTED || Thread.currentThread().isInterrupted();
      if (!answer.isComplete() && (left || !answer.isFinished())) {
        throw failure(e);
      }
      // Else only the transfer behind its last piece failed.
      answer.end().forEach(call::piece);
      call.handOn();
    }
    return answer;
  }

  /**
   * Has a model's server make vectors once.
   *
   * @param request its body, as {@link EmbeddingWire} makes it
   * @param deadline when the answer must be complete, by {@link System#nanoTime}
   * @return the body of its answer
   * @throws ModelFailure why there is no answer
   */
  byte[] embed(Target target, byte[] request, String requestId, long deadline) {
    URI uri = URI.create(target.url() + (target.ollama() ? "/api/embed" : "/embeddings"));
    HttpCall call =
        authorized(HttpCall.until("POST", uri, deadline), target.key())
            .header("X-Request-ID", requestId)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .body(request);
    List<ModelFailure> refused = new ArrayList<>(1);
    byte[] body;
    try {
      body =
          calls.exchange(
              call,
              response -> {
                if (response.status() / 100 == 2) {
                  return response.bytes();
                }
                String why = response.beginning(ERROR_MAX_BYTES);
                Duration wait = RetryAfter.of(response::header, clock);
                refused.add(refusals(target).of(response.status(), why, wait));
                return new byte[0];
              });
    } catch (CallFailure e) {
      throw failure(e);
    }
    // Not thrown above: the connection of a response that was read is kept.
    if (!refused.isEmpty()) {
      throw refused.getFirst();
    }
    return body;
  }

  private ProviderRefusals refusals(Target target) {
    return new ProviderRefusals(target, ModelsSettings.seconds(settings.backoffMax()));
  }

  /** A refusal is returned, not thrown: the connection of a response that was read is kept. */
  private Optional<ModelFailure> read(HttpAnswer response, ProviderCall call, ModelAnswer answer)
      throws IOException {
    ProviderRefusals refusals = refusals(call.target());
    if (response.status() / 100 != 2) {
      String body = response.beginning(ERROR_MAX_BYTES);
      return Optional.of(
          refusals.of(response.status(), body, RetryAfter.of(response::header, clock)));
    }
    if (call.streaming() && !isWhole(response, call.target())) {
      BoundedLines lines = response.lines();
      if (lines == null) {
        throw ModelFailure.passing(new Problem(Kind.MODEL_BROKE_OFF), null);
      }
      stream(new ProviderStream(lines, response, call, answer, refusals), call);
      response.over(); // The client reads what is behind it, and keeps the connection.
    } else {
      byte[] body = response.body();
      call.noteFirst();
      JsonNode whole = Json.tree(new String(body, UTF_8));
      if (ProviderRefusals.isError(whole)) { // OpenRouter's way to say that another server failed
        return Optional.of(refusals.midway(whole));
      }
      answer.readWhole(whole).forEach(call::piece);
      answer.end().forEach(call::piece);
      call.handOn();
    }
    return Optional.empty();
  }

  /** Servers that cannot stream, or fail before their first piece, answer who wants one in one. */
  private static boolean isWhole(HttpAnswer response, Target target) {
    String type = response.header("Content-Type");
    return !target.ollama() && type != null && type.startsWith("application/json");
  }

  private void stream(ProviderStream stream, ProviderCall call) throws IOException {
    call.paced(pace::pause);
    try {
      pace.read(stream::read, call::beforeRead);
    } finally {
      call.handOn();
    }
  }

  private HttpCall httpCall(ProviderCall call, byte[] request) {
    Target target = call.target();
    URI uri = URI.create(target.url() + (target.ollama() ? "/api/chat" : "/chat/completions"));
    HttpCall made =
        authorized(HttpCall.until("POST", uri, call.deadline()), target.key())
            .header("X-Request-ID", call.requestId())
            .header("Content-Type", "application/json")
            .body(request);
    return call.streaming()
        ? made.header("Accept", "text/event-stream, */*")
            .streamed(settings.firstTokenTimeout(), settings.idleTimeout())
        : made.header("Accept", "application/json");
  }

  private static HttpCall authorized(HttpCall call, @Nullable String key) {
    return key == null ? call : call.header("Authorization", "Bearer " + key);
  }

  private static RuntimeException failure(CallFailure failure) {
    if (failure.reason() == Reason.INTERRUPTED || Thread.currentThread().isInterrupted()) {
      return ModelFailure.cancelled(failure);
    }
    return ModelFailure.of(failure);
  }

  @Override
  public void close() {
    calls.close();
  }
}
