package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.messaging.FakeProvider.Call;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** People who want no messages, and want some again. */
class OptOutTest {

  private static final String DONE = "Listo: no se envían más mensajes";

  private static void isSilentTo(MessagingRig rig, String person) throws InterruptedException {
    int before = rig.read(person).size();
    rig.write(person, UUID.randomUUID().toString(), "¿hola?");
    String other = UUID.randomUUID().toString();
    rig.write(other, "hola");
    rig.provider.await(p -> !p.texts("i/" + other).isEmpty());
    rig.awaitIdle();
    assertThat(rig.read(person)).hasSize(before);
  }

  @Test
  void getOneConfirmationAndThenNothingUntilTheyComeBack() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      rig.write("ana", "¡Baja!");
      rig.provider.awaitSent(1);
      assertThat(rig.read("ana")).singleElement().asString().startsWith(DONE).contains("ALTA");
      assertThat(rig.agent.askedTimes()).isZero();
      rig.write("ana", "STOP");
      rig.awaitIdle();
      isSilentTo(rig, "ana");
      assertThat(rig.count(Event.OPTED_OUT)).isEqualTo(2);
      rig.write("ana", "alta");
      rig.provider.awaitSent(3);
      assertThat(rig.read("ana").getLast()).startsWith("Listo: este chat vuelve");
      rig.write("ana", "¿tienen anillos?");
      rig.provider.awaitSent(4);
      assertThat(rig.read("ana")).hasSize(3).last().isEqualTo("¿tienen anillos?");
    }
  }

  @Test
  void areAnsweredAtOnceWhereTheyComeBackWithAQuestion() throws Exception {
    try (MessagingRig rig = new MessagingRig("MESSAGE_BUFFER_TIMEOUT=8000")) {
      rig.write("ana", "stop");
      rig.tick(9);
      rig.provider.awaitSent(1);
      rig.awaitIdle();
      rig.write("ana", "volver");
      rig.write("ana", "¿tienen anillos?");
      rig.tick(9);
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana").getLast()).isEqualTo("volver\n¿tienen anillos?");
    }
  }

  @Test
  void meanWholeMessages() throws Exception {
    try (MessagingRig rig = new MessagingRig("messaging.opt-out-words=no me hinchen")) {
      rig.write("ana", "¿es planta baja?");
      rig.provider.awaitSent(1);
      rig.write("ana", "start");
      rig.provider.awaitSent(2);
      rig.write("ana", "No me hinchen!!");
      rig.provider.awaitSent(3);
      assertThat(rig.read("ana")).startsWith("¿es planta baja?", "start");
      assertThat(rig.read("ana").getLast()).startsWith(DONE);
    }
  }

  @Test
  void getNothingOfWhatIsOnItsWay() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      rig.provider.fails(Call.SEND, 1, DeliveryFailure.later("503", null));
      rig.write("ana", "uno");
      rig.awaitCount(Event.RETRIED, 1);
      EchoAgent.Hanging hanging = rig.agent.hangsAfter("never read");
      rig.write("ana", "dos");
      hanging.awaitBegun();
      rig.write("ana", "STOP");
      assertThat(hanging.interruptedWithin(10_000)).isTrue();
      rig.agent.repeats();
      rig.tick(60);
      rig.provider.awaitSent(1);
      rig.awaitIdle();
      isSilentTo(rig, "ana");
      assertThat(rig.read("ana")).singleElement().asString().startsWith(DONE);
    }
  }

  @Test
  void getNothingOfADeadLetterThatTheOperatorHasSentAgain() throws Exception {
    try (MessagingRig rig = new MessagingRig("deliveries.give-up=1s")) {
      rig.provider.fails(Call.SEND, 2, DeliveryFailure.later("503", null));
      rig.write("ana", "uno");
      rig.awaitCount(Event.RETRIED, 1);
      rig.tick(11);
      rig.awaitCount(Event.DEAD, 1);
      rig.write("ana", "STOP");
      rig.provider.awaitSent(1);
      long id = rig.service.get("/admin/deliveries").json().at("/deliveries/0/id").asLong();
      assertThat(rig.service.call("POST", "/admin/deliveries/" + id + "/retry", "{}").status())
          .isEqualTo(200);
      rig.awaitCount(Event.SILENCED, 1);
      assertThat(rig.read("ana")).singleElement().asString().startsWith(DONE);
    }
  }

  @Test
  void areRememberedAfterARestartAndByEveryCleanUp() throws Exception {
    MessagingRig first = new MessagingRig();
    try (first) {
      first.write("ana", "unsubscribe");
      first.provider.awaitSent(1);
      first.awaitIdle();
      first.tick((int) Duration.ofDays(60).toSeconds());
      first.service.bean(MessageCleaning.class).clean();
      isSilentTo(first, "ana");
      try (MessagingRig second = first.afterPowerCut()) {
        second.provider.missed(second.arrival("ana", "missed", "¿y?", null));
        isSilentTo(second, "ana");
      }
    }
  }

  @Test
  void areKnownForGoodInAnotherChannelThatShowsTheirConversation() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      Arrival said = alone(rig.arrival("ana", "3EB0A1", "stop", null), "whatsapp", "i/ana");
      assertThat(rig.messaging().gather(said)).isTrue();
      rig.provider.awaitSent(1);
      rig.awaitIdle();
      Arrival shown = alone(rig.arrival("ana", "WAID:3EB0A1", "stop", null), "chatwoot", "1/81");
      assertThat(rig.messaging().gather(shown)).isFalse();
      rig.tick((int) Duration.ofDays(500).toSeconds());
      rig.service.bean(MessageCleaning.class).clean();
      OptOuts optOuts = rig.service.bean(OptOuts.class);
      assertThat(optOuts.isOut(shown)).isTrue();
      assertThat(optOuts.isOut(alone(said, "chatwoot", "1/82"))).isFalse();
    }
  }

  /** In Chatwoot people are known by numbers, in WhatsApp by their conversation. */
  private static Arrival alone(Arrival a, String channel, String conversation) {
    String person = channel.equals("chatwoot") ? "contact of " + conversation : conversation;
    return new Arrival(
        channel,
        a.messageId(),
        conversation,
        person,
        a.name(),
        a.text(),
        null,
        false,
        a.language(),
        a.writtenAt(),
        a.receivedAt(),
        a.traceId());
  }

  @Test
  void areSeenAndLiftedByTheOperator() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      rig.write("ana", "stop");
      rig.provider.awaitSent(1);
      rig.awaitIdle();
      Answer list = rig.service.get("/admin/opt-outs");
      assertThat(list.text("/opt_outs/0/person")).isEqualTo("ana");
      assertThat(list.text("/opt_outs/0/name")).isEqualTo("Name of ana");
      isSilentTo(rig, "ana");
      Answer kept = rig.service.get("/admin/unanswered");
      assertThat(kept.text("/unanswered/0/reason")).isEqualTo("opted_out");
      assertThat(kept.text("/unanswered/0/text")).isEqualTo("¿hola?");
      String query = "?channel=whatsapp&person=" + URLEncoder.encode("ana", StandardCharsets.UTF_8);
      assertThat(rig.service.call("DELETE", "/admin/opt-outs" + query, "").status()).isEqualTo(200);
      assertThat(rig.service.get("/admin/opt-outs").json().path("opt_outs")).isEmpty();
      rig.write("ana", "ahora sí");
      rig.provider.await(p -> p.texts("i/ana").contains("ahora sí"));
    }
  }

  @Test
  void areNotUndoneByAnOlderWordThatComesLate() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      rig.write("ana", "stop");
      rig.provider.awaitSent(1);
      rig.awaitIdle();
      Arrival start = rig.arrival("ana", "old-start", "start", null);
      rig.messaging().gather(TestSilence.late(start, Duration.ofMinutes(5)));
      rig.awaitIdle();
      isSilentTo(rig, "ana");
    }
  }
}
