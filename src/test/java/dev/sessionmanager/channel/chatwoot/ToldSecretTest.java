package dev.sessionmanager.channel.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks whose secret Chatwoot has told: nobody copies it, and it outlives a restart. */
class ToldSecretTest {

  private static final String ADDRESS = "{\"url\":\"https://bot.example.org\"}";
  private static final String BODY = Payloads.of("message_created_template");

  private final ChatwootStub chatwoot = new ChatwootStub();
  private Service service = Service.start(settings());

  private String[] settings(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "CHATWOOT_API_URL=" + chatwoot.url() + "/app/accounts/1/dashboard",
                "CHATWOOT_API_TOKEN=" + ChatwootStub.TOKEN));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private Service again(Path data, String... more) {
    return Service.startAgain(data, List.of(), settings(more));
  }

  @AfterEach
  void close() {
    service.close();
    chatwoot.close();
  }

  private int called(String secret) {
    String now = Long.toString(service.clock.instant().getEpochSecond());
    return service
        .post(
            "/webhook/chatwoot",
            BODY,
            "X-Chatwoot-Timestamp",
            now,
            "X-Chatwoot-Signature",
            ChatwootWebhooks.sign(secret, now, BODY),
            "X-Forwarded-For",
            "192.0.2.1")
        .status();
  }

  private String registered() {
    Service.Answer answer = service.post("/admin/setup/webhooks", ADDRESS);
    assertThat(answer.raw().body()).doesNotContain("s3cret");
    return answer.text("/channels/0/detail");
  }

  @Test
  void isGoodAtOnceAndAfterARestart() {
    String told = ChatwootStub.secret(1);
    assertThat(called(told)).isEqualTo(401);
    assertThat(registered())
        .isEqualTo("It calls https://bot.example.org/webhook/chatwoot from now on.");
    assertThat(called(told)).isEqualTo(200);
    assertThat(called("wrong")).isEqualTo(401);
    Path data = service.data;
    service.close();
    service = again(data);
    assertThat(called(told)).isEqualTo(200);
    assertThat(called("wrong")).isEqualTo(401);
  }

  /** Also beside one that is set, of an agent bot say; and where somebody has made a new one. */
  @Test
  void isFetchedAgainFromTheListOfWebhooks() {
    Path data = service.data;
    registered();
    service.close();
    service = again(data, "CHATWOOT_WEBHOOK_SECRET=of-the-bot");
    chatwoot.registered.set(
        0,
        new JsonMapper()
            .createObjectNode()
            .put("url", "https://bot.example.org/webhook/chatwoot")
            .put("secret", "s3cret-anew"));
    assertThat(called("s3cret-anew")).isEqualTo(401);
    registered();
    assertThat(called("s3cret-anew")).isEqualTo(200);
    assertThat(called(ChatwootStub.secret(1))).isEqualTo(401);
    assertThat(called("of-the-bot")).isEqualTo(200);
    assertThat(chatwoot.registered).hasSize(1);
  }

  /** Another server's secrets are not this one's. */
  @Test
  void isTheServersThatHasToldIt() {
    registered();
    Path data = service.data;
    service.close();
    try (ChatwootStub other = new ChatwootStub()) {
      service = again(data, "CHATWOOT_API_URL=" + other.url(), "CHATWOOT_ACCOUNT_ID=1");
      assertThat(called(ChatwootStub.secret(1))).isEqualTo(401);
    }
  }

  @Test
  void isToldToBeMissingOfAnOlderChatwoot() {
    chatwoot.tellsSecrets = false;
    assertThat(registered())
        .startsWith("It calls https://bot.example.org/webhook/chatwoot from now on. This Chatwoot")
        .contains("4.11.2", "WEBHOOK_NETWORKS", "ALLOWED_HOSTS");
  }
}
