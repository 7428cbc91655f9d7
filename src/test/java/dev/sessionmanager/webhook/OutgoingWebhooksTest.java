package dev.sessionmanager.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import dev.sessionmanager.webhook.WebhookReceiver.Got;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events for programs of the operator's, through the whole service. */
class OutgoingWebhooksTest {

  private final WebhookReceiver receiver = new WebhookReceiver();

  @AfterEach
  void close() {
    receiver.close();
  }

  private Service service(String... more) {
    List<String> settings = new ArrayList<>(List.of(more));
    settings.add("OPERATOR_WEBHOOK=" + receiver.url());
    settings.add("OPERATOR_WEBHOOK_SECRET=" + WebhookReceiver.SECRET);
    return Service.startWith(List.of(), settings.toArray(String[]::new));
  }

  private static OutgoingWebhooks webhooks(Service service) {
    return service.bean(OutgoingWebhooks.class);
  }

  private static void tell(Service service, String event) {
    webhooks(service).tell(WebhookTarget.OPERATOR, event, Map.of("who", "ñandú"));
  }

  /** Lets time pass until it holds. */
  private static void eventually(Service service, BooleanSupplier holds) {
    for (int i = 0; i < 400 && !holds.getAsBoolean(); i++) {
      service.clock.advance(Duration.ofSeconds(1));
      LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
    }
    assertThat(holds.getAsBoolean()).isTrue();
  }

  @Test
  void tellsOnceAndSigned() {
    try (Service service = service()) {
      tell(service, "one.happened");
      eventually(service, () -> webhooks(service).problem(WebhookTarget.OPERATOR).isEmpty());
      eventually(service, () -> receiver.got.size() == 1);
      Got got = receiver.got.getFirst();
      assertThat(got.signed()).isTrue();
      assertThat(got.event()).isEqualTo("one.happened");
      assertThat(got.data().path("who").asString()).isEqualTo("ñandú");
      assertThat(got.body().path("at").asString()).startsWith("20");
      eventually(service, () -> service.bean(EventLog.class).waiting(WebhookTarget.OPERATOR) == 0);
    }
  }

  @Test
  void comesAgainWithTheSameIdUntilItIsTaken() {
    try (Service service = service()) {
      receiver.answers(500, 302, 401);
      tell(service, "one.happened");
      eventually(service, () -> receiver.got.size() == 4);
      assertThat(receiver.got.stream().map(Got::id).distinct()).hasSize(1);
      assertThat(receiver.got).allMatch(Got::signed);
      eventually(service, () -> service.bean(EventLog.class).waiting(WebhookTarget.OPERATOR) == 0);
      assertThat(webhooks(service).problem(WebhookTarget.OPERATOR)).isEmpty();
    }
  }

  @Test
  void isNotHeldUpByOneThatIsNeverTaken() {
    try (Service service = service()) {
      receiver.answers(500);
      tell(service, "bad.one");
      eventually(service, () -> receiver.got.size() == 1);
      tell(service, "good.one");
      eventually(service, () -> receiver.of("good.one").size() == 1);
    }
  }

  @Test
  void survivesThePowerCut() {
    WebhookReceiver gone = new WebhookReceiver();
    gone.close();
    Path left;
    try (Service service = Service.startWith(List.of(), "OPERATOR_WEBHOOK=" + gone.url())) {
      tell(service, "one.happened");
      eventually(service, () -> webhooks(service).problem(WebhookTarget.OPERATOR).isPresent());
      assertThat(webhooks(service).problem(WebhookTarget.OPERATOR))
          .contains("OPERATOR_WEBHOOK cannot be reached.");
      left = service.leftBehind();
    }
    try (Service service = service("DATA_DIR=" + left)) {
      eventually(service, () -> receiver.got.size() == 1);
      assertThat(receiver.got.getFirst().signed()).isTrue();
    }
  }

  @Test
  void givesUpAfterDaysAndSaysSo() {
    try (Service service = service("webhooks.give-up=1m", "webhooks.backoff-max=10s")) {
      receiver.answers(500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500);
      tell(service, "one.happened");
      eventually(service, () -> service.bean(EventLog.class).waiting(WebhookTarget.OPERATOR) == 0);
      assertThat(webhooks(service).problem(WebhookTarget.OPERATOR))
          .contains("OPERATOR_WEBHOOK answers 500.");
    }
  }

  @Test
  void keepsNothingForNobody() {
    try (Service service = Service.startWith(List.of())) {
      tell(service, "one.happened");
      assertThat(webhooks(service).connected(WebhookTarget.OPERATOR)).isFalse();
      assertThat(service.bean(EventLog.class).waiting(WebhookTarget.OPERATOR)).isZero();
    }
  }
}
