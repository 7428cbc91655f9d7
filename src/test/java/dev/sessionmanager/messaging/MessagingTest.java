package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import dev.sessionmanager.problem.Problem;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From a customer's message to the answer at the provider. */
class MessagingTest {

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
      MessagingFigures figures = rig.service.bean(MessagingFigures.class);
      assertThat(figures.count(Event.RECEIVED)).isEqualTo(2);
      assertThat(figures.count(Event.DUPLICATE)).isEqualTo(2);
      assertThat(rig.provider.typing()).contains("i/ana on");
    }
  }

  @Test
  void saysWhereAnAnswerWasCutAndHowItGoesOn() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      rig.agent.cutsItsAnswers();
      rig.write("ana", "una larga historia");
      rig.provider.awaitSent(1);
      assertThat(rig.provider.texts("i/ana"))
          .containsExactly(
              "una larga\n\n"
                  + "(La respuesta quedó cortada porque era larga. Escriba «continúe» y sigue.)");
      rig.agent.repeats();
      rig.write("ana", "continuá");
      rig.provider.awaitSent(2);
      // The note is nobody's words.
      assertThat(rig.agent.asked().history().get())
          .extracting(message -> message.text())
          .containsExactly("una larga historia", "una larga");
    }
  }

  @Test
  void answersTogetherWhatOnePersonWritesInQuickSuccession() throws Exception {
    try (MessagingRig rig = new MessagingRig("MESSAGE_BUFFER_TIMEOUT=8000")) {
      rig.write("ana", "hola");
      rig.write("leo", "buenas");
      rig.tick(5);
      rig.write("ana", "tienen anillos?");
      rig.tick(4);
      rig.provider.awaitSent(1);
      assertThat(rig.provider.texts("i/leo")).containsExactly("buenas");
      assertThat(rig.read("ana")).isEmpty();
      rig.tick(4);
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
      rig.messaging().gather(rig.arrival("ana", "a1", "[audio]", "No puedo escuchar audios."));
      rig.messaging().gather(rig.arrival("ana", "a2", "[audio]", "No puedo escuchar audios."));
      rig.messaging().gather(rig.arrival("leo", "l1", "[foto]", "No puedo ver fotos."));
      rig.write("leo", "cuanto sale?");
      rig.tick(9);
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana")).containsExactly("No puedo escuchar audios.");
      assertThat(rig.read("leo")).containsExactly("[foto]\ncuanto sale?\n\nNo puedo ver fotos.");
      assertThat(rig.agent.askedTimes()).isEqualTo(1);
    }
  }

  @Test
  void keepsTheOrderOfABurstOfManyPeople() throws Exception {
    try (MessagingRig rig = new MessagingRig("messaging.buffer-max=1", "deliveries.parallel=16")) {
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
        new MessagingRig(
            "messengers.in-memory=5", "WORKER_POOL_SIZE=2", "messaging.buffer-max=1")) {
      EchoAgent.Hanging hanging = rig.agent.hangsAfter("x");
      rig.write("p0", "first");
      hanging.awaitBegun();
      for (int i = 0; i < 50; i++) {
        rig.write("p" + i % 10, "text " + i);
      }
      assertThat(rig.service.bean(MessageBuffer.class).load().waiting()).isLessThanOrEqualTo(5);
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
    try (MessagingRig rig = new MessagingRig("messengers.newer=restart")) {
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
  void apologisesWhereTheAgentFails() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      rig.agent.does((prompt, chunk) -> {
        throw new Problem(Problem.Kind.MODEL_TIMED_OUT);
      });
      rig.write("ana", "hola");
      rig.provider.awaitSent(1);
      assertThat(rig.read("ana").getFirst()).startsWith("Perdón, la respuesta tardó demasiado");
      rig.agent.does((prompt, chunk) -> Reply.of(" "));
      rig.write("ana", "hola?");
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana").getLast()).startsWith("Perdón, en este momento");
    }
  }

  @Test
  void givesWayToNobodyForEver() throws Exception {
    try (MessagingRig rig = new MessagingRig("WORKER_POOL_SIZE=1")) {
      CountDownLatch asked = new CountDownLatch(30);
      rig.agent.does((prompt, chunk) -> {
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
}
