package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.handover.HandoverOutlook;
import dev.sessionmanager.handover.HandoverRequest;
import dev.sessionmanager.messaging.FakeProvider.Call;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import dev.sessionmanager.webhook.WebhookReceiver;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A customer wants a human: who is told, what the bot does meanwhile, and how it ends. */
class HandoverTest {

  private final List<HandoverOutlook> outlooks = new ArrayList<>();

  /** Answers who says "persona" like an agent that hands over, everybody else with their words. */
  private Reply answer(Prompt prompt) {
    if (!prompt.text().contains("persona")) {
      return Reply.of(prompt.text());
    }
    outlooks.add(prompt.handover());
    return Reply.of("Aviso.")
        .withMeta(Map.of("mark", "human", "reason", "asked", "summary", "Quiere un cambio."));
  }

  private MessagingRig rig(String... settings) {
    MessagingRig rig = new MessagingRig(settings);
    rig.agent.does((prompt, chunk) -> answer(prompt));
    return rig;
  }

  private static JsonNode listed(MessagingRig rig) {
    return rig.service.get("/admin/handovers").json().path("handovers");
  }

  @Test
  void goesOnUntilAHumanComes() throws Exception {
    try (MessagingRig rig = rig()) {
      rig.provider.fails(Call.HAND_OVER, 1, DeliveryFailure.later("503", null));
      rig.write("ana", "quiero hablar con una persona");
      rig.awaitCount(Event.RETRIED, 1);
      rig.tick(11);
      rig.provider.await(p -> !p.requests.isEmpty());
      HandoverRequest request = rig.provider.requests.getFirst();
      assertThat(request.person()).isEqualTo("Name of ana");
      assertThat(request.said()).isEqualTo("quiero hablar con una persona");
      assertThat(request.summary()).isEqualTo("Quiere un cambio.");
      rig.write("ana", "hola?");
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana")).containsExactly("Aviso.", "hola?");
      rig.tick(180);
      JsonNode waiting = listed(rig).get(0);
      assertThat(waiting.path("state").asString()).isEqualTo("waiting");
      assertThat(waiting.path("conversation").asString()).isEqualTo("i/ana");
      assertThat(waiting.path("person").asString()).isEqualTo("Name of ana");
      assertThat(waiting.path("waiting_seconds").asLong()).isGreaterThanOrEqualTo(180);
      rig.messaging().silence("whatsapp", "i/ana", "Marta", null);
      assertThat(listed(rig).get(0).path("state").asString()).isEqualTo("held");
      rig.write("ana", "gracias");
      rig.write("leo", "hola");
      rig.provider.awaitSent(3);
      rig.awaitIdle();
      assertThat(rig.read("ana")).hasSize(2);
    }
  }

  @Test
  void tellsOnceHoweverOftenItIsWished() throws Exception {
    try (MessagingRig rig = rig()) {
      rig.write("ana", "una persona");
      rig.provider.await(p -> p.handedOver().size() == 1);
      rig.write("ana", "una persona, por favor");
      rig.provider.awaitSent(2);
      assertThat(outlooks).containsExactly(HandoverOutlook.TOLD, HandoverOutlook.WAITING);
      rig.write("leo", "hola");
      rig.provider.awaitSent(3);
      assertThat(rig.provider.handedOver()).containsExactly("i/ana");
      assertThat(
              rig.service
                  .call("DELETE", "/admin/handovers?channel=whatsapp&conversation=i/ana", "")
                  .status())
          .isEqualTo(200);
      assertThat(listed(rig)).isEmpty();
      assertThat(rig.provider.takenBack).containsExactly("i/ana");
      rig.write("ana", "otra vez: una persona");
      rig.provider.await(p -> p.handedOver().size() == 2);
    }
  }

  @Test
  void isSilentWhereThatIsSetAfterItHasSaidSo() throws Exception {
    try (MessagingRig rig = rig("messengers.handover-bot=silent", "messengers.handover-lasts=1h")) {
      rig.write("ana", "una persona");
      rig.provider.await(p -> !p.handedOver().isEmpty());
      assertThat(outlooks).containsExactly(HandoverOutlook.TOLD_QUIET);
      MessagingRig.awaitTrue(
          () -> rig.service.bean(HumanTakeover.class).holder("whatsapp", "i/ana").isPresent());
      rig.write("ana", "hola?");
      rig.write("leo", "hola");
      rig.provider.awaitSent(2);
      rig.awaitIdle();
      assertThat(rig.read("ana")).containsExactly("Aviso.");
      assertThat(listed(rig)).hasSize(1);
      rig.tick(3601);
      rig.write("ana", "¿siguen ahí?");
      rig.provider.awaitSent(3);
      assertThat(rig.read("ana")).last().isEqualTo("¿siguen ahí?");
    }
  }

  @Test
  void goesOnWhereNobodyCanBeTold() throws Exception {
    try (MessagingRig rig = rig("messengers.handover-bot=silent")) {
      rig.provider.tellsHumans = false;
      rig.write("ana", "una persona");
      rig.provider.awaitSent(1);
      rig.write("ana", "hola?");
      rig.provider.awaitSent(2);
      assertThat(outlooks).containsExactly(HandoverOutlook.NOBODY);
      assertThat(rig.provider.handedOver()).isEmpty();
      assertThat(listed(rig)).as("the operator sees it all the same").hasSize(1);
    }
  }

  @Test
  void tellsAProgramOfTheOperatorsOfItsBeginningAndItsEnd() throws Exception {
    try (WebhookReceiver receiver = new WebhookReceiver();
        MessagingRig rig =
            rig(
                "HANDOVER_WEBHOOK=" + receiver.url(),
                "HANDOVER_WEBHOOK_SECRET=" + WebhookReceiver.SECRET)) {
      rig.provider.tellsHumans = false;
      receiver.answers(503);
      rig.write("ana", "una persona");
      MessagingRig.awaitTrue(() -> {
        rig.tick(1);
        return receiver.of("handover.requested").size() == 2;
      });
      assertThat(receiver.got).allMatch(WebhookReceiver.Got::signed);
      JsonNode data = receiver.got.getFirst().data();
      assertThat(data.path("conversation").asString()).isEqualTo("i/ana");
      assertThat(data.path("said").asString()).isEqualTo("una persona");
      assertThat(data.path("reason").asString()).isEqualTo("asked");
      assertThat(receiver.got.get(0).id()).isEqualTo(receiver.got.get(1).id());
      assertThat(outlooks).containsExactly(HandoverOutlook.TOLD);
      rig.messaging().silence("whatsapp", "i/ana", "Marta", null);
      MessagingRig.awaitTrue(() -> receiver.of("handover.taken").size() == 1);
      assertThat(receiver.got.getLast().data().path("by").asString()).isEqualTo("Marta");
    }
  }

  @Test
  void keepsWhatWaitsThroughAPowerCut() throws Exception {
    MessagingRig first = rig();
    first.provider.fails(Call.HAND_OVER, 1, DeliveryFailure.later("503", null));
    first.write("ana", "una persona");
    first.awaitCount(Event.RETRIED, 1);
    try (MessagingRig second = first.afterPowerCut()) {
      assertThat(listed(second)).hasSize(1);
      second.tick(60);
      second.provider.await(p -> p.handedOver().size() == 1);
    } finally {
      first.close();
    }
  }

  @Test
  void doesNotPromiseAgainWhereThoseCouldNotBeTold() throws Exception {
    try (MessagingRig rig = rig()) {
      rig.provider.fails(Call.HAND_OVER, 1, DeliveryFailure.refused("No such number."));
      rig.write("ana", "una persona");
      rig.awaitCount(Event.REFUSED, 1);
      MessagingRig.awaitTrue(
          () -> listed(rig).get(0).path("problem").asString("").equals("No such number."));
      rig.write("ana", "una persona");
      rig.provider.awaitSent(2);
      assertThat(outlooks).containsExactly(HandoverOutlook.TOLD, HandoverOutlook.NOBODY);
    }
  }

  @Test
  void measuresHowLongTheOldestWaits() throws Exception {
    try (MessagingRig rig = rig()) {
      MeterRegistry meters = rig.service.bean(MeterRegistry.class);
      assertThat(meters.get("sessionmanager.handovers.oldest").gauge().value()).isZero();
      rig.write("ana", "una persona");
      rig.provider.await(p -> !p.handedOver().isEmpty());
      rig.tick(900);
      assertThat(meters.get("sessionmanager.handovers.waiting").gauge().value()).isEqualTo(1);
      assertThat(meters.get("sessionmanager.handovers.oldest").gauge().value())
          .isGreaterThanOrEqualTo(900);
    }
  }
}
