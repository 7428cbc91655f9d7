package dev.sessionmanager.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that their writers put right, as Evolution 2.3 tells of it. */
class CorrectedMessagesTest {

  private final WhatsappRig rig = new WhatsappRig();

  @AfterEach
  void stop() {
    rig.close();
  }

  /** The key is the writer's own: our number, and theirs to say "from me". */
  private void corrects(String id, String text, long at) {
    rig.told(
        WebhookTest.file("v2-edited-real")
            .replace("3EB0EDIT1", id)
            .replace("¿Tenés pulseras de plata?", text)
            .replace("1744200000000", Long.toString(at)));
  }

  @Test
  void answersWhatIsMeantWhereItIsPutRightInTime() throws Exception {
    rig.writes("M1", "¿Tenés pulseras de oro?");
    corrects("M1", "¿Tenés pulseras de plata?", 1000);
    rig.until(() -> !rig.answers().isEmpty());
    rig.passes(20);
    assertThat(rig.answers()).containsExactly("¿Tenés pulseras de plata?");
    assertThat(WebhookTest.rows(rig.service, "select text from arrivals"))
        .containsExactly("¿Tenés pulseras de plata?");
  }

  @Test
  void keepsTheOrderOfABurstOfWhichOneIsPutRight() throws Exception {
    rig.writes("M1", "uno");
    rig.writes("M2", "dos");
    corrects("M1", "UNO", 1000);
    rig.until(() -> !rig.answers().isEmpty());
    assertThat(rig.answers()).containsExactly("UNO\ndos");
  }

  @Test
  void takesTheLastOfSeveralCorrectionsHoweverTheyCome() throws Exception {
    rig.writes("M1", "uno");
    corrects("M1", "tres", 3000);
    corrects("M1", "dos", 2000); // late
    corrects("M1", "tres", 3000);
    rig.until(() -> !rig.answers().isEmpty());
    rig.passes(20);
    assertThat(rig.answers()).containsExactly("tres");
  }

  @Test
  void answersACorrectionOfWhatIsAnsweredOnce() throws Exception {
    rig.writes("M1", "¿de oro?");
    rig.until(() -> rig.answers().size() == 1);
    corrects("M1", "¿de plata?", 1000);
    corrects("M1", "¿de plata?", 1000);
    rig.until(() -> rig.answers().size() == 2);
    corrects("M1", "¿de plata?", 1000);
    corrects("M1", "¿de oro?", 5000); // back again
    rig.until(() -> rig.answers().size() == 3);
    rig.passes(20);
    assertThat(rig.answers())
        .containsExactly(
            "¿de oro?",
            "Corrijo mi mensaje anterior: ¿de plata?",
            "Corrijo mi mensaje anterior: ¿de oro?");
  }

  @Test
  void answersACorrectionAfterTheAnswerThatIsBeingMade() throws Exception {
    EchoAgent.Hanging hanging = rig.echo.hangsAfter("a medias");
    rig.writes("M1", "uno");
    rig.until(() -> rig.echo.askedTimes() == 1);
    corrects("M1", "dos", 1000);
    rig.echo.repeats();
    hanging.release();
    rig.until(() -> rig.answers().size() == 2);
    assertThat(rig.answers()).last().isEqualTo("Corrijo mi mensaje anterior: dos");
  }

  @Test
  void keepsACorrectionOverARestart() throws Exception {
    rig.writes("M1", "uno");
    corrects("M1", "dos", 1000);
    rig.restart(() -> {}, Duration.ofSeconds(20));
    rig.until(() -> !rig.answers().isEmpty());
    rig.passes(20);
    assertThat(rig.answers()).containsExactly("dos");
  }

  @Test
  void takesNobodysCorrectionForACustomers() throws Exception {
    rig.writes("M1", "uno");
    rig.until(() -> rig.answers().size() == 1);
    corrects(rig.evolution.sent.getFirst().id(), "lo nuestro, corregido", 1000);
    corrects("NEVER-CAME", "de nadie", 1000);
    rig.told(WebhookTest.file("v2-deleted-event"));
    rig.passes(20);
    assertThat(rig.answers()).containsExactly("uno");
    assertThat(WebhookTest.rows(rig.service, "select held_by from handovers")).isEmpty();
  }

  @Test
  void answersACorrectionOfWhatNeverCameWhereItsKeyTellsWhose() throws Exception {
    rig.told(WebhookTest.file("v2-edited"));
    rig.told(WebhookTest.file("v2-edited-event"));
    rig.until(() -> !rig.answers().isEmpty());
    rig.passes(20);
    assertThat(rig.answers()).hasSize(1);
  }
}
