package dev.sessionmanager.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** WhatsApp Business's own greetings and away messages, told from what humans write. */
class WhatsappGreetingTest {

  private static final String GREETING =
      "¡Hola! Gracias por comunicarte con Joyería Sol. ¿En qué podemos ayudarte?";

  private static String phone(String number, String id, String text) {
    return WhatsappSilenceTest.human(id, text).replace(WhatsappRig.ANA, number);
  }

  @Test
  void givesBackAndAnswersTheFirstWhomTheShopsOwnGreetingMet() throws Exception {
    try (WhatsappRig rig = new WhatsappRig("messengers.automatic.sooner-than=0s")) {
      rig.writes("A1", "¿Tienen anillos?");
      rig.passes(1);
      rig.told(phone(WhatsappRig.ANA, "G1", GREETING));
      rig.passes(20);
      rig.writes("A2", "¿Hola?");
      rig.passes(20);
      assertThat(rig.answers()).isEmpty();
      assertThat(rig.service.get("/admin/handovers").json().path("handovers")).hasSize(1);
      rig.writes(WhatsappRig.LEO, "L1", "¿Tienen relojes?");
      rig.told(phone(WhatsappRig.LEO, "G2", GREETING));
      rig.until(() -> rig.answers().size() == 1 && rig.answers(WhatsappRig.LEO).size() == 1);
      assertThat(rig.answers()).containsExactly("¿Tienen anillos?\n¿Hola?");
      assertThat(rig.answers(WhatsappRig.LEO)).containsExactly("¿Tienen relojes?");
      assertThat(rig.service.get("/admin/handovers").json().path("handovers")).isEmpty();
      rig.told(phone(WhatsappRig.ANA, "H1", "Ana, ya te paso el catálogo completo de anillos."));
      rig.writes("A3", "Dale");
      WhatsappSilenceTest.settles(rig, "L2");
      assertThat(rig.answers()).hasSize(1);
    }
  }

  @Test
  void sendsTheAnswerThatTheShopsOwnAwayMessageHadKeptBack() throws Exception {
    try (WhatsappRig rig = new WhatsappRig("messengers.automatic.sooner-than=0s")) {
      rig.evolution.next(EvolutionStub.Fault.BUSY);
      rig.writes("A1", "¿Tienen anillos?");
      rig.until(() -> rig.calls("/message/sendText/") == 1);
      rig.told(phone(WhatsappRig.ANA, "G1", "Ahora no estamos; respondemos mañana."));
      rig.passes(60);
      assertThat(rig.answers()).isEmpty();
      rig.told(phone(WhatsappRig.LEO, "G2", "Ahora no estamos; respondemos mañana."));
      rig.until(() -> !rig.answers().isEmpty());
      rig.passes(30);
      assertThat(rig.answers()).containsExactly("¿Tienen anillos?");
    }
  }

  @Test
  void knowsAGreetingThatIsThereBeforeAnybodyCouldHaveTypedIt() throws Exception {
    try (WhatsappRig rig = new WhatsappRig()) {
      rig.writes("A1", "¿Tienen anillos?");
      rig.passes(1);
      rig.told(phone(WhatsappRig.ANA, "G1", GREETING));
      // Told of in the other order.
      rig.told(phone(WhatsappRig.LEO, "G2", GREETING.replace("Sol", "Luna")));
      rig.writes(WhatsappRig.LEO, "L1", "¿Tienen relojes?");
      rig.until(() -> rig.answers().size() == 1 && rig.answers(WhatsappRig.LEO).size() == 1);
      // Their next words may be what a human is typing an answer to.
      rig.writes("A2", "¿Y de plata?");
      rig.told(
          phone(WhatsappRig.ANA, "H1", "Sí, de plata tenemos todos los que ves en la página."));
      rig.passes(30);
      assertThat(rig.answers()).containsExactly("¿Tienen anillos?");
      assertThat(rig.service.get("/admin/handovers").json().path("handovers")).hasSize(1);
    }
  }

  private static final String SHORT = "Hola, ya te respondemos.";

  @Test
  void givesBackWhatAShortGreetingHadTakenOnceNobodyGoesOn() throws Exception {
    try (WhatsappRig rig = new WhatsappRig()) {
      rig.writes("A1", "¿Tienen anillos?");
      rig.passes(1);
      rig.told(phone(WhatsappRig.ANA, "G1", SHORT));
      // Told of in the other order.
      rig.told(phone(WhatsappRig.LEO, "G2", "Ya te atiende alguien."));
      rig.writes(WhatsappRig.LEO, "L1", "¿Tienen relojes?");
      rig.passes(20);
      rig.writes("A2", "¿De plata?");
      rig.passes(25);
      assertThat(rig.answers()).isEmpty(); // a human may be typing
      assertThat(rig.service.get("/admin/handovers").json().path("handovers")).hasSize(2);
      rig.until(() -> rig.answers().size() == 1 && rig.answers(WhatsappRig.LEO).size() == 1);
      assertThat(rig.answers()).containsExactly("¿Tienen anillos?\n¿De plata?");
      assertThat(rig.answers(WhatsappRig.LEO)).containsExactly("¿Tienen relojes?");
      assertThat(rig.service.get("/admin/handovers").json().path("handovers")).isEmpty();
      // The same again is no greeting: somebody types it, in answer to what was said before.
      rig.told(phone(WhatsappRig.ANA, "H1", "Hola, Ana, tengo dos."));
      rig.writes("A3", "Dale");
      WhatsappSilenceTest.settles(rig, "L2");
      assertThat(rig.answers()).hasSize(1);
    }
  }

  @Test
  void leavesWithAHumanWhoGreetsAtOnceAndGoesOn() throws Exception {
    try (WhatsappRig rig = new WhatsappRig()) {
      rig.writes("A1", "¿Tienen anillos?");
      rig.passes(1);
      rig.told(phone(WhatsappRig.ANA, "H1", SHORT));
      rig.passes(40);
      rig.told(phone(WhatsappRig.ANA, "H2", "Tengo lisos y con piedra"));
      rig.passes(90);
      rig.writes("A2", "¿De plata?");
      rig.passes(30);
      assertThat(rig.answers()).isEmpty();
      assertThat(rig.service.get("/admin/handovers").json().path("handovers")).hasSize(1);
      // Who has it ready, and has nobody's first message before them, is a human from the start.
      rig.writes(WhatsappRig.LEO, "L1", "hola");
      rig.until(() -> rig.answers(WhatsappRig.LEO).size() == 1);
      rig.writes(WhatsappRig.LEO, "L2", "¿hay alguien?");
      rig.told(phone(WhatsappRig.LEO, "H3", "Hola Leo, acá estoy."));
      rig.passes(120);
      rig.writes(WhatsappRig.LEO, "L3", "¿Tienen relojes?");
      rig.passes(30);
      assertThat(rig.answers(WhatsappRig.LEO)).hasSize(1);
    }
  }

  @Test
  void keepsToWhatAShortGreetingIsAfterARestart() throws Exception {
    try (WhatsappRig rig = new WhatsappRig()) {
      Instant now = rig.service.clock.instant();
      String ana = WhatsappRig.ANA + "@s.whatsapp.net";
      rig.evolution.keep(ana, false, "A1", "¿Tienen anillos?", now);
      rig.evolution.keep(ana, true, "G1", SHORT, now.plusSeconds(1));
      rig.writes("A1", "¿Tienen anillos?");
      rig.passes(1);
      rig.told(phone(WhatsappRig.ANA, "G1", SHORT));
      rig.restart(() -> {}, Duration.ofSeconds(20));
      rig.passes(20);
      assertThat(rig.answers()).isEmpty();
      rig.until(() -> rig.answers().size() == 1);
      rig.restart(() -> {}, Duration.ofSeconds(5));
      rig.writes("A2", "¿De plata?");
      rig.until(() -> rig.answers().size() == 2);
    }
  }

  @Test
  void leavesWithAHumanWhomTheyHadBeforeTheAwayMessage() throws Exception {
    try (WhatsappRig rig = new WhatsappRig()) {
      rig.told(phone(WhatsappRig.ANA, "H1", "Hola Ana, soy Marta."));
      rig.writes("A1", "¿Tienen anillos?");
      rig.told(phone(WhatsappRig.ANA, "G1", GREETING));
      rig.writes(WhatsappRig.LEO, "L1", "¿Tienen relojes?");
      rig.told(phone(WhatsappRig.LEO, "G2", GREETING));
      rig.until(() -> !rig.answers(WhatsappRig.LEO).isEmpty());
      rig.passes(30);
      assertThat(rig.answers()).isEmpty();
      assertThat(rig.service.get("/admin/handovers").text("/handovers/0/conversation"))
          .isEqualTo("joyeria/" + WhatsappRig.ANA + "@s.whatsapp.net");
    }
  }
}
