package dev.sessionmanager.channel.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.Service;
import dev.sessionmanager.conversation.Delivery;
import dev.sessionmanager.conversation.Outbox;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Problem;
import java.net.URI;
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

/** From a customer's words in Chatwoot to the answer there, through the whole service. */
class ChatwootJourneyTest {

  private static final String SECRET = "secret-of-the-webhook";

  @TempDir private Path data;

  private final ChatwootStub chatwoot = new ChatwootStub();
  private final ChatwootConversation ana = chatwoot.conversation(42);
  private final EchoAgent agent = new EchoAgent("eco", Agent.Kind.PERSONA);
  private Service service;
  private ChatwootWebhooks webhooks;

  @BeforeEach
  void start() {
    service =
        Service.startWith(
            List.of(agent),
            "DATA_DIR=" + data,
            "CHATWOOT_API_URL=" + chatwoot.url(),
            "CHATWOOT_API_TOKEN=" + ChatwootStub.TOKEN,
            "CHATWOOT_ACCOUNT_ID=1",
            "CHATWOOT_WEBHOOK_SECRET=" + SECRET,
            "CHATWOOT_AGENT=eco",
            "CHATWOOT_TIMEOUT=1s",
            "CHATWOOT_MAX_CHARS=200",
            "MESSAGE_URGENT_WORDS=urgente");
    webhooks =
        chatwoot.webhooks(
            URI.create("http://127.0.0.1:" + service.port() + "/webhook/chatwoot"), SECRET);
  }

  @AfterEach
  void stop() {
    service.close();
    chatwoot.close();
  }

  /** Lets time pass until it holds: the clock of the service moves only so. */
  private void eventually(BooleanSupplier holds) {
    for (int i = 0; i < 400 && !holds.getAsBoolean(); i++) {
      service.clock.advance(Duration.ofSeconds(1));
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    assertThat(holds.getAsBoolean()).as("after %s", service.clock.instant()).isTrue();
  }

  private void isAnswered(String... replies) {
    eventually(() -> ana.replies().size() >= replies.length);
    // Somebody else's answer comes after all that was to come here.
    webhooks.customerWrites(7, "y yo, urgente");
    eventually(() -> !chatwoot.conversation(7).replies().isEmpty());
    assertThat(ana.replies()).containsExactly(replies);
  }

  private List<Delivery> deliveries(Delivery.State state) {
    return service.bean(Outbox.class).list(state, 100);
  }

  @Test
  void answersEachMessageOnceHoweverOftenItIsDelivered() {
    webhooks.customerWrites(42, "Hola", 3);
    isAnswered("Hola");
    // The echo of our own answer, sent by a user's token, is not a human's.
    webhooks.customerWrites(42, "¿Tienen anillos?", 2);
    eventually(() -> ana.replies().size() >= 2);
    assertThat(ana.replies()).containsExactly("Hola", "¿Tienen anillos?");
  }

  @Test
  void answersABurstTogether() {
    assertThat(webhooks.customerWrites(42, "Hola")).isEqualTo(200);
    assertThat(webhooks.customerWrites(42, "busco un anillo")).isEqualTo(200);
    assertThat(webhooks.customerWrites(42, "de plata")).isEqualTo(200);
    isAnswered("Hola\nbusco un anillo\nde plata");
  }

  @Test
  void sendsALongAnswerInPartsAndInOrder() {
    String long0 = "Primera frase, que es bastante larga para lo que se acostumbra aquí. ".repeat(5);
    webhooks.customerWrites(42, long0.strip());
    eventually(() -> ana.replies().size() >= 2);
    assertThat(String.join(" ", ana.replies())).isEqualTo(long0.strip());
    assertThat(ana.replies()).allMatch(part -> part.length() <= 200);
  }

  @Test
  void doesNotSendAgainWhatHasArrivedAfterAll() {
    chatwoot.next(chatwoot.storedThenSilent());
    webhooks.customerWrites(42, "Hola");
    isAnswered("Hola");
    eventually(() -> deliveries(Delivery.State.DELIVERED).size() == 2);
    chatwoot.next(ChatwootStub.storedThenStatus(504));
    webhooks.customerWrites(42, "¿Sigue ahí?");
    eventually(() -> deliveries(Delivery.State.DELIVERED).size() == 3);
    assertThat(ana.replies()).containsExactly("Hola", "¿Sigue ahí?");
  }

  @Test
  void sendsAgainWhatHasNotArrived() {
    chatwoot.next(
        ChatwootStub.brokenOff(),
        ChatwootStub.status(500, "{}"),
        ChatwootStub.status(429, "Retry later", "Retry-After", "30"),
        ChatwootStub.status(422, "{\"error\":\"Validation failed: Too many messages\"}"),
        ChatwootStub.status(503, "<html>"));
    webhooks.customerWrites(42, "Hola");
    isAnswered("Hola");
  }

  @Test
  void endsAReplyThatChatwootRefuses() {
    chatwoot.next(ChatwootStub.status(422, "{\"error\":\"Validation failed: x\"}"));
    webhooks.customerWrites(42, "Hola");
    eventually(() -> !deliveries(Delivery.State.REFUSED).isEmpty());
    assertThat(deliveries(Delivery.State.REFUSED).getFirst().problem())
        .isEqualTo("Chatwoot refuses it as invalid (422).");
    isAnswered();
  }

  @Test
  void staysSilentWhereAHumanHasAnsweredMeanwhile() throws Exception {
    Hanging answer = agent.hangsAfter("Tenemos");
    webhooks.customerWrites(42, "urgente: ¿tienen anillos?");
    eventually(() -> agent.askedTimes() > 0);
    answer.awaitBegun();
    assertThat(webhooks.agentWrites(42, "Sí, soy Marta.")).isEqualTo(200);
    answer.release();
    agent.repeats();
    webhooks.customerWrites(42, "gracias, Marta");
    isAnswered("Sí, soy Marta.");
  }

  @Test
  void staysSilentWhereSomebodyWasAssignedUnnoticed() {
    ana.status("open");
    webhooks.customerWrites(42, "Hola");
    ana.assign("Marta"); // no webhook tells
    eventually(() -> !deliveries(Delivery.State.SILENCED).isEmpty());
    assertThat(deliveries(Delivery.State.SILENCED).getFirst().problem()).isEqualTo("agent Marta");
    isAnswered();
  }

  @Test
  void handsOverWhenTheAgentSaysSo() {
    agent.does((prompt, chunk) ->
        dev.sessionmanager.gateway.Reply.of("Le paso con una persona.")
            .withMeta(java.util.Map.of("by", "tool", "mark", "human")));
    webhooks.customerWrites(42, "quiero un humano");
    eventually(() -> ana.status().equals("open"));
    agent.repeats();
    webhooks.customerWrites(42, "¿hola?");
    isAnswered("Le paso con una persona.");
  }

  @Test
  void takesMessagesWhateverElseIsDead() {
    agent.does((prompt, chunk) -> {
      throw new Problem(Problem.Kind.MODEL_UNREACHABLE);
    });
    chatwoot.down(ChatwootStub.status(401, "{\"error\":\"Invalid Access Token\"}"));
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      long start = System.nanoTime();
      assertThat(webhooks.customerWrites(1000 + i, "urgente " + i)).isEqualTo(200);
      millis.add((System.nanoTime() - start) / 1_000_000);
    }
    millis.sort(null);
    // The bound of the contract is measured elsewhere; here only that nothing waits for anything.
    assertThat(millis.get(297)).isLessThan(1000);
  }

  @Test
  void answersWhatCameWhileItWasDown() {
    webhooks.customerWrites(42, "Hola");
    isAnswered("Hola");
    service.close();
    Instant now = Instant.now();
    ana.incoming(chatwoot.nextMessageId(), "¿Están?", now);
    ana.incoming(chatwoot.nextMessageId(), "¿Hola?", now);
    start();
    isAnswered("Hola", "¿Están?\n¿Hola?");
  }
}
