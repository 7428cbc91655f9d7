package dev.sessionmanager.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One person has one opt-out, under a hidden number and the real one. */
class HiddenOptOutTest {

  private static final String HIDDEN = "212345678901234@lid";

  private static String of(String file, String id, String text) {
    return WebhookTest.file(file)
        .replace("212345678909999@lid", HIDDEN)
        .replaceAll("3A9F21C8D7E64B05A1\\d\\d", id)
        .replace("\"Hola\"", '"' + text + '"');
  }

  /** Whoever is behind the hidden number writes, and the event tells no other. */
  private static void hidden(WhatsappRig rig, String id, String text) {
    rig.told(of("v2-hidden", id, text));
  }

  private static JsonNode optOuts(WhatsappRig rig) {
    return rig.service.get("/admin/opt-outs").json().path("opt_outs");
  }

  @Test
  void knowsWhoHasOptedOutUnderTheHiddenNumberByTheRealOne() throws Exception {
    try (WhatsappRig rig = new WhatsappRig()) {
      hidden(rig, "M1", "BAJA");
      rig.until(() -> rig.answers(HIDDEN).size() == 1);
      rig.told(of("v2-hidden-sender-pn", "M2", "hola"));
      rig.writes("M3", "hay alguien");
      WhatsappSilenceTest.settles(rig, "L1");
      assertThat(rig.answers()).isEmpty();
      assertThat(optOuts(rig)).hasSize(1);
      assertThat(optOuts(rig).path(0).path("person").asString())
          .isEqualTo("joyeria/" + WhatsappRig.ANA + "@s.whatsapp.net");
      rig.writes("M4", "alta");
      rig.until(() -> rig.answers().size() == 1);
      rig.writes("M5", "hola");
      rig.until(() -> rig.answers().size() == 2);
      assertThat(optOuts(rig)).isEmpty();
    }
  }

  @Test
  void knowsWhoHasOptedOutUnderTheRealNumberByTheHiddenOneAfterARestart() throws Exception {
    try (WhatsappRig rig = new WhatsappRig()) {
      rig.told(of("v2-hidden-with-number", "M1", "hola"));
      rig.until(() -> rig.answers().size() == 1);
      rig.writes("M2", "STOP");
      rig.until(() -> rig.answers().size() == 2);
      rig.restart(() -> {}, Duration.ofSeconds(30));
      hidden(rig, "M3", "hola");
      WhatsappSilenceTest.settles(rig, "L1");
      assertThat(rig.answers(HIDDEN)).isEmpty();
      assertThat(rig.answers()).hasSize(2);
      hidden(rig, "M4", "alta");
      rig.until(() -> rig.answers().size() == 3);
      assertThat(optOuts(rig)).isEmpty();
    }
  }

  /** Evolution 2.3.0 puts the number in the hidden one's place, and that beside it. */
  @Test
  void readsTheHiddenNumberThatStoodInThePlaceOfTheReal() throws Exception {
    try (WhatsappRig rig = new WhatsappRig()) {
      hidden(rig, "M1", "BAJA");
      rig.until(() -> rig.answers(HIDDEN).size() == 1);
      rig.told(
          WebhookTest.message("M2", "hola")
              .replace("\"fromMe\"", "\"previousRemoteJid\": \"" + HIDDEN + "\", \"fromMe\""));
      WhatsappSilenceTest.settles(rig, "L1");
      assertThat(rig.answers()).isEmpty();
    }
  }
}
