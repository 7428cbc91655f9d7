package dev.sessionmanager.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.conversation.Delivery;
import dev.sessionmanager.conversation.Delivery.State;
import dev.sessionmanager.gateway.FakeProvider.Call;
import dev.sessionmanager.gateway.MessageFigures.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From a customer's message to the reply at the provider, with everything that can go wrong. */
class MessagingTest {

  private static void tick(MessagingRig rig, int seconds) {
    rig.service.clock.advance(Duration.ofSeconds(seconds));
  }

  @Test
  void answersOnceHoweverOftenTheMessageComes() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      assertThat(rig.write("ana", "a1", "hola")).isTrue();
      assertThat(rig.write("ana", "a1", "hola")).isFalse();
      rig.provider.awaitSent(1);
      assertThat(rig.write("ana", "a1", "hola")).isFalse();
      rig.write("ana", "a2", "chau");
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana")).containsExactly("hola", "chau");
      MessageFigures figures = rig.service.bean(MessageFigures.class);
      assertThat(figures.count(Event.RECEIVED)).isEqualTo(2);
      assertThat(figures.count(Event.DUPLICATE)).isEqualTo(2);
      assertThat(rig.provider.typing()).contains("i/ana on");
    }
  }

  @Test
  void answersTogetherWhatOnePersonWritesInQuickSuccession() throws Exception {
    try (MessagingRig rig = new MessagingRig("MESSAGE_BUFFER_TIMEOUT=8000")) {
      rig.write("ana", "hola");
      rig.write("leo", "buenas");
      tick(rig, 5);
      rig.write("ana", "tienen anillos?");
      tick(rig, 4);
      rig.provider.awaitSent(1);
      assertThat(rig.provider.texts("i/leo")).containsExactly("buenas");
      assertThat(rig.read("ana")).isEmpty();
      tick(rig, 4);
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana")).containsExactly("hola\ntienen anillos?");
    }
  }

  @Test
  void keepsNobodyWaitingWhoSaysThatItIsUrgent() throws Exception {
    try (MessagingRig rig = new MessagingRig("MESSAGE_BUFFER_TIMEOUT=8000")) {
      rig.write("ana", "hola");
      rig.write("ana", "es una URGÉNCIA!");
      rig.provider.awaitSent(1);
      assertThat(rig.read("ana")).containsExactly("hola\nes una URGÉNCIA!");
    }
  }

  @Test
  void answersMediaWithoutTextByItselfAndNamesItBesideText() throws Exception {
    try (MessagingRig rig = new MessagingRig("MESSAGE_BUFFER_TIMEOUT=8000")) {
      rig.gateway().gather(rig.arrival("ana", "a1", "[audio]", "No puedo escuchar audios."));
      rig.gateway().gather(rig.arrival("ana", "a2", "[audio]", "No puedo escuchar audios."));
      rig.gateway().gather(rig.arrival("leo", "l1", "[foto]", "No puedo ver fotos."));
      rig.write("leo", "cuanto sale?");
      tick(rig, 9);
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana")).containsExactly("No puedo escuchar audios.");
      assertThat(rig.read("leo")).containsExactly("[foto]\ncuanto sale?\n\nNo puedo ver fotos.");
      assertThat(rig.agent.askedTimes()).isEqualTo(1);
    }
  }

  @Test
  void keepsTheOrderOfABurstOfManyPeople() throws Exception {
    try (MessagingRig rig = new MessagingRig("MESSAGE_BUFFER_MAX=1", "DELIVERY_PARALLEL=16")) {
      int people = 40;
      int each = 5;
      for (int m = 0; m < each; m++) {
        for (int p = 0; p < people; p++) {
          rig.write("p" + p, "p" + p + " " + m);
        }
      }
      rig.provider.awaitSent(people * each);
      for (int p = 0; p < people; p++) {
        String person = "p" + p;
        assertThat(rig.read(person))
            .isEqualTo(IntStream.range(0, each).mapToObj(m -> person + " " + m).toList());
      }
    }
  }

  @Test
  void keepsInTheFileWhatMemoryHasNoRoomFor() throws Exception {
    try (MessagingRig rig =
        new MessagingRig("MESSAGES_IN_MEMORY=5", "WORKER_POOL_SIZE=2", "MESSAGE_BUFFER_MAX=1")) {
      EchoAgent.Hanging hanging = rig.agent.hangsAfter("x");
      rig.write("p0", "first");
      hanging.awaitBegun();
      for (int i = 0; i < 50; i++) {
        rig.write("p" + i % 10, "text " + i);
      }
      assertThat(rig.service.bean(MessageFigures.class).load().waiting()).isLessThanOrEqualTo(5);
      rig.agent.repeats();
      hanging.release();
      rig.provider.awaitSent(51);
      assertThat(rig.read("p3"))
          .isEqualTo(IntStream.range(0, 5).mapToObj(i -> "text " + (i * 10 + 3)).toList());
    }
  }

  @Test
  void finishesAnAnswerBeforeTheNextByDefault() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      EchoAgent.Hanging hanging = rig.agent.hangsAfter("one");
      rig.write("ana", "1");
      hanging.awaitBegun();
      rig.write("ana", "2");
      rig.agent.repeats();
      hanging.release();
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana")).containsExactly("one end", "2");
    }
  }

  @Test
  void answersANewerMessageTogetherWithTheOneBeforeIfToldTo() throws Exception {
    try (MessagingRig rig = new MessagingRig("MESSAGE_NEWER=restart")) {
      EchoAgent.Hanging hanging = rig.agent.hangsAfter("never read");
      rig.write("ana", "1");
      hanging.awaitBegun();
      rig.agent.repeats();
      rig.write("ana", "2");
      rig.provider.awaitSent(1);
      assertThat(rig.read("ana")).isIn(List.of("1\n2"), List.of("2\n1"));
      assertThat(rig.read("ana")).containsExactly("1\n2");
      assertThat(hanging.interruptedWithin(0)).isTrue();
    }
  }

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
      awaitCount(rig, Event.RETRIED, 1);
      tick(rig, 11);
      awaitCount(rig, Event.DELIVERED, 1);
      rig.provider.fails(Call.SEND, 1, DeliveryFailure.unknown("time-out", null));
      rig.write("ana", "chau");
      awaitCount(rig, Event.RETRIED, 2);
      tick(rig, 11);
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
      awaitCount(rig, Event.RETRIED, 1);
      rig.write("ana", "2");
      rig.write("leo", "3");
      rig.provider.awaitSent(1);
      awaitCount(rig, Event.ANSWERED, 3);
      assertThat(rig.read("ana")).isEmpty();
      tick(rig, 31);
      rig.provider.awaitSent(3);
      assertThat(rig.read("ana")).containsExactly("1", "2");
    }
  }

  @Test
  void makesADeadLetterAfterHoursWhichTheOperatorCanRetryOrDrop() throws Exception {
    try (MessagingRig rig = new MessagingRig("DELIVERY_GIVE_UP=1h")) {
      Deliveries deliveries = rig.service.bean(Deliveries.class);
      rig.provider.fails(Call.SEND, 2, DeliveryFailure.later("503", null));
      rig.write("ana", "hola");
      awaitCount(rig, Event.RETRIED, 1);
      tick(rig, 3601);
      awaitCount(rig, Event.DEAD, 1);
      Delivery dead = deliveries.list(State.DEAD, 10).getFirst();
      assertThat(dead.problem()).isEqualTo("503");
      assertThat(rig.service.get("/admin/deliveries?state=dead").text("/deliveries/0/problem"))
          .isEqualTo("503");
      assertThat(deliveries.retry(dead.id())).isTrue();
      awaitCount(rig, Event.DELIVERED, 1);
      assertThat(deliveries.retry(dead.id())).isFalse();
      assertThat(deliveries.drop(dead.id())).isFalse();

      rig.provider.fails(Call.SEND, 1, DeliveryFailure.refused("no such number"));
      rig.write("ana", "otra");
      awaitCount(rig, Event.REFUSED, 1);
      assertThat(deliveries.drop(deliveries.list(State.REFUSED, 1).getFirst().id())).isTrue();
      rig.write("ana", "tercera");
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana")).containsExactly("hola", "tercera");
    }
  }

  @Test
  void stopsAChannelWhoseCredentialsAreWrongUntilTheOperatorHasPutThemRight() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      Deliveries deliveries = rig.service.bean(Deliveries.class);
      rig.provider.fails(Call.SEND, 1, DeliveryFailure.stopped("401: CHATWOOT_API_TOKEN"));
      rig.write("ana", "1");
      rig.write("leo", "2");
      awaitCount(rig, Event.ANSWERED, 2);
      awaitTrue(() -> !deliveries.stopped().isEmpty());
      assertThat(deliveries.stopped()).isEqualTo(Map.of("whatsapp", "401: CHATWOOT_API_TOKEN"));
      int before = rig.provider.sent().size();
      tick(rig, 3600);
      rig.write("eva", "3");
      awaitCount(rig, Event.ANSWERED, 3);
      assertThat(rig.provider.sent()).hasSize(before);
      deliveries.resume("whatsapp");
      rig.provider.awaitSent(3);
      assertThat(deliveries.stopped()).isEmpty();
      assertThat(rig.provider.sent()).hasSize(3);
    }
  }

  @Test
  void apologisesWhereTheAgentFails() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      rig.agent.does(
          (prompt, chunk) -> {
            throw new Problem(Problem.Kind.MODEL_TIMED_OUT);
          });
      rig.write("ana", "hola");
      rig.provider.awaitSent(1);
      assertThat(rig.read("ana").getFirst()).startsWith("Perdón, en este momento");
      rig.agent.does((prompt, chunk) -> Reply.of(" "));
      rig.write("ana", "hola?");
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana").getLast()).startsWith("Perdón, en este momento");
    }
  }

  @Test
  void isSilentWhileAHumanHoldsTheConversation() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      EchoAgent.Hanging hanging = rig.agent.hangsAfter("never read");
      rig.write("ana", "1");
      hanging.awaitBegun();
      rig.gateway().silence("whatsapp", "i/ana", "Marta", null);
      assertThat(hanging.interruptedWithin(10_000)).isTrue();
      rig.agent.repeats();
      rig.write("ana", "2");
      rig.write("leo", "3");
      rig.provider.awaitSent(1);
      awaitIdle(rig);
      assertThat(rig.read("ana")).isEmpty();
      rig.gateway().unsilence("whatsapp", "i/ana");
      rig.write("ana", "4");
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana")).containsExactly("4");
      assertThat(rig.service.get("/conversations").json().toString()).contains("whatsapp");
    }
  }

  @Test
  void takesTheConversationBackWhenNoHumanHasShownForLong() throws Exception {
    try (MessagingRig rig = new MessagingRig("HANDOVER_LASTS=1h")) {
      rig.gateway().silence("whatsapp", "i/ana", "Marta", null);
      tick(rig, 3601);
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
      awaitCount(rig, Event.SILENCED, 1);
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
      awaitCount(rig, Event.RETRIED, 1);
      rig.gateway().silence("whatsapp", "i/ana", "Marta", null);
      rig.gateway().unsilence("whatsapp", "i/ana");
      tick(rig, 60);
      rig.write("ana", "2");
      rig.provider.awaitSent(1);
      assertThat(rig.read("ana")).containsExactly("2");
    }
  }

  @Test
  void givesTheConversationToAHumanAfterItHasSaidSo() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      rig.agent.does((p, c) -> Reply.of("Te paso.").withMeta(Map.of("mark", "human")));
      rig.provider.fails(Call.HAND_OVER, 1, DeliveryFailure.later("503", null));
      rig.write("ana", "quiero hablar con una persona");
      awaitCount(rig, Event.RETRIED, 1);
      tick(rig, 11);
      rig.provider.await(p -> !p.handedOver().isEmpty());
      assertThat(rig.read("ana")).containsExactly("Te paso.");
      awaitTrue(() -> !rig.service.bean(Humans.class).list(1).isEmpty());
      rig.agent.repeats();
      rig.write("ana", "hola?");
      rig.write("leo", "hola");
      rig.provider.awaitSent(2);
      awaitIdle(rig);
      assertThat(rig.read("ana")).containsExactly("Te paso.");
      assertThat(rig.service.get("/admin/handovers").text("/handovers/0/conversation"))
          .isEqualTo("i/ana");
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
              ours.add(rig.gateway().sentByUs("whatsapp", "i/ana", "p1", "*Hola*,  Ana!"));
              ours.add(rig.gateway().sentByUs("whatsapp", "i/ana", "x9", "soy Marta"));
            }
          });
      rig.agent.does((prompt, chunk) -> Reply.of("Hola, **Ana**!"));
      rig.write("ana", "hola");
      awaitCount(rig, Event.DELIVERED, 1);
      assertThat(ours).containsExactly(true, false);
      assertThat(rig.gateway().sentByUs("whatsapp", "i/ana", "p1", "edited")).isTrue();
      assertThat(rig.gateway().sentByUs("whatsapp", "i/ana", "x9", "Hola, Ana!")).isFalse();
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

  @Test
  void givesWayToNobodyForEver() throws Exception {
    try (MessagingRig rig = new MessagingRig("WORKER_POOL_SIZE=1")) {
      CountDownLatch asked = new CountDownLatch(30);
      rig.agent.does(
          (prompt, chunk) -> {
            asked.countDown();
            return Reply.of(prompt.text());
          });
      for (int i = 0; i < 30; i++) {
        rig.write("p" + i, i % 2 == 0 ? "urgente " + i : "hola " + i);
      }
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      rig.provider.awaitSent(30);
    }
  }

  private static void awaitCount(MessagingRig rig, Event event, long count) throws Exception {
    MessageFigures figures = rig.service.bean(MessageFigures.class);
    awaitTrue(() -> figures.count(event) >= count);
  }

  private static void awaitIdle(MessagingRig rig) throws Exception {
    MessageFigures figures = rig.service.bean(MessageFigures.class);
    awaitTrue(() -> figures.load().people() == 0);
  }

  private static void awaitTrue(BooleanSupplier so) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(2_000_000);
    }
  }
}
