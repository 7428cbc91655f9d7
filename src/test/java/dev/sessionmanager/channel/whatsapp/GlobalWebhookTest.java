package dev.sessionmanager.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Evolution's global webhook, which has no headers, beside that of the instance, which has. */
class GlobalWebhookTest {

  private static final String[] KNOWN = {"X-Webhook-Token", "s3cret-of-the-header"};

  private final WhatsappRig rig = new WhatsappRig("EVOLUTION_WEBHOOK_HEADER_VALUE=" + KNOWN[1]);

  @AfterEach
  void stop() {
    rig.close();
  }

  private int status(String id, String... headers) {
    return rig.webhook(WebhookTest.message(id, "Hola"), headers).status();
  }

  private String notice() {
    return rig.service.get("/admin/setup").text("/channels/1/detail");
  }

  private List<String> stored() {
    return WebhookTest.rows(rig.service, "select message_id from arrivals order by id");
  }

  @Test
  void isRefusedForGoodWhereTheOtherComes() {
    assertThat(status("M1")).as("nothing is lost while a secret is put right").isEqualTo(412);
    assertThat(status("M1", KNOWN)).isEqualTo(200);
    for (int i = 0; i < 5; i++) {
      Service.Answer copy = rig.webhook(WebhookTest.message("COPY" + i, "Hola"));
      assertThat(copy.status()).as("Evolution does not send it again").isEqualTo(401);
    }
    assertThat(stored()).containsExactly("M1");
    assertThat(notice()).containsOnlyOnce("WEBHOOK_GLOBAL_ENABLED").contains("1 webhook was");
    assertThat(rig.service.get("/metrics").raw().body())
        .contains("sessionmanager_webhooks_total{channel=\"whatsapp\",outcome=\"copy\"} 5.0")
        .contains("sessionmanager_webhooks_total{channel=\"whatsapp\",outcome=\"refused\"} 1.0");
  }

  @Test
  void isNoCopyWhereItHasAnotherSecret() {
    assertThat(status("M1", KNOWN)).isEqualTo(200);
    assertThat(status("M2", "X-Webhook-Token", "the new one")).isEqualTo(412);
    assertThat(status("M2", "Authorization", "Bearer x")).isEqualTo(412);
  }

  @Test
  void isSentAgainOnceTheOtherHasGoneQuiet() throws Exception {
    assertThat(status("M1", KNOWN)).isEqualTo(200);
    rig.until(() -> !rig.answers().isEmpty());
    assertThat(status("M2")).isEqualTo(401);
    // It was no copy: the header was taken away in Evolution.
    String ana = WhatsappRig.ANA + "@s.whatsapp.net";
    rig.evolution.keep(ana, false, "M2", "¿hola?", rig.theirs.instant());
    rig.until(() -> rig.answers().size() == 2);
    assertThat(status("M3")).isEqualTo(412);
  }
}
