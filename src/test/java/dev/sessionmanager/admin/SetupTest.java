package dev.sessionmanager.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Operator;
import dev.sessionmanager.Service;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.ServiceProcess;
import dev.sessionmanager.SettableClock;
import dev.sessionmanager.channel.chatwoot.ChatwootStub;
import dev.sessionmanager.channel.whatsapp.EvolutionStub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What helps an operator to connect Chatwoot and Evolution. */
class SetupTest {

  private static final String ADDRESS = "{\"url\":\"https://bot.example.org/\"}";

  private final ChatwootStub chatwoot = new ChatwootStub();
  private final EvolutionStub evolution =
      new EvolutionStub(new SettableClock(Instant.parse("2026-03-02T12:00:00Z")));

  @AfterEach
  void close() throws Exception {
    chatwoot.close();
    evolution.close();
  }

  private Service start(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "CHATWOOT_API_URL=" + chatwoot.url(),
                "CHATWOOT_API_TOKEN=" + ChatwootStub.TOKEN,
                "CHATWOOT_ACCOUNT_ID=1",
                "EVOLUTION_API_URL=" + evolution.url(),
                "EVOLUTION_API_TOKEN=" + EvolutionStub.KEY,
                "INSTANCE_NAME=" + EvolutionStub.INSTANCE));
    settings.addAll(Arrays.asList(more));
    return Service.start(settings.toArray(String[]::new));
  }

  private static String detail(Answer answer, String channel) {
    assertThat(answer.status()).isEqualTo(200);
    for (JsonNode finding : answer.json().get("channels")) {
      if (finding.get("channel").asString().equals(channel)) {
        return finding.get("ready").asBoolean() + ": " + finding.get("detail").asString();
      }
    }
    return "none";
  }

  @Test
  void saysWhichSettingsConnectWhatIsNotConnected() {
    try (Service service = Service.start()) {
      Answer answer = service.get("/admin/setup");
      assertThat(detail(answer, "chatwoot")).startsWith("false: ").contains("CHATWOOT_API_URL");
      assertThat(detail(answer, "whatsapp")).startsWith("false: ").contains("EVOLUTION_API_URL");
      assertThat(service.post("/admin/setup/webhooks", ADDRESS).json().get("channels")).isEmpty();
    }
  }

  @Test
  void asksTheProvidersWhetherAllIsWell() {
    try (Service service = start("CHATWOOT_API_TOKEN=wrong")) {
      Answer answer = service.get("/admin/setup");
      assertThat(detail(answer, "chatwoot")).startsWith("false: ").contains("CHATWOOT_API_TOKEN");
      assertThat(detail(answer, "whatsapp"))
          .isEqualTo("true: Evolution is there and connected to WhatsApp.");
    }
  }

  @Test
  void saysWhatMirrorsWhatAndWhomChatwootAssigns() {
    evolution.chatwoot =
        Map.of(
            "enabled",
            true,
            "accountId",
            "1",
            "token",
            "t0p-s3cret",
            "nameInbox",
            "WhatsApp Royal");
    chatwoot.inboxes.add(
        new JsonMapper()
            .readTree(
                """
                {"id": 3, "name": "WhatsApp Royal", "channel_type": "Channel::Api",
                 "enable_auto_assignment": true,
                 "webhook_url": "http://evolution:8080/chatwoot/webhook/joyeria"}\
                """));
    try (Service service = start()) {
      Answer answer = service.get("/admin/setup");
      assertThat(detail(answer, "chatwoot"))
          .contains("assigns each new conversation of WhatsApp Royal", "answered")
          .contains("Evolution mirrors WhatsApp into WhatsApp Royal");
      assertThat(detail(answer, "whatsapp")).contains("inbox WhatsApp Royal of account 1");
      assertThat(answer.raw().body()).doesNotContain("t0p-s3cret");
    }
  }

  @Test
  void registersTheWebhooksOnce() {
    try (Service service =
        start("CHATWOOT_WEBHOOK_SECRET=s3cret", "EVOLUTION_WEBHOOK_HEADER_VALUE=t0ken")) {
      service.post("/admin/setup/webhooks", ADDRESS);
      Answer answer = service.post("/admin/setup/webhooks", ADDRESS);
      assertThat(detail(answer, "chatwoot"))
          .isEqualTo("true: It calls https://bot.example.org/webhook/chatwoot from now on.");
      assertThat(detail(answer, "whatsapp"))
          .isEqualTo("true: It calls https://bot.example.org/webhook/evolution from now on.");
      assertThat(answer.raw().body()).doesNotContain("s3cret").doesNotContain("t0ken");
    }
    assertThat(chatwoot.registered).hasSize(1);
    JsonNode chatwoots = chatwoot.registered.getFirst();
    assertThat(chatwoots.get("url").asString())
        .isEqualTo("https://bot.example.org/webhook/chatwoot");
    assertThat(chatwoots.get("subscriptions").valueStream().map(JsonNode::asString))
        .contains("message_created");
    JsonNode evolutions = evolution.registered.getLast().get("webhook");
    assertThat(evolutions.get("url").asString())
        .isEqualTo("https://bot.example.org/webhook/evolution");
    assertThat(evolutions.get("enabled").asBoolean()).isTrue();
    assertThat(evolutions.get("headers").valueStream().map(JsonNode::asString))
        .containsExactly("t0ken");
  }

  @Test
  void registersWithVersionOneAndSaysWhatIsLeftToDo() {
    evolution.version = "1.8.2";
    try (Service service = start()) {
      Answer answer = service.post("/admin/setup/webhooks", ADDRESS);
      assertThat(detail(answer, "whatsapp")).contains("WEBHOOK_NETWORKS");
    }
    JsonNode flat = evolution.registered.getLast();
    assertThat(flat.get("url").asString()).isEqualTo("https://bot.example.org/webhook/evolution");
    assertThat(flat.get("events").get(0).asString()).isEqualTo("MESSAGES_UPSERT");
    assertThat(flat.has("webhook")).isFalse();
  }

  /** As its source has a network of Docker's call it, and this service. */
  @Test
  void callsProvidersWhoseNameHasAnUnderscore(@TempDir Path data) throws Exception {
    Path hosts = Files.writeString(data.resolve("hosts"), "127.0.0.1 evolution_api chatwoot_web\n");
    Map<String, String> settings =
        Map.of(
            "JAVA_TOOL_OPTIONS",
            "-Djdk.net.hosts.file=" + hosts,
            "CHATWOOT_API_URL",
            chatwoot.url().replace("127.0.0.1", "chatwoot_web") + "/app/accounts/1/inbox/3",
            "CHATWOOT_API_TOKEN",
            ChatwootStub.TOKEN,
            "EVOLUTION_API_URL",
            evolution.url().replace("127.0.0.1", "evolution_api"),
            "EVOLUTION_API_TOKEN",
            EvolutionStub.KEY,
            "INSTANCE_NAME",
            EvolutionStub.INSTANCE);
    try (ServiceProcess service = ServiceProcess.start(data, settings)) {
      String port = "PORT=" + service.port();
      assertThat(command(data, 0, port, "check", "http://session_manager:8005"))
          .contains("It calls http://session_manager:8005/webhook/chatwoot from now on.")
          .contains("It calls http://session_manager:8005/webhook/evolution from now on.")
          .contains("Chatwoot answers.", "Evolution is there and connected to WhatsApp.");
    }
  }

  /** Nobody has to make up a secret, and who does not know it is not let in. */
  @Test
  void registersASecretOfItsOwnWhereNoneIsSet() {
    String event = "{\"event\":\"connection.update\",\"instance\":\"joyeria\",\"data\":{}}";
    try (Service service = start("WEBHOOK_NETWORKS=10.2.0.0/16")) {
      assertThat(detail(service.post("/admin/setup/webhooks", ADDRESS), "whatsapp"))
          .isEqualTo("true: It calls https://bot.example.org/webhook/evolution from now on.");
      JsonNode headers = evolution.registered.getLast().at("/webhook/headers");
      String secret = headers.path("X-Webhook-Token").asString();
      assertThat(secret).hasSizeGreaterThan(40);
      String hook = "/webhook/evolution";
      assertThat(service.post(hook, event, "X-Webhook-Token", secret).status()).isEqualTo(200);
      assertThat(service.post(hook, event, "X-Webhook-Token", secret + 'x').status())
          .isEqualTo(412);
      assertThat(service.post(hook, event).status()).isEqualTo(412);
      assertThat(detail(service.get("/admin/setup"), "whatsapp"))
          .contains("check ADDRESS")
          .doesNotContain(secret);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.3.4", "1.8.2"})
  void leavesTheWebhookOfAnotherProgramUnlessItIsToldTo(String version) {
    evolution.version = version;
    evolution.registered.add(
        new JsonMapper()
            .readTree(
                """
                {"enabled": true, "url": "https://me:pass@n8n.example.org/webhook/pedidos?token=t0ken", "events": []}\
                """));
    try (Service service = start()) {
      Answer answer = service.post("/admin/setup/webhooks", ADDRESS);
      assertThat(detail(answer, "whatsapp"))
          .startsWith("false: ")
          .contains("it calls https://n8n.example.org/webhook/pedidos, ", "--replace");
      assertThat(detail(answer, "chatwoot")).startsWith("true: ");
      assertThat(answer.raw().body()).doesNotContain("pass").doesNotContain("t0ken");
      assertThat(evolution.registered).hasSize(1);
      String told = "{\"url\": \"https://bot.example.org\", \"replace\": true}";
      assertThat(detail(service.post("/admin/setup/webhooks", told), "whatsapp"))
          .startsWith("true: It calls https://bot.example.org/webhook/evolution from now on.");
      assertThat(evolution.registered).hasSize(2);
      // This service's own, at an address that it had before.
      String moved = "{\"url\": \"http://localhost:8005\"}";
      assertThat(detail(service.post("/admin/setup/webhooks", moved), "whatsapp"))
          .startsWith("true: ");
    }
  }

  @Test
  void takesTheLeaveToReplaceOnTheCommandLine() throws Exception {
    evolution.registered.add(
        new JsonMapper().readTree("{\"enabled\": true, \"url\": \"http://n8n:5678/webhook/x\"}"));
    try (Service service = start()) {
      String port = "PORT=" + service.port();
      assertThat(command(service.data, 1, port, "check", "http://bot"))
          .contains("whatsapp  NOT YET  Another program has its webhook")
          .contains("http://n8n:5678/webhook/x");
      assertThat(command(service.data, 0, port, "check", "http://bot", "--replace"))
          .contains("It calls http://bot/webhook/evolution from now on.");
      assertThat(command(service.data, 1, port, "check", "--replace")).contains("Usage:");
    }
  }

  @Test
  void saysTheSameOnTheCommandLine() throws Exception {
    try (Service service = start("EVOLUTION_API_TOKEN=wrong")) {
      String port = "PORT=" + service.port();
      assertThat(command(service.data, 1, port, "check"))
          .contains("chatwoot  ready    ")
          .contains("whatsapp  NOT YET  ")
          .contains("EVOLUTION_API_TOKEN");
      assertThat(command(service.data, 1, port, "check", "bot"))
          .contains("https://bot.example.org");
      assertThat(command(service.data, 1, port, "check", "https://bot.example.org"))
          .contains("It calls https://bot.example.org/webhook/chatwoot from now on.");
    }
    try (Service service = Service.start()) {
      assertThat(command(service.data, 0, "PORT=" + service.port(), "check"))
          .contains("off      Not conn");
      assertThat(command(service.data, 1, "PORT=" + ServiceProcess.freePort(), "check"))
          .contains("start it first");
    }
  }

  @Test
  void printsALinkToTheAdminPageForItsOperatorAlone(@TempDir Path empty) throws Exception {
    try (Service service = Service.start()) {
      String port = "PORT=" + service.port();
      assertThat(command(service.data, 0, port, "admin").lines().toList())
          .containsExactly(
              "http://localhost:%d/app/admin.html#%s"
                  .formatted(service.port(), Operator.token(service.data)));
      assertThat(command(empty, 1, port, "admin")).contains("Cannot read").contains("DATA_DIR");
      Files.writeString(Operator.file(empty), "operator-of-a-service-that-was-killed");
      assertThat(command(empty, 1, port, "admin")).contains("The service refuses it");
    }
  }

  private static String command(Path data, int exitCode, String setting, String... words)
      throws Exception {
    Map<String, String> settings = Map.of("PORT", setting.substring("PORT=".length()));
    try (ServiceProcess command = ServiceProcess.launch(data, settings, words)) {
      assertThat(command.exitCode()).as(command.log()).isEqualTo(exitCode);
      return command.log();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"url\":\"bot\"}", "{\"url\":\"ftp://x\"}", "{\"url\":\"http://u:p@x\"}"})
  void refusesWhatIsNoAddress(String body) {
    try (Service service = Service.start()) {
      assertThat(service.post("/admin/setup/webhooks", body).status()).isEqualTo(422);
    }
  }
}
