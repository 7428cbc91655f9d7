package dev.sessionmanager.channel.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.Service;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.messaging.Delivery;
import dev.sessionmanager.messaging.Outbox;
import dev.sessionmanager.problem.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a customer's words in Chatwoot to the answer there, through the whole service. */
class ChatwootJourneyTest {

  private static final String SECRET = "secret-of-the-webhook";

  @TempDir private static Path data;

  private static final ChatwootStub chatwoot = new ChatwootStub();
  private static final EchoAgent agent = new EchoAgent("eco", Agent.Kind.PERSONA);
  private static final AtomicLong conversations = new AtomicLong();
  private static Service service;
  private static ChatwootWebhooks webhooks;

  /** Each test has its own. */
  private final long hers = conversations.addAndGet(100);

  private final ChatwootConversation ana = chatwoot.conversation(hers);

  @BeforeAll
  static void start() {
    service =
        Service.startWith(
            List.of(agent),
            "DATA_DIR=" + data,
            "CHATWOOT_API_URL=" + chatwoot.url(),
            "CHATWOOT_API_TOKEN=" + ChatwootStub.TOKEN,
            "CHATWOOT_ACCOUNT_ID=1",
            "CHATWOOT_WEBHOOK_SECRET=" + SECRET,
            "CHATWOOT_AGENT=eco",
            "chatwoot.timeout=1s",
            "chatwoot.max-chars=200",
            "WORKER_POOL_SIZE=20",
            "MAX_CONCURRENT_USERS=20",
            "messaging.urgent-words=urgente");
    webhooks =
        chatwoot.webhooks(
            URI.create("http://127.0.0.1:" + service.port() + "/webhook/chatwoot"), SECRET);
  }

  @AfterAll
  static void stop() {
    service.close();
    chatwoot.close();
  }

  @BeforeEach
  void echo() {
    agent.repeats();
  }

  private static int write(long conversation, String text) {
    return webhooks.customerWrites(conversation, text);
  }

  /** Lets time pass until it holds: the clock of the service moves only so. */
  private static void eventually(BooleanSupplier holds) {
    for (int i = 0; i < 400 && !holds.getAsBoolean(); i++) {
      service.clock.advance(Duration.ofMillis(500));
      LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
    }
    assertThat(holds.getAsBoolean()).as("after %s", service.clock.instant()).isTrue();
  }

  private void isAnswered(String... replies) {
    eventually(() -> ana.replies().size() >= replies.length);
    // Somebody else's answer comes after all that was to come here.
    write(hers + 1, "y yo, urgente");
    eventually(() -> !chatwoot.conversation(hers + 1).replies().isEmpty());
    assertThat(ana.replies()).containsExactly(replies);
  }

  private List<Delivery> deliveries(Delivery.State state) {
    return service.bean(Outbox.class).list(state, 1000).stream()
        .filter(delivery -> delivery.conversation().equals("1/" + hers))
        .toList();
  }

  @Test
  void answersEachMessageOnceHoweverOftenItIsDelivered() {
    webhooks.customerWrites(hers, "Hola", 3);
    isAnswered("Hola");
    // The echo of our own answer, sent by a user's token, is not a human's.
    webhooks.customerWrites(hers, "¿Tienen anillos?", 2);
    eventually(() -> ana.replies().size() >= 2);
    assertThat(ana.replies()).containsExactly("Hola", "¿Tienen anillos?");
  }

  @Test
  void answersABurstTogether() {
    assertThat(write(hers, "Hola")).isEqualTo(200);
    assertThat(write(hers, "busco un anillo")).isEqualTo(200);
    assertThat(write(hers, "de plata")).isEqualTo(200);
    isAnswered("Hola\nbusco un anillo\nde plata");
  }

  @Test
  void sendsALongAnswerInPartsAndInOrder() {
    String long0 =
        "Primera frase, que es bastante larga para lo que se acostumbra aquí. ".repeat(5);
    write(hers, long0.strip());
    eventually(() -> ana.replies().size() >= 3);
    assertThat(String.join(" ", ana.replies())).isEqualTo(long0.strip());
    assertThat(ana.replies()).allMatch(part -> part.length() <= 200);
  }

  @Test
  void doesNotSendAgainWhatHasArrivedAfterAll() {
    chatwoot.next(chatwoot.storedThenSilent());
    write(hers, "Hola");
    isAnswered("Hola");
    eventually(() -> deliveries(Delivery.State.DELIVERED).size() == 1);
    chatwoot.next(ChatwootStub.storedThenStatus(504));
    write(hers, "¿Sigue ahí?");
    eventually(() -> deliveries(Delivery.State.DELIVERED).size() == 2);
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
    write(hers, "Hola");
    isAnswered("Hola");
  }

  @Test
  void endsAReplyThatChatwootRefuses() {
    chatwoot.next(ChatwootStub.status(422, "{\"error\":\"Validation failed: x\"}"));
    write(hers, "Hola");
    eventually(() -> !deliveries(Delivery.State.REFUSED).isEmpty());
    assertThat(deliveries(Delivery.State.REFUSED).getFirst().problem())
        .isEqualTo("Chatwoot refuses it as invalid (422).");
    isAnswered();
  }

  @Test
  void staysSilentWhereAHumanHasAnsweredMeanwhile() throws Exception {
    Hanging answer = agent.hangsAfter("Tenemos");
    write(hers, "urgente: ¿tienen anillos?");
    answer.awaitBegun();
    assertThat(webhooks.agentWrites(hers, "Sí, soy Marta.")).isEqualTo(200);
    answer.release();
    agent.repeats();
    write(hers, "gracias, Marta");
    isAnswered("Sí, soy Marta.");
  }

  @Test
  void staysSilentWhereSomebodyHasTakenItUnnoticed() {
    ana.status("open");
    write(hers, "Hola");
    ana.label("humano"); // no webhook tells
    eventually(() -> !deliveries(Delivery.State.SILENCED).isEmpty());
    assertThat(deliveries(Delivery.State.SILENCED).getFirst().problem()).isEqualTo("label humano");
    isAnswered();
  }

  /** What it does to be seen comes back as webhooks, and is no sign of a human. */
  @Test
  void goesOnAfterAHandOverUntilAHumanWrites() {
    agent.does((prompt, chunk) ->
        prompt.text().contains("humano")
            ? Reply.of("Aviso al equipo.").withMeta(Map.of("by", "tool", "mark", "human"))
            : Reply.of(prompt.text()));
    write(hers, "quiero un humano");
    eventually(() -> ana.labels().contains("humano") && ana.status().equals("open"));
    assertThat(ana.notes()).singleElement().asString().contains("quiero un humano");
    webhooks.conversationUpdated(hers, "status", "pending", "open");
    webhooks.conversationUpdated(hers, "label_list", "[]", "[\"humano\"]");
    write(hers, "¿hola?");
    eventually(() -> ana.replies().size() == 2);
    assertThat(ana.replies()).containsExactly("Aviso al equipo.", "¿hola?");
    webhooks.agentWrites(hers, "Hola, soy Marta.");
    write(hers, "gracias, Marta");
    isAnswered("Aviso al equipo.", "¿hola?", "Hola, soy Marta.");
    assertThat(ana.notes()).hasSize(1);
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
      assertThat(write(100_000 + i, "urgente " + i)).isEqualTo(200);
      millis.add((System.nanoTime() - start) / 1_000_000);
    }
    millis.sort(null);
    // The bound of the contract is measured elsewhere; here only that nothing waits for anything.
    assertThat(millis.get(297)).isLessThan(1000);
    chatwoot.down(null);
    service.close(); // the channel has stopped for its token: the next start tries again
    start();
    agent.repeats();
    isAnswered();
  }

  @Test
  void answersWhatCameWhileItWasDown() {
    write(hers, "Hola");
    isAnswered("Hola");
    service.close();
    Instant now = Instant.now();
    ana.incoming(chatwoot.nextMessageId(), "¿Están?", now);
    ana.incoming(chatwoot.nextMessageId(), "¿Hola?", now);
    start();
    isAnswered("Hola", "¿Están?\n¿Hola?");
  }
}
