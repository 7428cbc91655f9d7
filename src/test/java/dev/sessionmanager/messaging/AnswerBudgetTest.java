package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import dev.sessionmanager.problem.Problem;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Bots that talk to bots, and people who write a lot. */
class AnswerBudgetTest {

  private static final String PAUSE = "Hago una pausa en esta conversación";

  /**
   * Writes so often, each time after the answer, until there is none; what was read is returned.
   */
  private static int answered(
      MessagingRig rig, String person, int times, int seconds, IntFunction<String> text)
      throws InterruptedException {
    int before = rig.read(person).size();
    for (int i = 0; i < times; i++) {
      rig.write(person, text.apply(i));
      rig.awaitIdle();
      String other = "otra " + i;
      rig.write(other, "hola");
      rig.provider.await(p -> !p.texts("i/" + other).isEmpty());
      rig.awaitIdle();
      rig.tick(seconds);
    }
    MessagingRig.awaitTrue(() ->
        rig.service.get("/admin/deliveries?state=waiting").json().path("deliveries").isEmpty());
    return rig.read(person).size() - before;
  }

  @Test
  void pausesInFrontOfAnAutoResponderAndSaysSoOnce() throws Exception {
    try (MessagingRig rig = new MessagingRig("MESSAGE_ANSWERS_MAX=0")) {
      assertThat(answered(rig, "auto", 13, 9, i -> "Gracias por su mensaje, ya le respondemos."))
          .isEqualTo(5);
      assertThat(rig.read("auto").getLast()).startsWith(PAUSE);
      assertThat(rig.count(Event.PAUSED)).isEqualTo(1);
      var held = rig.service.get("/admin/handovers");
      assertThat(held.text("/handovers/0/conversation")).isEqualTo("i/auto");
      assertThat(held.text("/handovers/0/by")).contains("messaging.same-text-max");
    }
  }

  @Test
  void pausesInFrontOfOneWhoseTextsDifferInTheTime() throws Exception {
    try (MessagingRig rig = new MessagingRig("MESSAGE_ANSWERS_MAX=0")) {
      assertThat(answered(rig, "auto", 20, 9, i -> "Recibido a las 14:" + (10 + i) + ". Gracias."))
          .isEqualTo(9);
      assertThat(rig.read("auto").getLast()).startsWith(PAUSE);
    }
  }

  @Test
  void endsWhatTwoModelsSayToEachOther() throws Exception {
    try (MessagingRig rig = new MessagingRig("MESSAGE_ANSWERS_MAX=5", "WORKER_POOL_SIZE=2")) {
      String[] words = {"sol", "mar", "luz", "pan", "sal", "paz", "fe", "té"};
      assertThat(answered(rig, "bot", 8, 9, i -> "¡Qué interesante lo del " + words[i] + "!"))
          .isEqualTo(6);
      assertThat(rig.read("bot").getLast()).startsWith(PAUSE);
      rig.write("ana", "hola");
      rig.provider.await(p -> p.texts("i/ana").contains("hola"));
    }
  }

  @Test
  void goesOnWhenItIsGivenBackWithABudgetOfItsOwn() throws Exception {
    try (MessagingRig rig = new MessagingRig("MESSAGE_ANSWERS_MAX=3")) {
      assertThat(answered(rig, "ana", 5, 1, i -> "pregunta número " + (char) ('a' + i)))
          .isEqualTo(4);
      String back = "/admin/handovers?channel=whatsapp&conversation=i/ana";
      assertThat(rig.service.call("DELETE", back, "").status()).isEqualTo(200);
      rig.write("ana", "¿sigue ahí?");
      rig.provider.await(p -> p.texts("i/ana").contains("¿sigue ahí?"));
    }
  }

  @Test
  void countsAcrossARestart() throws Exception {
    try (MessagingRig first = new MessagingRig("MESSAGE_ANSWERS_MAX=4")) {
      assertThat(answered(first, "ana", 3, 1, i -> "pregunta " + (char) ('a' + i))).isEqualTo(3);
      try (MessagingRig second = first.afterPowerCut()) {
        second.write("ana", "x1", "pregunta x");
        second.provider.await(p -> p.texts("i/ana").contains("pregunta x"));
        second.awaitIdle();
        second.write("ana", "x2", "pregunta y");
        second.provider.await(p -> p.texts("i/ana").getLast().startsWith(PAUSE));
      }
    }
  }

  @Test
  void letsTimePass() throws Exception {
    try (MessagingRig rig =
        new MessagingRig("MESSAGE_ANSWERS_MAX=3", "messaging.answers-window=10m")) {
      assertThat(answered(rig, "ana", 8, 240, i -> "pregunta " + (char) ('a' + i))).isEqualTo(8);
    }
  }

  @Test
  void doesNotTakeAPersonWhoWritesALotForAMachine() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      String[] texts = {
        "sí",
        "ok",
        "gracias",
        "¿tienen anillos de plata?",
        "sí",
        "¿y de oro?",
        "dale",
        "ok",
        "sí",
        "¿cuánto sale el de 18 mm?",
        "¿y el de 20 mm?",
        "genial",
        "no",
        "ok",
        "sí"
      };
      assertThat(answered(rig, "ana", 45, 60, i -> texts[i % texts.length])).isEqualTo(45);
    }
  }

  @Test
  void doesNotBlameWhoAsksAgainBecauseNobodyCouldAnswer() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      rig.agent.does((prompt, chunk) -> {
        throw new Problem(Problem.Kind.MODEL_UNREACHABLE);
      });
      answered(rig, "ana", 6, 60, i -> "¿Tienen anillos de plata?");
      rig.agent.does((prompt, chunk) -> Reply.of("Sí, tenemos."));
      rig.write("ana", "¿Tienen anillos de plata?");
      rig.provider.await(p -> p.texts("i/ana").contains("Sí, tenemos."));
      assertThat(rig.read("ana")).noneMatch(text -> text.startsWith(PAUSE));
    }
  }
}
