package dev.sessionmanager.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.channel.whatsapp.EvolutionStub.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replies through an Evolution whose store fails, or whose WhatsApp comes and goes. */
class UnsteadyEvolutionTest {

  private final WhatsappRig rig =
      new WhatsappRig("deliveries.look-timeout=200ms", "deliveries.backoff-initial=2s");

  @AfterEach
  void stop() {
    rig.close();
  }

  private String states() {
    return String.join(
        ",", WebhookTest.rows(rig.service, "select state from deliveries order by id"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"FAILED_BEFORE_SENDING", "INVALID", "SILENT_AFTER_SENDING", "BROKEN_BEFORE_SENDING"})
  void answersThoughItsStoreFails(Fault fault) throws Exception {
    rig.evolution.storeFault = fault;
    rig.writes("M1", "uno");
    rig.until(() -> rig.answers().size() == 1);
    rig.writes("M2", "dos");
    rig.until(() -> rig.answers().size() == 2);
    rig.passes(10);
    assertThat(rig.answers()).containsExactly("uno", "dos");
    assertThat(rig.service.get("/health").text("/status")).isEqualTo("healthy");
  }

  @Test
  void looksNoMoreForAWhileWhereTheStoreHangs() throws Exception {
    rig.evolution.storeFault = Fault.SILENT_AFTER_SENDING;
    for (int i = 1; i <= 5; i++) {
      int sent = i;
      rig.writes("M" + i, "n" + i);
      rig.until(() -> rig.answers().size() == sent);
    }
    assertThat(rig.calls("/chat/findMessages/")).isLessThan(5);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {
        "RATE_OVERLIMIT",
        "NO_SESSIONS",
        "TYPE_ERROR",
        "NOT_CONNECTED",
        "THROWN_AFTER_SENDING",
        "CLOUD_LIMIT"
      })
  void triesAgainWhatPassesAndHoldsNobodyElseUp(Fault fault) throws Exception {
    rig.evolution.next(fault);
    rig.writes("M1", "uno");
    rig.until(() -> states().equals("DELIVERED") || !states().isEmpty());
    rig.writes(WhatsappRig.LEO, "M2", "dos");
    rig.until(() -> states().equals("DELIVERED,DELIVERED"));
    assertThat(rig.answers()).containsExactly("uno");
    assertThat(rig.answers(WhatsappRig.LEO)).containsExactly("dos");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"CLOUD_REFUSED", "STATUS_ERROR", "FORBIDDEN", "NO_SUCH_NUMBER", "INVALID"})
  void endsAReplyThatIsRefusedForGoodAndGoesOn(Fault fault) throws Exception {
    rig.evolution.next(fault);
    rig.writes("M1", "uno");
    rig.until(() -> states().equals("REFUSED"));
    rig.writes("M2", "dos");
    rig.until(() -> states().equals("REFUSED,DELIVERED"));
    assertThat(rig.answers()).containsExactly("dos");
  }
}
