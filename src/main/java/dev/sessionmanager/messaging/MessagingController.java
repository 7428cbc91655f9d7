package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.Page;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.PageLimit;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.Text;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.trace.Audit;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Messaging channels, for the operator: conversations that humans hold, replies on their way, and
 * messages that nobody may answer.
 */
@RestController
class MessagingController {

  private static final String OPERATOR = "operator";

  private final MessagingService messaging;
  private final HumanTakeover humans;
  private final Deliveries deliveries;
  private final DeliveryList list;
  private final Inbox inbox;
  private final FieldCheck fields;
  private final MessageSource messages;
  private final Clock clock;

  MessagingController(
      MessagingService messaging,
      HumanTakeover humans,
      Deliveries deliveries,
      DeliveryList list,
      Inbox inbox,
      FieldCheck fields,
      MessageSource messages,
      Clock clock) {
    this.messaging = messaging;
    this.humans = humans;
    this.deliveries = deliveries;
    this.list = list;
    this.inbox = inbox;
    this.fields = fields;
    this.messages = messages;
    this.clock = clock;
  }

  record NewHandover(
      @Text(blank = "required") String channel,
      @Text(blank = "required") String conversation,
      @Nullable String by,
      @Nullable Instant until) {}

  /** Deliveries in this state. */
  record Wanted(String state) {

    @AssertTrue(message = "delivery_state")
    boolean isState() {
      return asked().isPresent();
    }

    private Optional<Delivery.State> asked() {
      return Arrays.stream(Delivery.State.values())
          .filter(s -> s.shown().equals(state))
          .findFirst();
    }
  }

  /** What waits for a human, for how long and why, and what a human holds. */
  @GetMapping("/admin/handovers")
  Map<String, Object> handovers(@RequestParam(defaultValue = "100") int limit) {
    return Map.of("handovers", humans.list(checked(limit)));
  }

  /** From now on the conversation is a human's: a running answer stops, nothing more is sent. */
  @PostMapping("/admin/handovers")
  Map<String, Object> handOver(@RequestBody @Valid NewHandover wanted, Caller caller) {
    String by = wanted.by() == null || wanted.by().isBlank() ? OPERATOR : wanted.by();
    messaging.silence(
        wanted.channel(), wanted.conversation(), by, wanted.until(), caller.operator());
    return done();
  }

  /** The bot answers again, from the next message on; nobody waits for a human any more. */
  @DeleteMapping("/admin/handovers")
  Map<String, @Nullable Object> giveBack(
      @RequestParam String channel, @RequestParam String conversation, Caller caller) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>(done());
    answer.put("left", messaging.giveBack(channel, conversation, caller.operator()).orElse(null));
    return answer;
  }

  @GetMapping("/admin/deliveries")
  Map<String, @Nullable Object> deliveries(
      @RequestParam(defaultValue = "dead") String state,
      @RequestParam(defaultValue = "9223372036854775807") long before,
      @RequestParam(defaultValue = "100") int limit) {
    Delivery.State wanted = fields.check(new Wanted(state)).asked().orElseThrow();
    Page<Delivery> page = list.page(wanted, before, checked(limit));
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("deliveries", page.rows());
    body.put("next", page.full() ? page.rows().getLast().id() : null);
    body.put("counts", list.counts());
    body.put("stopped", deliveries.stopped());
    return body;
  }

  /** A channel that has stopped sends again, from what waits on. */
  @PostMapping("/admin/deliveries/resume")
  Map<String, Object> resume(@RequestParam String channel, Caller caller) {
    return Audit.note(
        caller.operator(),
        "delivery.resume",
        channel,
        () -> {
          if (!deliveries.resume(channel)) {
            throw new Problem(Kind.NOT_FOUND);
          }
          return done();
        });
  }

  @PostMapping("/admin/deliveries/{id}/retry")
  Map<String, Object> retry(@PathVariable long id, Caller caller) {
    return noted(caller, "delivery.retry", id, () -> deliveries.retry(id));
  }

  @DeleteMapping("/admin/deliveries/{id}")
  Map<String, Object> drop(@PathVariable long id, Caller caller) {
    return noted(caller, "delivery.drop", id, () -> deliveries.drop(id));
  }

  @GetMapping("/admin/quarantine")
  Map<String, Object> quarantine(@RequestParam(defaultValue = "100") int limit) {
    return Map.of("quarantine", inbox.quarantined(checked(limit)));
  }

  private int checked(int limit) {
    return fields.check(new PageLimit(limit)).limit();
  }

  private static Map<String, Object> noted(
      Caller caller, String what, long id, BooleanSupplier work) {
    return Audit.note(
        caller.operator(),
        what,
        Long.toString(id),
        () -> {
          if (!work.getAsBoolean()) {
            throw new Problem(Kind.NOT_FOUND);
          }
          return done();
        });
  }

  private static Map<String, Object> done() {
    return Map.of("success", true);
  }

  /** What waits in the messaging channels is not answered; what is being answered goes on. */
  @PostMapping("/admin/clear-queue")
  Map<String, Object> clear(Caller caller) {
    int cleared = Audit.note(caller.operator(), "queue.clear", "", messaging::clear);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", "success");
    answer.put(
        "message", messages.getMessage("queue_cleared", null, LocaleContextHolder.getLocale()));
    answer.put("cleared", cleared);
    answer.put("timestamp", clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return answer;
  }
}
