package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.messaging.Delivery.State;
import dev.sessionmanager.messaging.FakeProvider.Call;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Replies on their way to a provider, with everything that can go wrong. */
class DeliveriesTest {

  @Test
  void splitsALongAnswerAndSendsItsPartsInOrder() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      List<String> paragraphs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        paragraphs.add("P" + i + " " + "palabra ".repeat(400).strip() + ".");
      }
      rig.agent.does((prompt, chunk) -> Reply.of(String.join("\n\n", paragraphs)));
      rig.write("ana", "hola");
      rig.provider.awaitSent(4);
      assertThat(rig.read("ana")).isEqualTo(paragraphs);
    }
  }

  @Test
  void looksWhetherItArrivedBeforeItSendsAgain() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      // The first is lost after it arrived, the second before.
      rig.provider.script(
          Call.SEND,
          (call, before) -> {
            if (!before) {
              throw DeliveryFailure.unknown("time-out", null);
            }
          });
      rig.write("ana", "hola");
      rig.provider.awaitSent(1);
      rig.awaitCount(Event.RETRIED, 1);
      rig.tick(11);
      rig.awaitCount(Event.DELIVERED, 1);
      rig.provider.fails(Call.SEND, 1, DeliveryFailure.unknown("time-out", null));
      rig.write("ana", "chau");
      rig.awaitCount(Event.RETRIED, 2);
      rig.tick(11);
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana")).containsExactly("hola", "chau");
      assertThat(rig.provider.finds()).isEqualTo(2);
    }
  }

  @Test
  void waitsForAProviderInTroubleWithoutHoldingUpOthersOrChangingTheOrder() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      rig.provider.fails(
          Call.SEND, 1, DeliveryFailure.later("429", null).retryAfter(Duration.ofSeconds(30)));
      rig.write("ana", "1");
      rig.awaitCount(Event.RETRIED, 1);
      rig.write("ana", "2");
      rig.write("leo", "3");
      rig.provider.awaitSent(1);
      rig.awaitCount(Event.ANSWERED, 3);
      assertThat(rig.read("ana")).isEmpty();
      rig.tick(31);
      rig.provider.awaitSent(3);
      assertThat(rig.read("ana")).containsExactly("1", "2");
    }
  }

  @Test
  void makesADeadLetterAfterHoursWhichTheOperatorCanRetryOrDrop() throws Exception {
    try (MessagingRig rig = new MessagingRig("deliveries.give-up=1h")) {
      Deliveries deliveries = rig.service.bean(Deliveries.class);
      Outbox outbox = rig.service.bean(Outbox.class);
      rig.provider.fails(Call.SEND, 2, DeliveryFailure.later("503", null));
      rig.write("ana", "hola");
      rig.awaitCount(Event.RETRIED, 1);
      rig.tick(3601);
      rig.awaitCount(Event.DEAD, 1);
      Delivery dead = outbox.list(State.DEAD, 10).getFirst();
      assertThat(dead.problem()).isEqualTo("503");
      assertThat(rig.service.get("/admin/deliveries?state=dead").text("/deliveries/0/problem"))
          .isEqualTo("503");
      assertThat(deliveries.retry(dead.id())).isTrue();
      rig.awaitCount(Event.DELIVERED, 1);
      assertThat(deliveries.retry(dead.id())).isFalse();
      assertThat(deliveries.drop(dead.id())).isFalse();

      rig.provider.fails(Call.SEND, 1, DeliveryFailure.refused("no such number"));
      rig.write("ana", "otra");
      rig.awaitCount(Event.REFUSED, 1);
      assertThat(deliveries.drop(outbox.list(State.REFUSED, 1).getFirst().id())).isTrue();
      rig.write("ana", "tercera");
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana")).containsExactly("hola", "tercera");
    }
  }

  @Test
  void stopsAChannelWhoseCredentialsAreWrongUntilTheOperatorHasPutThemRight() throws Exception {
    try (MessagingRig rig = new MessagingRig("deliveries.parallel=1")) {
      Deliveries deliveries = rig.service.bean(Deliveries.class);
      rig.provider.fails(Call.SEND, 1, DeliveryFailure.stopped("401: CHATWOOT_API_TOKEN"));
      rig.write("ana", "1");
      rig.write("leo", "2");
      rig.awaitCount(Event.ANSWERED, 2);
      MessagingRig.awaitTrue(() -> !deliveries.stopped().isEmpty());
      assertThat(deliveries.stopped()).isEqualTo(Map.of("whatsapp", "401: CHATWOOT_API_TOKEN"));
      int before = rig.provider.sent().size();
      rig.tick(3600);
      rig.write("eva", "3");
      rig.awaitCount(Event.ANSWERED, 3);
      assertThat(rig.provider.sent()).hasSize(before);
      Delivery first = rig.service.bean(Outbox.class).list(State.WAITING, 1).getFirst();
      assertThat(deliveries.retry(first.id())).isTrue();
      rig.provider.awaitSent(3);
      assertThat(deliveries.stopped()).isEmpty();
      assertThat(rig.provider.sent()).hasSize(3);
    }
  }
}
