package dev.sessionmanager.channel.chatwoot;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sessionmanager.channel.chatwoot.ChatwootIntake.Outcome;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /webhook/chatwoot}. Chatwoot waits 5 seconds. Webhooks of accounts and of API inboxes
 * are sent once, whatever is answered; those of agent bots again on 429 and 500 and nothing else
 * (three times, three seconds apart), and then, or after any other refusal, Chatwoot opens the
 * conversation for humans. Hence the statuses:
 *
 * <ul>
 *   <li>200 once it is stored, and for what is nothing to us: a refusal of that would call humans.
 *   <li>500 where it could not be stored, because an agent bot's comes again then.
 *   <li>401 for a signature that is no good, and 400 for what is no JSON: Chatwoot sends neither.
 *       If a wrong secret makes it, humans get the conversation, which is where it belongs
 *       meanwhile.
 *   <li>404 while Chatwoot is not connected: nobody could answer.
 * </ul>
 */
@RestController
class ChatwootController {

  private static final JsonMapper JSON = new JsonMapper();

  private final ChatwootSettings settings;
  private final Signatures signatures;
  private final SignatureFaults faults;
  private final ChatwootIntake intake;
  private final Clock clock;

  ChatwootController(
      ChatwootSettings settings, SignatureFaults faults, ChatwootIntake intake, Clock clock) {
    this.settings = settings;
    this.signatures = new Signatures(settings.webhookSecrets(), clock);
    this.faults = faults;
    this.intake = intake;
    this.clock = clock;
  }

  /**
   * The contract's answer, which Chatwoot does not read.
   *
   * @param ignored why it was of no use; absent where it was
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Receipt(String status, Instant timestamp, @Nullable String ignored) {}

  @PostMapping("/webhook/chatwoot")
  Receipt receive(
      @RequestBody(required = false) byte @Nullable [] body,
      @RequestHeader(name = Signatures.SIGNATURE, required = false) @Nullable String signature,
      @RequestHeader(name = Signatures.TIMESTAMP, required = false) @Nullable String timestamp,
      Caller caller) {
    if (settings.url() == null) {
      throw new Problem(Kind.NOT_FOUND).setting("CHATWOOT_API_URL");
    }
    byte[] raw = body == null ? new byte[0] : body;
    verify(raw, signature, timestamp, caller);
    Outcome outcome = take(ChatwootWire.event(json(raw)), caller.traceId());
    return new Receipt(
        "received",
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        outcome == Outcome.IGNORED ? "nothing to answer or to note" : null);
  }

  private void verify(
      byte[] body, @Nullable String signature, @Nullable String timestamp, Caller caller) {
    if (settings.webhookSecrets().isEmpty()) {
      if (!caller.trusted()) {
        throw new Problem(Kind.UNAUTHENTICATED).setting("CHATWOOT_WEBHOOK_SECRET");
      }
      return;
    }
    Optional<Signatures.Fault> fault = signatures.fault(signature, timestamp, body);
    if (fault.isPresent()) {
      faults.note(fault.get(), caller.address());
      throw new Problem(Kind.BAD_SIGNATURE).setting("CHATWOOT_WEBHOOK_SECRET");
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      JsonNode root = JSON.readTree(body);
      if (root != null && root.isObject()) {
        return root;
      }
      throw new Problem(Kind.MALFORMED);
    } catch (JacksonException noJson) {
      throw new Problem(Kind.MALFORMED).causedBy(noJson);
    }
  }

  private Outcome take(ChatwootWire.Event event, String traceId) {
    try {
      return intake.take(event, traceId);
    } catch (Problem notStored) {
      // Its own status, 503, is one that no Chatwoot sends again.
      throw new Problem(Kind.INTERNAL).causedBy(notStored);
    }
  }
}
