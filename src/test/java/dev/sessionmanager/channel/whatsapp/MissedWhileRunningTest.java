package dev.sessionmanager.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.channel.whatsapp.EvolutionStub.Fault;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages of which Evolution has sent no webhook, while the service runs and before. */
class MissedWhileRunningTest {

  private final WhatsappRig rig = new WhatsappRig();

  @AfterEach
  void stop() {
    rig.close();
  }

  private void arrives(String number, String id, String text, Instant at) {
    rig.evolution.keep(number + "@s.whatsapp.net", false, id, text, at);
  }

  private void arrives(String id, String text) {
    arrives(WhatsappRig.ANA, id, text, rig.theirs.instant());
  }

  @Test
  void answersWhatNoWebhookToldOfWithinMinutesAndOnce() throws Exception {
    rig.passes(2);
    arrives("M1", "uno");
    rig.until(() -> rig.answers().size() == 1);
    rig.writes("M1", "uno"); // late
    rig.later(Duration.ofMinutes(4));
    rig.passes(20);
    assertThat(rig.answers()).containsExactly("uno");
  }

  @Test
  void leavesAloneWhatWasThereBeforeItWasConnected() throws Exception {
    arrives(WhatsappRig.ANA, "OLD", "de antes", rig.theirs.instant().minusSeconds(60));
    rig.passes(2);
    rig.later(Duration.ofMinutes(4));
    rig.passes(20);
    assertThat(rig.answers()).isEmpty();
  }

  @Test
  void asksOnceALookWhereThereIsNothing() throws Exception {
    rig.passes(5);
    for (int i = 1; i <= 4; i++) {
      int looks = i;
      rig.later(Duration.ofMinutes(3));
      rig.until(() -> rig.calls("/chat/findMessages/") >= looks);
      rig.passes(5);
      assertThat(rig.calls("/chat/findMessages/")).isEqualTo(looks);
    }
  }

  @Test
  void looksFromWhereTheLastGoodLookEnded() throws Exception {
    rig.passes(2);
    rig.evolution.storeFault = Fault.FAILED_BEFORE_SENDING;
    arrives("M1", "uno");
    for (int i = 0; i < 10; i++) {
      rig.later(Duration.ofMinutes(3));
      rig.passes(1);
    }
    rig.evolution.storeFault = null;
    rig.later(Duration.ofMinutes(5));
    rig.until(() -> rig.answers().size() == 1);
  }

  @Test
  void keepsItsMarkOverARestart() throws Exception {
    rig.passes(2);
    rig.restart(() -> arrives("M1", "uno"), Duration.ofMinutes(30));
    rig.until(() -> rig.answers().size() == 1);
    assertThat(rig.answers()).containsExactly("uno");
  }

  @Test
  void leavesToTheHumanWhatTheyHaveAnsweredMeanwhile() throws Exception {
    rig.passes(2);
    arrives("M1", "¿abren hoy?");
    rig.passes(2);
    String human = WebhookTest.file("v2-from-me");
    rig.told(human);
    String id = human.replaceAll("(?s).*\"id\": \"(\\w+)\".*", "$1");
    rig.evolution.keep(
        WhatsappRig.ANA + "@s.whatsapp.net",
        true,
        id,
        "Buenas, le atiendo yo",
        rig.theirs.instant());
    arrives(WhatsappRig.LEO, "L1", "¿y yo?", rig.theirs.instant());
    rig.until(() -> rig.answers(WhatsappRig.LEO).size() == 1);
    rig.later(Duration.ofMinutes(40)); // the human's time is over
    rig.passes(30);
    assertThat(rig.answers()).isEmpty();
    assertThat(WebhookTest.rows(rig.service, "select message_id from arrivals"))
        .containsExactly("L1");
  }
}
