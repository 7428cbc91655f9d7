package dev.sessionmanager.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.messaging.MessagingFigures;
import dev.sessionmanager.problem.Text;
import jakarta.validation.Valid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The operator's calls of the original Royal Bot, with its names. */
@RestController
class StatsController {

  private static final String CHANNEL = "test";
  private static final String TEST_USER = "test_user";

  /** Characters of the name of a test's user, which names no user of the database. */
  private static final int USER_MAX = 200;

  private static final double NANOS = 1e9;

  /** The agent that the original had: see agents/royal.md. */
  private static final String AGENT = "royal";

  /** A test is answered by the thread of its request; the original named one of its workers. */
  private static final String WORKER = "test";

  private final Gateway gateway;
  private final MessagingFigures messaging;
  private final Traffic traffic;
  private final HealthController health;
  private final Clock clock;
  private final Instant startedAt;

  StatsController(
      Gateway gateway,
      MessagingFigures messaging,
      Traffic traffic,
      HealthController health,
      Clock clock) {
    this.gateway = gateway;
    this.messaging = messaging;
    this.traffic = traffic;
    this.health = health;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /** The error rate is that of the last minute, in percent. */
  record SystemView(
      @JsonProperty("uptime_seconds") long uptimeSeconds,
      @JsonProperty("uptime_formatted") String uptimeFormatted,
      @JsonProperty("messages_per_minute") long messagesPerMinute,
      @JsonProperty("error_rate") double errorRate) {}

  /** Messages of every channel; queue and workers are those of the messaging channels. */
  record Processing(
      @JsonProperty("messages_processed") long processed,
      @JsonProperty("start_time") Instant startTime,
      long errors,
      MessagingFigures.Queue queue,
      MessagingFigures.Workers workers) {}

  record Stats(
      SystemView system,
      Processing processing,
      MessagingFigures.Configuration configuration,
      Map<String, String> services) {}

  record TestMessage(
      @Text(maxSetting = MessageSettings.MAX_CHARS, blank = "required") String message,
      @JsonProperty("user_id")
          @Text(required = false, blank = "user_id", max = USER_MAX, tooLong = "user_id")
          @Nullable String userId) {

    /** Without the message, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "TestMessage[]";
    }
  }

  /** The time in seconds. */
  record Tested(
      String status,
      @Nullable String response,
      @JsonProperty("user_id") String userId,
      @JsonProperty("processing_time") double processingTime,
      @JsonProperty("worker_id") String workerId,
      Instant timestamp) {}

  @GetMapping("/stats")
  Stats stats() {
    Duration up = Duration.between(startedAt, clock.instant());
    Traffic.Minute minute = traffic.lastMinute();
    return new Stats(
        new SystemView(
            up.toSeconds(),
            formatted(up),
            minute.messages(),
            Objects.requireNonNullElse(minute.errorRate(), 0.0)),
        new Processing(
            traffic.processed(),
            startedAt.truncatedTo(ChronoUnit.MILLIS),
            traffic.errors(),
            messaging.queue(),
            messaging.workers()),
        messaging.configuration(),
        health.services());
  }

  /** Like {@code 1d 02:03:04}. */
  private static String formatted(Duration up) {
    String time =
        "%02d:%02d:%02d".formatted(up.toHoursPart(), up.toMinutesPart(), up.toSecondsPart());
    return up.toDays() == 0 ? time : up.toDays() + "d " + time;
  }

  /** What the agent of the messaging channels answers; nothing is sent to anybody. */
  @PostMapping("/test/message")
  Tested test(@RequestBody @Valid TestMessage test, Ownership mine) {
    String user = test.userId() == null ? TEST_USER : test.userId();
    long start = System.nanoTime();
    Reply reply = gateway.ask(inbound(test.message(), user, mine), mine.caller().gone());
    double took = (System.nanoTime() - start) / NANOS;
    return new Tested("success", reply.text(), user, took, WORKER, now());
  }

  private Inbound inbound(String text, String user, Ownership mine) {
    return new Inbound(
        null,
        CHANNEL,
        mine.of(CHANNEL, user),
        mine.caller().session(),
        user,
        AGENT,
        null,
        text,
        null,
        AnswerOptions.DEFAULTS,
        LocaleContextHolder.getLocale(),
        clock.instant(),
        mine.caller().traceId());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
