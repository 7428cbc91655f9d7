package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.messaging.FakeProvider.Call;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Messages for whose answer nobody waits any more. */
class StaleMessagesTest {

  private static void late(MessagingRig rig, String person, String text, Duration by) {
    Arrival now = rig.arrival(person, "late " + text, text, null);
    assertThat(rig.messaging().gather(TestSilence.late(now, by))).isTrue();
  }

  private static void nothingComes(MessagingRig rig) throws InterruptedException {
    rig.tick(9);
    rig.awaitIdle();
    rig.write("otra", "hola");
    rig.tick(9);
    rig.provider.await(p -> p.texts("i/otra").contains("hola"));
    rig.awaitIdle();
  }

  @Test
  void areKeptAndCountedAndShownWhereTheyAreOld() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      late(rig, "ana", "¿Tenés anillos?", Duration.ofDays(3));
      nothingComes(rig);
      assertThat(rig.read("ana")).isEmpty();
      assertThat(rig.agent.askedTimes()).isEqualTo(1);
      assertThat(rig.count(Event.OLD)).isEqualTo(1);
      assertThat(rig.service.get("/metrics").raw().body())
          .contains("sessionmanager_messages_total{channel=\"whatsapp\",event=\"old\"} 1.0");
      var kept = rig.service.get("/admin/unanswered");
      assertThat(kept.text("/unanswered/0/reason")).isEqualTo("message_old");
      assertThat(kept.text("/unanswered/0/text")).isEqualTo("¿Tenés anillos?");
      String id = kept.text("/unanswered/0/conversation_id");
      assertThat(rig.service.get("/admin/conversations/" + id).raw().body())
          .contains("¿Tenés anillos?", "message_old");
    }
  }

  @Test
  void doNotKeepANewerOneFromBeingAnswered() throws Exception {
    try (MessagingRig rig = new MessagingRig("MESSAGE_BUFFER_TIMEOUT=8000", "MISSED_MAX_AGE=1h")) {
      late(rig, "ana", "¿Tenés anillos?", Duration.ofHours(2));
      late(rig, "ana", "¿Hola?", Duration.ofMinutes(50));
      rig.write("ana", "¿hay alguien?");
      rig.tick(9);
      rig.provider.awaitSent(1);
      rig.awaitIdle();
      assertThat(rig.read("ana")).containsExactly("¿Hola?\n¿hay alguien?");
      assertThat(rig.count(Event.OLD)).isEqualTo(1);
      assertThat(rig.service.get("/admin/unanswered").text("/unanswered/0/text"))
          .isEqualTo("¿Tenés anillos?");
    }
  }

  @Test
  void areAnsweredWhereNoAgeIsSet() throws Exception {
    try (MessagingRig rig = new MessagingRig("MISSED_MAX_AGE=0s")) {
      late(rig, "ana", "¿Tenés anillos?", Duration.ofDays(3));
      rig.provider.awaitSent(1);
    }
  }

  @Test
  void becomeOldInTheFileToo() throws Exception {
    try (MessagingRig first =
        new MessagingRig("MESSAGE_BUFFER_TIMEOUT=8000", "MISSED_MAX_AGE=1h")) {
      first.write("ana", "¿Tenés anillos?");
      first.tick((int) Duration.ofHours(2).toSeconds());
      nothingComes(first);
      assertThat(first.read("ana")).isEmpty();
      assertThat(first.count(Event.OLD)).isEqualTo(1);
    }
  }

  @Test
  void areAnsweredByAHumanWhoWroteSinceThenWhicheverComesFirst() throws Exception {
    try (MessagingRig rig = new MessagingRig("MESSAGE_BUFFER_TIMEOUT=8000")) {
      Duration hour = Duration.ofHours(1);
      late(rig, "ana", "¿Tenés anillos?", Duration.ofHours(2));
      rig.messaging().humanWrote("whatsapp", "i/ana", rig.service.clock.instant().minus(hour));
      rig.messaging().humanWrote("whatsapp", "i/leo", rig.service.clock.instant().minus(hour));
      late(rig, "leo", "¿Tenés relojes?", Duration.ofHours(2));
      late(rig, "leo", "¿Y cadenas?", Duration.ofMinutes(30));
      nothingComes(rig);
      assertThat(rig.read("ana")).isEmpty();
      rig.provider.await(p -> !p.texts("i/leo").isEmpty());
      assertThat(rig.read("leo")).containsExactly("¿Y cadenas?");
      assertThat(rig.service.get("/admin/conversations").raw().body()).contains("i/ana", "i/leo");
    }
  }

  @Test
  void areNotAnsweredWhereAHumansReplyIsHeardOfMeanwhile() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      rig.provider.fails(Call.SEND, 1, DeliveryFailure.later("503", null));
      late(rig, "ana", "uno", Duration.ofHours(2));
      rig.awaitCount(Event.RETRIED, 1);
      EchoAgent.Hanging hanging = rig.agent.hangsAfter("never read");
      late(rig, "ana", "dos", Duration.ofMinutes(90));
      hanging.awaitBegun();
      rig.messaging()
          .humanWrote("whatsapp", "i/ana", rig.service.clock.instant().minus(Duration.ofHours(1)));
      assertThat(hanging.interruptedWithin(10_000)).isTrue();
      rig.agent.repeats();
      rig.tick(60);
      nothingComes(rig);
      assertThat(rig.read("ana")).isEmpty();
      rig.write("ana", "tres");
      rig.provider.await(p -> p.texts("i/ana").contains("tres"));
      assertThat(rig.read("ana")).containsExactly("tres");
    }
  }
}
