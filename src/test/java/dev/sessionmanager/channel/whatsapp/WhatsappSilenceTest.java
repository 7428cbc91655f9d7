package dev.sessionmanager.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When nobody on WhatsApp gets an answer, from Evolution's webhook to its API. */
class WhatsappSilenceTest {

  private static String at(String body, Instant written) {
    return body.replace("1763722800", Long.toString(written.getEpochSecond()));
  }

  static String human(String id, String text) {
    return WebhookTest.file("v2-from-me")
        .replaceAll("3A9F21C8D7E64B05A1\\d\\d", id)
        .replace("Buenas, le atiendo yo", text);
  }

  /** Somebody else gets an answer after all that was to come for Ana. */
  static void settles(WhatsappRig rig, String id) throws InterruptedException {
    int before = rig.answers(WhatsappRig.LEO).size();
    rig.writes(WhatsappRig.LEO, id, "hola " + id);
    rig.until(() -> rig.answers(WhatsappRig.LEO).size() > before);
  }

  @Test
  void doesNotAnswerWhatIsThreeDaysOldWhenItComes() throws Exception {
    try (WhatsappRig rig = new WhatsappRig()) {
      Instant then = rig.service.clock.instant().minus(Duration.ofDays(3));
      rig.told(at(WebhookTest.message("OLD", "¿Tenés anillos de plata?"), then));
      settles(rig, "L1");
      assertThat(rig.answers()).isEmpty();
      assertThat(rig.service.get("/admin/unanswered").text("/unanswered/0/text"))
          .isEqualTo("¿Tenés anillos de plata?");
      assertThat(rig.service.get("/metrics").raw().body())
          .contains("sessionmanager_messages_total{channel=\"whatsapp\",event=\"old\"} 1.0");
      rig.writes("NEW", "¿hola?");
      rig.until(() -> !rig.answers().isEmpty());
      assertThat(rig.answers()).containsExactly("¿hola?");
    }
  }

  @Test
  void doesNotAnswerWhatAHumanHasAnsweredHoursAgoInWhateverOrderBothCome() throws Exception {
    try (WhatsappRig rig = new WhatsappRig()) {
      Instant now = rig.service.clock.instant();
      Instant asked = now.minus(Duration.ofHours(3));
      Instant replied = now.minus(Duration.ofHours(2));
      rig.told(at(WebhookTest.message("A1", "¿Tienen anillos?"), asked));
      rig.told(at(human("H1", "Sí, tenemos"), replied));
      rig.told(at(human("H2", "Sí, relojes").replace(WhatsappRig.ANA, "5491100000001"), replied));
      rig.told(
          at(
              WebhookTest.message("B1", "¿Tienen relojes?")
                  .replace(WhatsappRig.ANA, "5491100000001"),
              asked));
      settles(rig, "L1");
      assertThat(rig.answers()).isEmpty();
      assertThat(rig.answers("5491100000001")).isEmpty();
      assertThat(rig.service.get("/admin/handovers").json().path("handovers")).isEmpty();
      rig.writes("A2", "¿y cadenas?");
      rig.until(() -> !rig.answers().isEmpty());
      assertThat(rig.answers()).containsExactly("¿y cadenas?");
    }
  }

  @Test
  void endsATalkWithAnAutoResponder() throws Exception {
    try (WhatsappRig rig = new WhatsappRig()) {
      for (int i = 0; i < 8; i++) {
        int before = rig.answers().size();
        rig.writes("AUTO" + i, "Gracias por comunicarte con Kiosco 24. En breve te respondemos.");
        if (i < 5) {
          rig.until(() -> rig.answers().size() > before);
        }
      }
      settles(rig, "L1");
      List<String> answers = rig.answers();
      assertThat(answers).hasSize(5);
      assertThat(answers.getLast()).startsWith("Hago una pausa");
      assertThat(rig.service.get("/admin/handovers").text("/handovers/0/conversation"))
          .isEqualTo("joyeria/" + WhatsappRig.ANA + "@s.whatsapp.net");
    }
  }

  @Test
  void writesNothingMoreToWhoWantsNoMessages() throws Exception {
    try (WhatsappRig rig = new WhatsappRig()) {
      rig.writes("M1", "Baja");
      rig.until(() -> !rig.answers().isEmpty());
      rig.writes("M2", "¿hola?");
      settles(rig, "L1");
      String person = rig.service.get("/admin/opt-outs").text("/opt_outs/0/person");
      assertThat(person).isEqualTo("joyeria/" + WhatsappRig.ANA + "@s.whatsapp.net");
      assertThat(rig.answers()).hasSize(1).first().asString().contains("ALTA");
      Instant now = rig.service.clock.instant();
      rig.restart(
          () ->
              rig.evolution.keep(
                  WhatsappRig.ANA + "@s.whatsapp.net", false, "M3", "¿y?", now.plusSeconds(5)),
          Duration.ofSeconds(30));
      settles(rig, "L2");
      assertThat(rig.answers()).hasSize(1);
      rig.writes("M4", "alta");
      rig.until(() -> rig.answers().size() == 2);
      rig.writes("M5", "¿tienen anillos?");
      rig.until(() -> rig.answers().size() == 3);
      assertThat(rig.answers().getLast()).isEqualTo("¿tienen anillos?");
    }
  }

  @Test
  void understandsAWishThatIsPutRightInTimeAndAfterwards() throws Exception {
    try (WhatsappRig rig = new WhatsappRig()) {
      rig.writes("M1", "BAAJ");
      rig.told(edit("M1", "BAJA", 1000));
      rig.until(() -> !rig.answers().isEmpty());
      assertThat(rig.answers()).singleElement().asString().startsWith("Listo");
      rig.writes("M2", "alta");
      rig.until(() -> rig.answers().size() == 2);
      rig.writes("M3", "sotp");
      rig.until(() -> rig.answers().size() == 3);
      rig.told(edit("M3", "STOP", 2000));
      rig.until(() -> rig.answers().size() == 4);
      assertThat(rig.answers().getLast()).startsWith("Listo: no se envían más");
    }
  }

  private static String edit(String id, String text, long at) {
    return WebhookTest.file("v2-edited-real")
        .replace("3EB0EDIT1", id)
        .replace("¿Tenés pulseras de plata?", text)
        .replace("1744200000000", Long.toString(at));
  }

  @Test
  void saysOutsideOfTheHoursWhatTheirFileSays() throws Exception {
    try (WhatsappRig rig = new WhatsappRig()) {
      Instant now = rig.service.clock.instant();
      String today = now.atZone(ZoneOffset.UTC).toLocalDate().toString();
      String tomorrow =
          now.plus(Duration.ofDays(1)).atZone(ZoneOffset.UTC).toLocalDate().toString();
      Path file = rig.service.data.resolve("hours.yaml");
      StringBuilder hours = new StringBuilder("zone: UTC\ntext: Hoy es feriado.\n");
      for (String day : "lunes martes miercoles jueves viernes sabado domingo".split(" ", -1)) {
        hours.append(day).append(": 00:00-24:00\n");
      }
      Files.writeString(file, hours + "holidays: [" + today + ", " + tomorrow + "]\n");
      rig.passes(10);
      rig.writes("M1", "¿tienen anillos?");
      rig.until(() -> !rig.answers().isEmpty());
      rig.writes("M2", "¿hola?");
      settles(rig, "L1");
      assertThat(rig.answers()).containsExactly("Hoy es feriado.");
      assertThat(rig.answers(WhatsappRig.LEO)).containsExactly("Hoy es feriado.");
      assertThat(rig.echo.askedTimes()).isZero();
    }
  }
}
