package dev.sessionmanager.channel.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Webhooks where a secret is set: the signature decides, wherever they come from. */
class ChatwootSignatureTest {

  private static final String PATH = "/webhook/chatwoot";
  private static final String SECRET = "secret-of-the-webhook";
  private static final String BODY = Payloads.of("message_created_template");

  private static final ChatwootStub chatwoot = new ChatwootStub();
  private static final Service service =
      Service.start(
          "CHATWOOT_API_URL=" + chatwoot.url(),
          "CHATWOOT_API_TOKEN=" + ChatwootStub.TOKEN,
          "CHATWOOT_ACCOUNT_ID=1",
          "CHATWOOT_WEBHOOK_SECRET=" + SECRET + ", secret-of-the-agent-bot");

  @AfterAll
  static void close() {
    service.close();
    chatwoot.close();
  }

  private static Service.Answer post(String secret, Instant at, String signed, String sent) {
    String stamp = Long.toString(at.getEpochSecond());
    return service.post(
        PATH,
        sent,
        "X-Chatwoot-Timestamp",
        stamp,
        "X-Chatwoot-Signature",
        ChatwootWebhooks.sign(secret, stamp, signed),
        "X-Forwarded-For",
        "192.0.2.1");
  }

  private static double count() {
    return service
        .bean(io.micrometer.core.instrument.MeterRegistry.class)
        .counter("sessionmanager.webhooks", "channel", "chatwoot", "outcome", "refused")
        .count();
  }

  private static void isRefused(Service.Answer answer, double before) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("/code")).isEqualTo("bad_signature");
    assertThat(count()).isEqualTo(before + 1);
  }

  @Test
  void takesEverySecretThatIsSet() {
    Instant now = service.clock.instant();
    assertThat(post(SECRET, now, BODY, BODY).status()).isEqualTo(200);
    assertThat(post("secret-of-the-agent-bot", now, BODY, BODY).status()).isEqualTo(200);
  }

  /** What the operator reads of Chatwoot. */
  private String detail() {
    return service.get("/admin/setup").text("/channels/0/detail");
  }

  @Test
  void refusesCountsAndTellsTheOperatorTheLikelyCause() {
    Instant now = service.clock.instant();

    double before = count();
    isRefused(post("wrong", now, BODY, BODY), before);
    assertThat(detail()).contains("the signature is of another secret", "check ADDRESS fetches");

    before = count();
    isRefused(post(SECRET, now.minus(Duration.ofMinutes(6)), BODY, BODY), before);
    assertThat(detail()).contains("set both machines' clocks");

    before = count();
    isRefused(post(SECRET, now, BODY, BODY.replace(",", ", ").replace(":", ": ")), before);
    assertThat(detail()).contains("a proxy has changed it");

    before = count();
    isRefused(service.post(PATH, BODY), before);
    assertThat(detail())
        .startsWith("Chatwoot answers.")
        .contains("webhooks were refused", "the webhook has no secret");

    service.clock.advance(Duration.ofDays(2));
    assertThat(detail()).isEqualTo("Chatwoot answers.");
    service.clock.advance(Duration.ofDays(-2));
  }

  @Test
  void showsNeitherSecretNorTokenAnywhere() {
    assertThat(service.bean(ChatwootSettings.class).toString())
        .doesNotContain(SECRET, ChatwootStub.TOKEN);
    assertThat(post("wrong", service.clock.instant(), BODY, BODY).raw().body())
        .doesNotContain(SECRET);
  }
}
