package dev.sessionmanager.channel.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.messaging.HumanTakeover;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who is a human in Chatwoot, who is a customer, and what each has said: from the webhook as it
 * comes to the answer there.
 */
@SuppressWarnings("NullAway.Init") // filled by start, which each test begins with
class ChatwootPeopleTest {

  private static final String SECRET = "secret-of-the-webhook";

  private final ChatwootStub chatwoot = new ChatwootStub();
  private final EchoAgent agent = new EchoAgent("eco", Agent.Kind.PERSONA);
  private Service service;
  private ChatwootWebhooks webhooks;

  private void start(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "CHATWOOT_API_URL=" + chatwoot.url(),
                "CHATWOOT_API_TOKEN=" + ChatwootStub.TOKEN,
                "CHATWOOT_ACCOUNT_ID=1",
                "CHATWOOT_WEBHOOK_SECRET=" + SECRET,
                "CHATWOOT_AGENT=eco"));
    settings.addAll(List.of(more));
    service = Service.startWith(List.of(agent), settings.toArray(String[]::new));
    webhooks =
        chatwoot.webhooks(
            URI.create("http://127.0.0.1:" + service.port() + "/webhook/chatwoot"), SECRET);
  }

  @AfterEach
  void stop() {
    service.close();
    chatwoot.close();
  }

  private ObjectNode file(String name) throws IOException {
    return PeopleWebhooks.read(name, service.clock.instant());
  }

  private void comes(JsonNode webhook) {
    assertThat(webhooks.send(webhook.toString())).isEqualTo(200);
  }

  private void eventually(BooleanSupplier holds) {
    for (int i = 0; i < 400 && !holds.getAsBoolean(); i++) {
      service.clock.advance(Duration.ofMillis(500));
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    assertThat(holds.getAsBoolean()).as("after %s", service.clock.instant()).isTrue();
  }

  /** Somebody else's answer comes after all that was to come before. */
  private void allIsAnswered() {
    webhooks.customerWrites(900, "¿y yo?");
    int before = chatwoot.conversation(900).replies().size();
    eventually(() -> chatwoot.conversation(900).replies().size() > before);
  }

  private List<String> replies(long conversation) {
    return chatwoot.conversation(conversation).replies();
  }

  private String heldBy(long conversation) {
    return service
        .bean(HumanTakeover.class)
        .holder("chatwoot", "1/" + conversation)
        .orElse("nobody");
  }

  @Test
  void answersWhereChatwootHasAssignedSomebodyByItself() throws Exception {
    start();
    chatwoot.conversation(81).status("open");
    chatwoot.conversation(81).assign("Ana");
    comes(file("conversation_updated_auto_assigned"));
    comes(file("message_created_assigned"));
    eventually(() -> !replies(81).isEmpty());
    assertThat(replies(81)).containsExactly("¿Tenés anillos de plata?");
    assertThat(webhooks.agentWrites(81, "Le atiendo yo.")).isEqualTo(200);
    assertThat(heldBy(81)).isEqualTo("message of Marta");
  }

  @Test
  void takesAnAssigneeForAHumanWhereThatIsSet() throws Exception {
    start("chatwoot.assigned=assigned");
    comes(file("conversation_updated_auto_assigned"));
    assertThat(heldBy(81)).isEqualTo("agent Ana");
  }

  @Test
  void neverTakesTheBotsOwnUserForAHuman() throws Exception {
    start("chatwoot.assigned=assigned");
    chatwoot.conversation(83).status("open");
    chatwoot.conversation(83).assign("Royal");
    comes(file("message_created_assigned_to_own_user"));
    eventually(() -> !replies(83).isEmpty());
    assertThat(heldBy(83)).isEqualTo("nobody");
    assertThat(chatwoot.requests("GET", "/api/v1/profile")).hasSize(1);
  }

  @Test
  void knowsTheBotsOwnUserByItsAnswersWhereNobodySays() throws Exception {
    chatwoot.profile = false;
    start("chatwoot.assigned=assigned");
    chatwoot.conversation(83).status("open");
    chatwoot.conversation(83).assign("Royal");
    comes(file("message_created_assigned_to_own_user"));
    eventually(() -> !replies(83).isEmpty());
    assertThat(heldBy(83)).isEqualTo("nobody");
    JsonNode assigned = file("conversation_updated_auto_assigned");
    eventually(() -> {
      comes(assigned); // until the answer to our message has told whose it is
      return heldBy(81).equals("agent Ana");
    });
  }

  @Test
  void answersWhoWritesAgainAfterTheirConversationWasResolved() throws Exception {
    start("chatwoot.assigned=assigned");
    chatwoot.conversation(81).status("open");
    chatwoot.conversation(81).assign("Ana");
    // In whatever order the two webhooks come.
    comes(file("message_created_assigned"));
    comes(file("conversation_status_changed_reopened"));
    eventually(() -> !replies(81).isEmpty());
    assertThat(heldBy(81)).isEqualTo("nobody");
    ObjectNode next = file("message_created_assigned");
    next.put("id", 1105);
    comes(next);
    eventually(() -> replies(81).size() == 2);
    // Assigned anew, she is a human as any.
    comes(file("conversation_updated_auto_assigned"));
    assertThat(heldBy(81)).isEqualTo("agent Ana");
  }

  @Test
  void isAHumansStillThatComesBackFromBeingSnoozed() throws Exception {
    start();
    webhooks.agentWrites(81, "Mañana le digo.");
    ObjectNode back = file("conversation_status_changed_reopened");
    ((ObjectNode) back.at("/changed_attributes/0/status")).put("previous_value", "snoozed");
    comes(back);
    assertThat(heldBy(81)).isEqualTo("message of Marta");
  }

  @Test
  void neverAnswersAutomaticMail() throws Exception {
    start();
    comes(file("message_created_auto_reply"));
    allIsAnswered();
    assertThat(replies(62)).isEmpty();
    ObjectNode written = file("message_created_auto_reply");
    written.put("id", 1103).put("content", "¿Hacen envíos?");
    ObjectNode email = (ObjectNode) written.at("/content_attributes/email");
    ((ObjectNode) written.path("content_attributes")).put("auto_reply", false);
    email.put("auto_reply", false).put("subject", "Re: Hola").putArray("from").add("c@example.org");
    comes(written);
    eventually(() -> !replies(62).isEmpty());
    assertThat(replies(62)).containsExactly("¿Hacen envíos?");
  }

  @Test
  void answersTheWordsOfAMailAndNotTheThreadBelow() throws Exception {
    start();
    comes(file("message_created_quoted_thread"));
    eventually(() -> !replies(60).isEmpty());
    assertThat(replies(60)).containsExactly("Gracias!");
    ObjectNode first = file("message_created_quoted_thread");
    first.put("id", 1104).put("content", "¿Es de plata 925?");
    ((ObjectNode) first.at("/content_attributes/email")).put("subject", "El anillo Aurora");
    comes(first);
    eventually(() -> replies(60).size() == 2);
    assertThat(replies(60).getLast()).isEqualTo("El anillo Aurora\n\n¿Es de plata 925?");
  }

  @Test
  void takesAMailOfEightMegabytes() throws Exception {
    start();
    ObjectNode mail = file("message_created_quoted_thread");
    ObjectNode email = (ObjectNode) mail.at("/content_attributes/email");
    String html = "<p style=\"x\">á</p>".repeat(150_000);
    email.putObject("html_content").put("full", html).put("reply", html).put("quoted", html);
    assertThat(mail.toString().length()).isGreaterThan(8_000_000);
    comes(mail);
    eventually(() -> !replies(60).isEmpty());
    assertThat(replies(60)).containsExactly("Gracias!");
    String stranger = mail.toString().replace("Gracias!", "Gracias?");
    assertThat(
            service
                .post(
                    "/webhook/chatwoot",
                    stranger,
                    "X-Chatwoot-Timestamp",
                    Long.toString(service.clock.instant().getEpochSecond()),
                    "X-Chatwoot-Signature",
                    "sha256=" + "0".repeat(64))
                .status())
        .isEqualTo(401);
    assertThat(service.post("/webhook/chatwoot", stranger).status()).isEqualTo(401);
    ObjectNode words = file("message_created_quoted_thread");
    words.put("id", 1204).put("content", "¿Y? ".repeat(600_000));
    assertThat(webhooks.send(words.toString())).isEqualTo(413);
  }

  @Test
  void leavesGroupsAloneAsEvolutionDoes() throws Exception {
    start();
    comes(file("message_created_evolution_group"));
    allIsAnswered();
    assertThat(replies(70)).isEmpty();
  }

  @Test
  void answersInGroupsWhereEvolutionDoes() throws Exception {
    start("evolution.groups=true");
    comes(file("message_created_evolution_group"));
    eventually(() -> !replies(70).isEmpty());
    assertThat(replies(70)).containsExactly("¿alguien viene a comer?");
  }

  @Test
  void neverAnswersEvolutionItself() throws Exception {
    start("evolution.groups=true");
    comes(file("message_created_evolution_status"));
    ObjectNode named = file("message_created_evolution_status");
    named.put("id", 1102).put("content", "⚠️ Estado de la instancia: *open*.");
    for (String sender : List.of("/conversation/meta/sender", "/sender")) {
      ((ObjectNode) named.at(sender)).put("name", "Acme").put("identifier", "123456");
    }
    comes(named);
    allIsAnswered();
    assertThat(replies(71)).isEmpty();
  }

  @Test
  void findsWhatGotLostWhereACustomerWaitsForAHuman() throws Exception {
    start("CHATWOOT_AGENT=royal", "chatwoot.statuses=pending");
    webhooks.customerWrites(81, "quiero hablar con una persona");
    eventually(() -> chatwoot.conversation(81).status().equals("open"));
    eventually(() -> replies(81).size() == 1);
    chatwoot
        .conversation(81)
        .incoming(chatwoot.nextMessageId(), "¿hacen envíos?", service.clock.instant());
    service.clock.advance(Duration.ofMinutes(3));
    eventually(() -> replies(81).size() == 2);
    assertThat(replies(81).getLast()).contains("env");
  }
}
