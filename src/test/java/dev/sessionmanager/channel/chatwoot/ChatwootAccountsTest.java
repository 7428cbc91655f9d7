package dev.sessionmanager.channel.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two Chatwoots that number accounts, conversations and messages alike: one by the variables, whose
 * inboxes have agents of their own, and one by the file.
 */
class ChatwootAccountsTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String ONE = "secret-of-one";
  private static final String TWO = "secret-of-two";

  @TempDir private Path folder;

  private final ChatwootStub one = new ChatwootStub();
  private final ChatwootStub two = new ChatwootStub();
  private final EchoAgent eco = agent("eco");
  private final EchoAgent tec = agent("tec");
  private Path file;
  private Service service;

  private static EchoAgent agent(String name) {
    EchoAgent agent = new EchoAgent(name, Agent.Kind.PERSONA);
    agent.does((prompt, say) -> Reply.of(name + ": " + prompt.text()));
    return agent;
  }

  @BeforeEach
  void start() throws IOException {
    Files.writeString(folder.resolve("token"), ChatwootStub.TOKEN + "\n");
    file =
        Files.writeString(
            folder.resolve("accounts.yaml"),
            """
            chatwoot:
              - name: mayorista
                url: %s
                account: 1
                token_file: %s
                webhook_secret: %s
                agent: tec
            """
                .formatted(two.url(), folder.resolve("token"), TWO));
    service = service("messaging.accounts-file=" + file);
    for (ChatwootStub stub : List.of(one, two)) {
      stub.inboxes.add(JSON.readTree("{\"id\":3,\"name\":\"Sitio\"}"));
      stub.inboxes.add(JSON.readTree("{\"id\":4,\"name\":\"Taller\"}"));
    }
  }

  private Service service(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "CHATWOOT_API_URL=" + one.url(),
                "CHATWOOT_API_TOKEN=" + ChatwootStub.TOKEN,
                "CHATWOOT_ACCOUNT_ID=1",
                "CHATWOOT_WEBHOOK_SECRET=" + ONE,
                "CHATWOOT_AGENT=eco",
                "chatwoot.inboxes=4=tec,5=none",
                "MESSAGE_BUFFER_TIMEOUT=0"));
    settings.addAll(List.of(more));
    return Service.startWith(List.of(eco, tec), settings.toArray(String[]::new));
  }

  @AfterEach
  void stop() {
    service.close();
    one.close();
    two.close();
  }

  private ChatwootWebhooks webhooks(ChatwootStub of, String path, String secret) {
    return of.webhooks(URI.create("http://127.0.0.1:" + service.port() + path), secret);
  }

  private void eventually(BooleanSupplier so) {
    for (int i = 0; i < 400 && !so.getAsBoolean(); i++) {
      service.clock.advance(Duration.ofMillis(500));
      LockSupport.parkNanos(Duration.ofMillis(75).toNanos());
    }
    assertThat(so.getAsBoolean()).as("what was waited for").isTrue();
  }

  private static List<String> replies(ChatwootStub of, long conversation) {
    return of.conversation(conversation).replies();
  }

  @Test
  void answersEachAccountThereByItsAgentWhateverNumbersTheyShare() {
    ChatwootWebhooks ofOne = webhooks(one, "/webhook/chatwoot", ONE);
    ChatwootWebhooks ofTwo = webhooks(two, "/webhook/chatwoot/mayorista", TWO);
    assertThat(ofOne.customerWrites(7, "Hola")).isEqualTo(200);
    assertThat(ofTwo.customerWrites(7, "Buenas")).isEqualTo(200);
    eventually(() -> !replies(one, 7).isEmpty() && !replies(two, 7).isEmpty());
    assertThat(replies(one, 7)).containsExactly("eco: Hola");
    assertThat(replies(two, 7)).containsExactly("tec: Buenas");
    // Where the address names none, the secret tells.
    webhooks(two, "/webhook/chatwoot", TWO).customerWrites(8, "¿Precio?");
    eventually(() -> !replies(two, 8).isEmpty());
    assertThat(replies(two, 8)).containsExactly("tec: ¿Precio?");
    assertThat(replies(one, 8)).isEmpty();
  }

  /** Nobody who has written a file is told of variables that they have never set. */
  @Test
  void namesTheEntriesOfTheFile() throws IOException {
    Files.writeString(folder.resolve("token"), "wrong\n");
    service.close();
    service = service("messaging.accounts-file=" + file);
    webhooks(two, "/webhook/chatwoot/mayorista", ONE).customerWrites(7, "Hola");
    webhooks(one, "/webhook/chatwoot", TWO.replace("two", "three")).customerWrites(7, "Hola");
    assertThat(service.get("/admin/setup").json().path("channels").toString())
        .contains("rejects the token (401): check token of mayorista in accounts.yaml.")
        .contains("to webhook_secret of mayorista in accounts.yaml")
        .contains("to CHATWOOT_WEBHOOK_SECRET");
  }

  @Test
  void keepsAHumanOfOneAccountOutOfTheOther() {
    ChatwootWebhooks ofOne = webhooks(one, "/webhook/chatwoot", ONE);
    ChatwootWebhooks ofTwo = webhooks(two, "/webhook/chatwoot", TWO);
    assertThat(ofTwo.agentWrites(7, "Soy Marta")).isEqualTo(200);
    ofTwo.customerWrites(7, "gracias");
    ofOne.customerWrites(7, "Hola");
    eventually(() -> !replies(one, 7).isEmpty());
    assertThat(replies(two, 7)).containsExactly("Soy Marta");
  }

  @Test
  void answersEachInboxByItsAgentAndOneByNobody() {
    ChatwootWebhooks webhooks = webhooks(one, "/webhook/chatwoot", ONE);
    one.conversation(11).inbox(4);
    one.conversation(12).inbox(5);
    assertThat(webhooks.customerWrites(12, "¿Hay alguien?")).isEqualTo(200);
    webhooks.customerWrites(10, "Hola");
    webhooks.customerWrites(11, "No enciende");
    eventually(() -> !replies(one, 10).isEmpty() && !replies(one, 11).isEmpty());
    assertThat(replies(one, 10)).containsExactly("eco: Hola");
    assertThat(replies(one, 11)).containsExactly("tec: No enciende");
    assertThat(replies(one, 12)).isEmpty();
  }

  @Test
  void fetchesNothingThatWasMissedWhereNobodyAnswers() {
    ChatwootWebhooks webhooks = webhooks(one, "/webhook/chatwoot", ONE);
    webhooks.customerWrites(10, "Hola");
    eventually(() -> !replies(one, 10).isEmpty());
    service.close();
    // By the clock of the service, and in a later second than its first look: Chatwoot has whole
    // ones.
    Instant meanwhile = service.clock.instant().plusSeconds(2);
    one.conversation(11).inbox(4);
    one.conversation(12).inbox(5);
    one.conversation(11).incoming(one.nextMessageId(), "¿Están?", meanwhile);
    one.conversation(12).incoming(one.nextMessageId(), "¿Hay alguien?", meanwhile);
    service = service("DATA_DIR=" + service.data);
    eventually(() -> !replies(one, 11).isEmpty());
    assertThat(replies(one, 11)).containsExactly("tec: ¿Están?");
    assertThat(replies(one, 12)).isEmpty();
  }

  /** Of which the service is gone before it answers. */
  private String waits(ChatwootStub of, String secret, long inbox) {
    service.close();
    service = service("MESSAGE_BUFFER_TIMEOUT=60000", "messaging.accounts-file=" + file);
    of.conversation(7).inbox(inbox);
    assertThat(webhooks(of, "/webhook/chatwoot", secret).customerWrites(7, "Hola")).isEqualTo(200);
    service.close();
    return "DATA_DIR=" + service.data;
  }

  @Test
  void answersWhatWaitedAsTheSettingsSayThen() {
    String data = waits(one, ONE, 4);
    service = service(data, "chatwoot.inboxes=4=eco");
    eventually(() -> !replies(one, 7).isEmpty());
    assertThat(replies(one, 7)).containsExactly("eco: Hola");
  }

  /** As docs/messaging.md has a shop try it first. */
  @Test
  void answersInOneInboxAlone() {
    service.close();
    service = service("CHATWOOT_AGENT=none", "chatwoot.inboxes=4=eco");
    one.conversation(7).inbox(3);
    one.conversation(8).inbox(4);
    ChatwootWebhooks webhooks = webhooks(one, "/webhook/chatwoot", ONE);
    assertThat(webhooks.customerWrites(7, "Hola")).isEqualTo(200);
    assertThat(webhooks.customerWrites(8, "Buenas")).isEqualTo(200);
    eventually(() -> !replies(one, 8).isEmpty());
    assertThat(replies(one, 8)).containsExactly("eco: Buenas");
    assertThat(replies(one, 7)).isEmpty();
    String setup = service.get("/admin/setup").json().toString();
    assertThat(setup).contains("Taller").contains("eco");
  }

  @Test
  void keepsWhatWaitedOfAnAccountThatIsGoneUntilItIsBack() {
    String data = waits(two, TWO, 3);
    service = service(data);
    webhooks(one, "/webhook/chatwoot", ONE).customerWrites(8, "Hola");
    eventually(() -> !replies(one, 8).isEmpty());
    assertThat(replies(two, 7)).isEmpty();
    service.close();
    service = service(data, "messaging.accounts-file=" + file);
    eventually(() -> !replies(two, 7).isEmpty());
    assertThat(replies(two, 7)).containsExactly("tec: Hola");
  }

  @Test
  void answersOneWhileTheOtherRefusesItsToken() {
    two.down(ChatwootStub.status(401, "{\"error\":\"Invalid Access Token\"}"));
    webhooks(two, "/webhook/chatwoot", TWO).customerWrites(7, "Buenas");
    eventually(() -> state("chatwoot/mayorista").startsWith("stopped: "));
    webhooks(one, "/webhook/chatwoot", ONE).customerWrites(7, "Hola");
    eventually(() -> !replies(one, 7).isEmpty());
    assertThat(state("chatwoot/1")).isEqualTo("up");
    assertThat(state("chatwoot")).startsWith("mayorista: stopped: ");
    JsonNode stopped = service.get("/admin/deliveries").json().path("stopped");
    assertThat(stopped.propertyNames()).containsExactly("chatwoot mayorista");
    two.down(null);
    long id = service.get("/admin/deliveries?state=waiting").json().at("/deliveries/0/id").asLong();
    assertThat(service.post("/admin/deliveries/" + id + "/retry", "").status()).isEqualTo(200);
    eventually(() -> !replies(two, 7).isEmpty());
    assertThat(replies(two, 7)).containsExactly("tec: Buenas");
  }

  private String state(String name) {
    return service.get("/health").json().path("services").path(name).asString("");
  }

  @Test
  void knowsTheAccountsByTheirSecretsAndNumbersAlone() {
    ChatwootWebhooks wrong = webhooks(two, "/webhook/chatwoot/mayorista", ONE);
    assertThat(wrong.customerWrites(7, "Hola")).isEqualTo(401);
    assertThat(webhooks(one, "/webhook/chatwoot/otra", ONE).customerWrites(7, "Hola"))
        .isEqualTo(401);
    ChatwootWebhooks right = webhooks(one, "/webhook/chatwoot/1", ONE);
    String other = "{\"event\":\"message_created\",\"id\":1,\"account\":{\"id\":99}}";
    assertThat(right.send(other)).isEqualTo(200);
    assertThat(right.customerWrites(7, "Hola")).isEqualTo(200);
    eventually(() -> !replies(one, 7).isEmpty());
    assertThat(replies(two, 7)).isEmpty();
  }

  @Test
  void listsWhoAnswersWhereAndRegistersEachByItsAddress() {
    JsonNode channels = service.get("/admin/setup").json().path("channels");
    assertThat(channels.path(0).path("account").asString()).isEqualTo("1");
    assertThat(channels.path(0).path("answers").toString())
        .isEqualTo(
            "[{\"place\":\"Sitio (inbox 3)\",\"agent\":\"eco\"},"
                + "{\"place\":\"Taller (inbox 4)\",\"agent\":\"tec\"},"
                + "{\"place\":\"inbox 5, which the token's user does not see\",\"agent\":null}]");
    assertThat(channels.path(1).path("account").asString()).isEqualTo("mayorista");
    assertThat(channels.path(1).at("/answers/1/agent").asString()).isEqualTo("tec");
    service.post("/admin/setup/webhooks", "{\"url\":\"https://bot.example.org\"}");
    assertThat(one.registered.getFirst().path("url").asString())
        .isEqualTo("https://bot.example.org/webhook/chatwoot");
    assertThat(two.registered.getFirst().path("url").asString())
        .isEqualTo("https://bot.example.org/webhook/chatwoot/mayorista");
  }
}
