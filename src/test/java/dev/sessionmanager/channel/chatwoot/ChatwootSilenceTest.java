package dev.sessionmanager.channel.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.gateway.Agent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** When nobody in Chatwoot gets an answer, from its webhook to its API. */
class ChatwootSilenceTest {

  private static final String SECRET = "secret-of-the-webhook";
  private static final long ANA = 41;

  private final AtomicLong others = new AtomicLong(1000);
  private final ChatwootStub chatwoot = new ChatwootStub();
  private final EchoAgent agent = new EchoAgent("eco", Agent.Kind.PERSONA);
  private final Service service =
      Service.startWith(
          List.of(agent),
          "CHATWOOT_API_URL=" + chatwoot.url(),
          "CHATWOOT_API_TOKEN=" + ChatwootStub.TOKEN,
          "CHATWOOT_ACCOUNT_ID=1",
          "CHATWOOT_WEBHOOK_SECRET=" + SECRET,
          "CHATWOOT_AGENT=eco",
          "chatwoot.timeout=1s");
  private final ChatwootWebhooks webhooks =
      chatwoot.webhooks(
          URI.create("http://127.0.0.1:" + service.port() + "/webhook/chatwoot"), SECRET);
  private final ChatwootConversation ana = chatwoot.conversation(ANA);

  @AfterEach
  void stop() {
    service.close();
    chatwoot.close();
  }

  private void eventually(BooleanSupplier holds) {
    for (int i = 0; i < 400 && !holds.getAsBoolean(); i++) {
      service.clock.advance(Duration.ofMillis(500));
      LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
    }
    assertThat(holds.getAsBoolean()).as("after %s", service.clock.instant()).isTrue();
  }

  /** Somebody else gets an answer after all that was to come here. */
  private void settles() {
    long other = others.incrementAndGet();
    assertThat(webhooks.customerWrites(other, "hola")).isEqualTo(200);
    eventually(() -> !chatwoot.conversation(other).replies().isEmpty());
  }

  private void written(String text, Duration ago) {
    var message = ana.incoming(chatwoot.nextMessageId(), text, Instant.now().minus(ago));
    assertThat(webhooks.messageCreated(ana, message)).isEqualTo(200);
  }

  @Test
  void doesNotAnswerWhatIsThreeDaysOldWhenItComes() {
    written("¿Tienen anillos?", Duration.ofDays(3));
    settles();
    assertThat(ana.replies()).isEmpty();
    assertThat(service.get("/admin/unanswered").text("/unanswered/0/reason"))
        .isEqualTo("message_old");
    assertThat(webhooks.customerWrites(ANA, "¿hola?")).isEqualTo(200);
    eventually(() -> !ana.replies().isEmpty());
    assertThat(ana.replies()).containsExactly("¿hola?");
  }

  /** Who tries the bot with their own token is still somebody. */
  @Test
  void isSilentAfterWhatTheUserOfItsTokenWritesThemselves() {
    assertThat(webhooks.customerWrites(ANA, "¿Tienen anillos?")).isEqualTo(200);
    eventually(() -> !ana.replies().isEmpty());
    var message = ana.agentWrites(chatwoot.nextMessageId(), "Hola, soy Marta.", Instant.now());
    ((ObjectNode) message.path("sender")).put("id", ChatwootConversation.OWN_USER);
    assertThat(webhooks.messageCreated(ana, message)).isEqualTo(200);
    int before = ana.replies().size();
    assertThat(webhooks.customerWrites(ANA, "¿De plata?")).isEqualTo(200);
    settles();
    assertThat(ana.replies()).hasSize(before);
    assertThat(service.get("/admin/handovers").text("/handovers/0/conversation"))
        .isEqualTo("1/" + ANA);
  }

  @Test
  void confirmsOnceThatItWritesNoMore() {
    assertThat(webhooks.customerWrites(ANA, "STOP")).isEqualTo(200);
    eventually(() -> !ana.replies().isEmpty());
    assertThat(webhooks.customerWrites(ANA, "¿hola?")).isEqualTo(200);
    settles();
    assertThat(ana.replies()).singleElement().asString().startsWith("Listo");
    assertThat(service.get("/admin/opt-outs").text("/opt_outs/0/person"))
        .isEqualTo("1/contact/" + (300 + ANA));
    assertThat(webhooks.customerWrites(ANA, "Volver")).isEqualTo(200);
    eventually(() -> ana.replies().size() == 2);
  }

  @Test
  void pausesInFrontOfAnAutoResponder() {
    for (int i = 0; i < 5; i++) {
      int before = ana.replies().size();
      assertThat(webhooks.customerWrites(ANA, "Fuera de la oficina hasta el lunes. Saludos."))
          .isEqualTo(200);
      eventually(() -> ana.replies().size() > before);
    }
    assertThat(webhooks.customerWrites(ANA, "Fuera de la oficina hasta el lunes. Saludos."))
        .isEqualTo(200);
    settles();
    assertThat(ana.replies()).hasSize(5).last().asString().startsWith("Hago una pausa");
    assertThat(service.get("/admin/handovers").text("/handovers/0/conversation"))
        .isEqualTo("1/" + ANA);
  }
}
