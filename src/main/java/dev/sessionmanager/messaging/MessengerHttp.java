package dev.sessionmanager.messaging;

import dev.sessionmanager.http.CallFailure;
import dev.sessionmanager.http.CallFailure.Verdict;
import dev.sessionmanager.http.HttpAnswer;
import dev.sessionmanager.http.HttpCall;
import dev.sessionmanager.http.HttpCalls;
import dev.sessionmanager.http.HttpTimes;
import dev.sessionmanager.http.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls of a messaging provider's API, JSON both ways: bounds on time and size, nothing sent twice,
 * and each way to fail as a {@link DeliveryFailure}. Any thread; interrupting it closes its
 * connection.
 */
public final class MessengerHttp implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * An answer that came.
   *
   * @param json missing where the body is none
   * @param date by the clock there; null where it does not say
   * @param retryAfter how long it wants to be left alone; null where it does not say
   */
  public record Answer(
      int status, JsonNode json, @Nullable Instant date, @Nullable Duration retryAfter) {}

  /** What the provider's statuses mean. */
  @FunctionalInterface
  public interface Statuses {
    /**
     * What an answer says has failed; null for one that has not.
     *
     * @param once whether doing it twice would be wrong
     */
    @Nullable DeliveryFailure failure(Answer answer, boolean once);
  }

  private final HttpCalls calls;
  private final MessagingProvider provider;
  private final Statuses statuses;
  private final Clock clock;

  private volatile boolean reached = true;
  private volatile @Nullable String refused;

  public MessengerHttp(
      OutboundHttp http, MessagingProvider provider, Statuses statuses, Clock clock) {
    this.calls = new HttpCalls(http, provider.limits());
    this.provider = provider;
    this.statuses = statuses;
    this.clock = clock;
  }

  /** Whether the last call found a provider that works and knows us; true before the first. */
  public boolean reached() {
    return reached;
  }

  /** Why the provider does not let us in, as its last answer said; empty where it does. */
  public Optional<String> refused() {
    return Optional.ofNullable(refused);
  }

  /** Asks; changes nothing, hence a failure is never UNKNOWN. */
  public Answer get(String path) throws DeliveryFailure {
    return exchange(call("GET", path, provider.timeout()), false);
  }

  /**
   * Posts.
   *
   * @param once whether it would be wrong to do it twice, so that an outcome that is unknown is
   *     said to be
   */
  public Answer post(String path, Object body, boolean once) throws DeliveryFailure {
    return post(path, body, once, Duration.ZERO);
  }

  /**
   * Posts what takes its time.
   *
   * @param more time than usual
   */
  public Answer post(String path, Object body, boolean once, Duration more) throws DeliveryFailure {
    HttpCall call = call("POST", path, provider.timeout().plus(more));
    return exchange(call.json(JSON.writeValueAsBytes(body)), once);
  }

  private HttpCall call(String method, String path, Duration time) {
    HttpCall call =
        HttpCall.of(method, URI.create(provider.address() + path).normalize(), time)
            .header("Accept", "application/json");
    return provider.keyHeader().isEmpty()
        ? call
        : call.header(provider.keyHeader(), provider.key());
  }

  private Answer exchange(HttpCall call, boolean once) throws DeliveryFailure {
    Answer answer;
    try {
      answer = calls.exchange(call, this::read);
    } catch (CallFailure failure) {
      reached = false;
      throw failure(failure, once);
    }
    DeliveryFailure failure = statuses.failure(answer, once);
    boolean stopped = failure != null && failure.kind() == DeliveryFailure.Kind.STOPPED;
    reached = answer.status() < 500 && !stopped;
    refused = failure != null && stopped ? failure.reason() : null;
    if (failure != null) {
      throw answer.retryAfter() == null ? failure : failure.retryAfter(answer.retryAfter());
    }
    return answer;
  }

  private Answer read(HttpAnswer answer) throws IOException {
    return new Answer(
        answer.status(),
        json(answer.body()),
        HttpTimes.date(answer.header("Date")),
        HttpTimes.retryAfter(answer.header("Retry-After"), clock.instant()));
  }

  private static JsonNode json(byte[] body) {
    try {
      JsonNode node = JSON.readTree(body);
      return node == null ? JSON.missingNode() : node;
    } catch (JacksonException none) {
      return JSON.missingNode();
    }
  }

  private DeliveryFailure failure(CallFailure failure, boolean once) {
    if (failure.reason() == CallFailure.Reason.CLOSED) {
      return DeliveryFailure.later("The service is being stopped.", failure);
    }
    if (failure.verdict() == Verdict.NOT_SENT) {
      return DeliveryFailure.later(
          provider.name() + " cannot be reached: check " + provider.connectedBy() + '.', failure);
    }
    String reason = provider.name() + " did not answer in time or broke off.";
    return once ? DeliveryFailure.unknown(reason, failure) : DeliveryFailure.later(reason, failure);
  }

  @Override
  public void close() {
    calls.close();
  }
}
