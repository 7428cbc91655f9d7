package dev.sessionmanager.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.SettableClock;
import dev.sessionmanager.channel.whatsapp.EvolutionStub.Fault;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of Evolution, each with an agent of its own, to which one person writes. */
class WhatsappAccountsTest {

  @TempDir private Path folder;

  private final SettableClock theirs = new SettableClock(Instant.now());
  private final EvolutionStub joyeria = new EvolutionStub(theirs);
  private final EvolutionStub taller = new EvolutionStub(theirs);
  private Service service;

  private static EchoAgent agent(String name) {
    EchoAgent agent = new EchoAgent(name, Agent.Kind.PERSONA);
    agent.does((prompt, say) -> Reply.of(name + ": " + prompt.text()));
    return agent;
  }

  @BeforeEach
  void start() throws IOException {
    taller.instance = "taller";
    Path file =
        Files.writeString(
            folder.resolve("accounts.yaml"),
            """
            evolution:
              - url: %s
                instance: taller
                token: ${TALLER_KEY}
                webhook: {header_value: of-taller}
                agent: tec
            """
                .formatted(taller.url()));
    service =
        Service.startWith(
            List.of(agent("eco"), agent("tec")),
            "EVOLUTION_API_URL=" + joyeria.url(),
            "EVOLUTION_API_TOKEN=" + EvolutionStub.KEY,
            "INSTANCE_NAME=joyeria",
            "EVOLUTION_WEBHOOK_HEADER_VALUE=of-joyeria",
            "TALLER_KEY=" + EvolutionStub.KEY,
            "WHATSAPP_AGENT=eco",
            "MESSAGE_BUFFER_TIMEOUT=0",
            "evolution.typing-delay=0s",
            "messaging.accounts-file=" + file);
  }

  @AfterEach
  void stop() {
    service.close();
    joyeria.close();
    taller.close();
  }

  private Service.Answer writes(String instance, String header, String id, String text) {
    String now = Long.toString(service.clock.instant().getEpochSecond());
    String body =
        WebhookTest.message(id, text)
            .replace("1763722800", now)
            .replace("\"joyeria\"", '"' + instance + '"');
    return service.post("/webhook/evolution", body, "X-Webhook-Token", header);
  }

  private void until(BooleanSupplier so) throws InterruptedException {
    for (int i = 0; i < 300 && !so.getAsBoolean(); i++) {
      service.clock.advance(Duration.ofSeconds(1));
      theirs.advance(Duration.ofSeconds(1));
      var _ = joyeria.sends(Duration.ofMillis(50));
    }
    assertThat(so.getAsBoolean()).as("what was waited for").isTrue();
  }

  @Test
  void answersEachInstanceByItsAgent() throws Exception {
    assertThat(writes("joyeria", "of-joyeria", "M1", "Hola").status()).isEqualTo(200);
    assertThat(writes("taller", "of-taller", "M2", "No enciende").status()).isEqualTo(200);
    until(() -> !joyeria.sent.isEmpty() && !taller.sent.isEmpty());
    assertThat(joyeria.texts()).containsExactly("eco: Hola");
    assertThat(taller.texts()).containsExactly("tec: No enciende");
  }

  @Test
  void takesAnInstancesWebhooksByItsOwnSecretAndNoOthers() throws Exception {
    assertThat(writes("taller", "nobody's", "M1", "Hola").status()).isEqualTo(412);
    // Verified as the other instance, which does not do: Evolution sends it again.
    assertThat(writes("taller", "of-joyeria", "M1", "Hola").status()).isEqualTo(412);
    assertThat(writes("otra", "of-taller", "M1", "Hola").text("/ignored"))
        .isEqualTo("of an account that is not served");
    assertThat(writes("taller", "of-taller", "M1", "Hola").status()).isEqualTo(200);
    until(() -> !taller.sent.isEmpty());
    assertThat(joyeria.sent).isEmpty();
    assertThat(taller.texts()).containsExactly("tec: Hola");
  }

  @Test
  void answersOneWhileTheOtherRefusesItsKey() throws Exception {
    taller.always = Fault.KEY_REVOKED;
    writes("taller", "of-taller", "M1", "Hola");
    until(() -> state("evolution/taller").startsWith("stopped: "));
    writes("joyeria", "of-joyeria", "M2", "Buenas");
    until(() -> !joyeria.sent.isEmpty());
    assertThat(state("evolution/joyeria")).isEqualTo("up");
    assertThat(taller.sent).isEmpty();
    assertThat(state("evolution/taller")).contains("check token of taller in accounts.yaml");
    joyeria.always = Fault.KEY_REVOKED;
    writes("joyeria", "of-joyeria", "M3", "¿Hola?");
    until(() -> state("evolution/joyeria").contains("check EVOLUTION_API_TOKEN"));
  }

  /** Nobody who has written a file is told of variables that they have never set. */
  @Test
  void namesTheEntriesOfTheFile() {
    service.post(
        "/webhook/evolution",
        WebhookTest.message("M1", "Hola").replace("joyeria", "taller"),
        "X-Webhook-Token",
        "wrong");
    taller.close();
    assertThat(details())
        .contains("webhook_header_value of taller in accounts.yaml: make them the same")
        .contains("cannot be reached: check url of taller in accounts.yaml");
  }

  private String details() {
    return service.get("/admin/setup").json().path("channels").toString();
  }

  private String state(String name) {
    return service.get("/health").json().path("services").path(name).asString("");
  }

  @Test
  void listsEachInstanceWithItsNumberAndWhoAnswers() {
    String setup = service.get("/admin/setup").json().path("channels").toString();
    assertThat(setup)
        .contains("{\"place\":\"joyeria (+5491150001111)\",\"agent\":\"eco\"}")
        .contains("{\"place\":\"taller (+5491150001111)\",\"agent\":\"tec\"}");
  }
}
