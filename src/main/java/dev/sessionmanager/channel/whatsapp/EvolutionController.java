package dev.sessionmanager.channel.whatsapp;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Evolution's webhooks. What is answered fits this sender, which tries up to ten times within 20
 * minutes, but never again after a 400, 401, 403, 404 or 422:
 *
 * <ul>
 *   <li>200 once it is stored, and for what needs no storing: events of other kinds or other
 *       instances, stories, reactions. Nothing would come of sending those again.
 *   <li>412 when the sender is not known. A wrong secret is nearly always a mistake in the
 *       settings, and customers' messages must still be there once it is put right; 401 would have
 *       lost them.
 *   <li>503 when it cannot be stored, 500 for a fault of ours: it comes again.
 *   <li>400 for what is no JSON: the same bytes would come again, and nothing else is lost by it.
 * </ul>
 */
@RestController
class EvolutionController {

  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final SenderCheck sender;
  private final EvolutionIntake intake;
  private final Clock clock;

  EvolutionController(SenderCheck sender, EvolutionIntake intake, Clock clock) {
    this.sender = sender;
    this.intake = intake;
    this.clock = clock;
  }

  /**
   * The contract's answer.
   *
   * @param ignored why it was of no use; absent where it was
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Receipt(String status, Instant timestamp, @Nullable String ignored) {}

  @PostMapping("/webhook/evolution")
  Receipt event(HttpServletRequest request, Caller caller) throws IOException {
    return take(request, caller, null);
  }

  /** With "webhook by events" on, Evolution appends the event's name. */
  @PostMapping("/webhook/evolution/{event}")
  Receipt event(HttpServletRequest request, Caller caller, @PathVariable String event)
      throws IOException {
    return take(request, caller, event);
  }

  private Receipt take(HttpServletRequest request, Caller caller, @Nullable String path)
      throws IOException {
    if (!sender.accepts(request, caller)) {
      throw new Problem(Kind.WEBHOOK_UNVERIFIED);
    }
    String ignored;
    try {
      ignored = intake.take(WebhookBody.event(body(request), path), caller.traceId());
    } catch (Problem problem) {
      throw problem.kind() == Kind.STORAGE_FAILED ? problem.retryAfter(AGAIN) : problem;
    }
    return new Receipt("received", clock.instant().truncatedTo(ChronoUnit.MILLIS), ignored);
  }

  private static JsonNode body(HttpServletRequest request) throws IOException {
    try {
      JsonNode body = WebhookBody.read(request.getInputStream());
      if (!body.isObject()) {
        throw new Problem(Kind.MALFORMED);
      }
      return body;
    } catch (JacksonException e) {
      if (e.getCause() instanceof IOException broken) {
        throw broken; // the body could not be read, or was too large: not the JSON's fault
      }
      throw new Problem(Kind.MALFORMED).causedBy(e);
    }
  }
}
