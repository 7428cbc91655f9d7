package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.messaging.FakeProvider.Call;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Humans who take conversations over, and give them back. */
class HumanTakeoverTest {

  @Test
  void isSilentWhileAHumanHoldsTheConversation() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      EchoAgent.Hanging hanging = rig.agent.hangsAfter("never read");
      rig.write("ana", "1");
      hanging.awaitBegun();
      rig.messaging().silence("whatsapp", "i/ana", "Marta", null);
      assertThat(hanging.interruptedWithin(10_000)).isTrue();
      rig.agent.repeats();
      rig.write("ana", "2");
      rig.write("leo", "3");
      rig.provider.awaitSent(1);
      rig.awaitIdle();
      assertThat(rig.read("ana")).isEmpty();
      rig.messaging().unsilence("whatsapp", "i/ana");
      rig.write("ana", "4");
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana")).containsExactly("4");
      assertThat(rig.service.get("/admin/conversations").json().toString()).contains("whatsapp");
    }
  }

  @Test
  void takesTheConversationBackWhenNoHumanHasShownForLong() throws Exception {
    try (MessagingRig rig = new MessagingRig("messengers.handover-lasts=1h")) {
      rig.messaging().silence("whatsapp", "i/ana", "Marta", null);
      rig.tick(3601);
      rig.write("ana", "1");
      rig.provider.awaitSent(1);
      assertThat(rig.read("ana")).containsExactly("1");
    }
  }

  @Test
  void doesNotSendWhatAHumanHasTakenOverMeanwhile() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      rig.provider.holds("i/ana", "Marta");
      rig.write("ana", "1");
      rig.awaitCount(Event.SILENCED, 1);
      rig.provider.holds("i/ana", null);
      rig.write("ana", "2");
      rig.provider.awaitSent(1);
      assertThat(rig.read("ana")).containsExactly("2");
    }
  }

  @Test
  void dropsWhatWaitsToBeSentWhenAHumanTakesOver() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      rig.provider.fails(Call.SEND, 1, DeliveryFailure.later("503", null));
      rig.write("ana", "1");
      rig.awaitCount(Event.RETRIED, 1);
      rig.messaging().silence("whatsapp", "i/ana", "Marta", null);
      rig.messaging().unsilence("whatsapp", "i/ana");
      rig.tick(60);
      rig.write("ana", "2");
      rig.provider.awaitSent(1);
      assertThat(rig.read("ana")).containsExactly("2");
    }
  }

  @Test
  void knowsItsOwnMessagesByIdAndBeforeThatByTheirText() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      List<Boolean> ours = new ArrayList<>();
      rig.provider.script(
          Call.SEND,
          (call, before) -> {
            if (!before) {
              ours.add(rig.messaging().sentByUs("whatsapp", "i/ana", "p1", "*Hola*,  Ana!"));
              ours.add(rig.messaging().sentByUs("whatsapp", "i/ana", "x9", "soy Marta"));
            }
          });
      rig.agent.does((prompt, chunk) -> Reply.of("Hola, **Ana**!"));
      rig.write("ana", "hola");
      rig.awaitCount(Event.DELIVERED, 1);
      assertThat(ours).containsExactly(true, false);
      assertThat(rig.messaging().sentByUs("whatsapp", "i/ana", "p1", "edited")).isTrue();
      assertThat(rig.messaging().sentByUs("whatsapp", "i/ana", "x9", "Hola, Ana!")).isFalse();
    }
  }

  /** The echo may come at any moment, also at the one at which the reply becomes a sent one. */
  @Test
  void knowsItsOwnMessagesWhileTheyBecomeSentOnes() throws Exception {
    try (MessagingRig rig = new MessagingRig("messaging.buffer-max=1")) {
      for (int i = 1; i <= 30; i++) {
        CountDownLatch arrived = new CountDownLatch(1);
        rig.provider.script(
            Call.SEND,
            (call, before) -> {
              if (!before) {
                arrived.countDown();
              }
            });
        rig.write("ana", "hola " + i);
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
        do {
          assertThat(rig.messaging().sentByUs("whatsapp", "i/ana", "p" + i, "hola " + i)).isTrue();
        } while (rig.count(Event.DELIVERED) < i);
      }
    }
  }

  @Test
  void stopsTheAnswerAndDropsTheQueueOfAKilledSession() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      EchoAgent.Hanging hanging = rig.agent.hangsAfter("never read");
      rig.write("ana", "1");
      hanging.awaitBegun();
      rig.write("ana", "2");
      var sessions = rig.service.get("/admin/sessions").json().path("sessions");
      assertThat(sessions.get(0).path("channel").asString()).isEqualTo("whatsapp");
      String id = sessions.get(0).path("id").asString();
      assertThat(rig.service.call("DELETE", "/admin/sessions/" + id, "").status()).isEqualTo(200);
      assertThat(hanging.interruptedWithin(10_000)).isTrue();
      rig.agent.repeats();
      rig.write("ana", "3");
      rig.provider.awaitSent(1);
      assertThat(rig.read("ana")).containsExactly("3");
    }
  }
}
