package dev.sessionmanager.channel.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.messaging.MessagingService;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages of which Chatwoot's one webhook got lost, while the service runs. */
class ChatwootMissedTest {

  private static final String SECRET = "secret-of-the-webhook";
  private static final String LIST = "/api/v1/accounts/1/conversations";

  private final ChatwootStub chatwoot = new ChatwootStub();
  private final Service service =
      Service.startWith(
          List.of(new EchoAgent("eco", Agent.Kind.PERSONA)),
          "CHATWOOT_API_URL=" + chatwoot.url(),
          "CHATWOOT_API_TOKEN=" + ChatwootStub.TOKEN,
          "CHATWOOT_ACCOUNT_ID=1",
          "CHATWOOT_WEBHOOK_SECRET=" + SECRET,
          "CHATWOOT_AGENT=eco",
          "MESSAGE_BUFFER_TIMEOUT=0");
  private final ChatwootWebhooks webhooks =
      chatwoot.webhooks(
          URI.create("http://127.0.0.1:" + service.port() + "/webhook/chatwoot"), SECRET);
  private final ChatwootConversation ana = chatwoot.conversation(100);
  private final ChatwootConversation leo = chatwoot.conversation(200);

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

  private void nextLook() {
    int looks = chatwoot.requests("GET", LIST).size();
    service.clock.advance(Duration.ofMinutes(3));
    eventually(() -> chatwoot.requests("GET", LIST).size() > looks);
  }

  private void arrives(ChatwootConversation conversation, String text) {
    conversation.incoming(chatwoot.nextMessageId(), text, service.clock.instant());
  }

  @Test
  void answersWhatGotLostOnce() {
    nextLook();
    arrives(ana, "¿Hola?");
    nextLook();
    eventually(() -> !ana.replies().isEmpty());
    nextLook();
    nextLook();
    assertThat(ana.replies()).containsExactly("¿Hola?");
  }

  @Test
  void leavesAloneWhatAHumanHasAnsweredAndWhoWasGivenBack() {
    nextLook();
    arrives(ana, "¿Hola?");
    assertThat(webhooks.agentWrites(100, "Sí, soy Marta.")).isEqualTo(200);
    service.bean(MessagingService.class).unsilence("chatwoot", "1/100");
    arrives(leo, "¿y yo?");
    nextLook();
    eventually(() -> !leo.replies().isEmpty());
    nextLook(); // Marta's message is found again, and silences nobody again
    assertThat(ana.replies()).containsExactly("Sí, soy Marta.");
    arrives(ana, "gracias");
    nextLook();
    eventually(() -> ana.replies().size() == 2);
    assertThat(ana.replies()).last().isEqualTo("gracias");
  }
}
