package dev.sessionmanager.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import dev.sessionmanager.channel.whatsapp.EvolutionStub.Fault;
import dev.sessionmanager.webhook.WebhookReceiver;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the operator is told of WhatsApp: in /health, on the admin page, as metrics, by webhook. */
class WatchedWhatsappTest {

  private final WebhookReceiver operator = new WebhookReceiver();
  private final WhatsappRig rig =
      new WhatsappRig(
          "OPERATOR_WEBHOOK=" + operator.url(),
          "OPERATOR_WEBHOOK_SECRET=" + WebhookReceiver.SECRET);

  @AfterEach
  void stop() {
    rig.close();
    operator.close();
  }

  private String status() {
    return rig.service.get("/health").text("/status");
  }

  private String whatsapp() {
    return rig.service.get("/health").text("/services/evolution");
  }

  private List<String> told() {
    return operator.got.stream()
        .map(got -> got.event() + ' ' + got.data().path("trouble").asString())
        .toList();
  }

  private void connection(String state, int reason) {
    rig.told(
        WebhookTest.file("v2-connection-update")
            .replace("\"close\"", '"' + state + '"')
            .replace("401", Integer.toString(reason)));
  }

  @Test
  void tellsOfALogoutOnceAndOfItsEnd() throws Exception {
    assertThat(status()).isEqualTo("healthy");
    rig.evolution.state = "close";
    connection("close", 401);
    connection("close", 401);
    assertThat(status()).isEqualTo("degraded");
    assertThat(whatsapp()).startsWith("disconnected: WhatsApp has logged the instance out (401)");
    assertThat(rig.service.get("/health/ready").status()).as("messages are taken").isEqualTo(200);
    Service.Answer overview = rig.service.get("/admin/overview");
    assertThat(overview.text("/messaging/troubles/0/trouble")).isEqualTo("disconnected");
    assertThat(overview.text("/messaging/troubles/0/channel")).isEqualTo("whatsapp");
    assertThat(metric("disconnected")).isEqualTo("1.0");
    rig.passes(150); // the checks find the same
    assertThat(told()).containsExactly("channel.trouble disconnected");
    assertThat(operator.got.getFirst().signed()).isTrue();
    rig.evolution.state = "open";
    connection("open", 200);
    assertThat(status()).isEqualTo("healthy");
    assertThat(metric("disconnected")).isEqualTo("0.0");
    rig.until(() -> told().size() == 2);
    assertThat(told()).last().isEqualTo("channel.well disconnected");
  }

  private String metric(String trouble) {
    return rig.service
        .get("/metrics")
        .raw()
        .body()
        .lines()
        .filter(line -> line.startsWith("sessionmanager_messaging_trouble{"))
        .filter(line -> line.contains("trouble=\"" + trouble + '"'))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElse("");
  }

  @Test
  void findsOutByItselfAndNotForAMoment() throws Exception {
    rig.evolution.state = "connecting";
    connection("close", 428);
    connection("connecting", 200);
    rig.passes(70);
    assertThat(status()).as("it connects anew every so often").isEqualTo("healthy");
    rig.until(() -> status().equals("degraded"));
    assertThat(whatsapp()).contains("state: connecting");
    rig.evolution.state = "open";
    rig.until(() -> status().equals("healthy"));
    rig.until(() -> told().size() == 2);
    assertThat(told()).containsExactly("channel.trouble disconnected", "channel.well disconnected");
  }

  @Test
  void tellsOfARefusedKeyAndGoesOnOnceItIsTaken() throws Exception {
    rig.evolution.always = Fault.KEY_REVOKED;
    rig.writes("M1", "uno");
    rig.until(() -> status().equals("degraded"));
    rig.until(() -> told().contains("channel.trouble refused"));
    rig.evolution.always = null;
    rig.until(() -> rig.answers().size() == 1);
    rig.until(() -> told().contains("channel.well refused"));
    assertThat(status()).isEqualTo("healthy");
    assertThat(told()).containsExactly("channel.trouble refused", "channel.well refused");
  }

  @Test
  void tellsOfWebhooksThatHaveGoneQuiet() throws Exception {
    rig.writes("M1", "uno");
    rig.until(() -> rig.answers().size() == 1);
    rig.passes(5);
    String ana = WhatsappRig.ANA + "@s.whatsapp.net";
    rig.evolution.keep(ana, false, "M2", "dos", rig.theirs.instant());
    rig.passes(65);
    rig.until(() -> rig.answers().size() == 2);
    rig.until(() -> !told().isEmpty());
    assertThat(told()).containsExactly("channel.trouble webhooks_quiet");
    assertThat(whatsapp()).startsWith("webhooks_quiet: ");
    assertThat(rig.service.get("/admin/setup").text("/channels/1/detail"))
        .contains("no webhook of Evolution tells of");
    rig.writes("M3", "tres");
    rig.until(() -> told().size() == 2);
    assertThat(told()).last().isEqualTo("channel.well webhooks_quiet");
    assertThat(status()).isEqualTo("healthy");
  }
}
