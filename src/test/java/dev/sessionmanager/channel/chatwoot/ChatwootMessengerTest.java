package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.Service;
import dev.sessionmanager.messaging.Messenger;
import dev.sessionmanager.messaging.MessengerContract;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** What every messenger promises, by Chatwoot. */
class ChatwootMessengerTest extends MessengerContract {

  private static final Service service = Service.start();

  private final ChatwootStub chatwoot = new ChatwootStub();
  private final ChatwootConversation conversation = chatwoot.conversation(42);
  private final ChatwootClient client =
      ChatwootClientTest.client(service, chatwoot.url(), ChatwootStub.TOKEN);

  @AfterAll
  static void stop() {
    service.close();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    chatwoot.close();
  }

  @Override
  protected Messenger messenger() {
    return client;
  }

  @Override
  protected String conversation() {
    return "1/42";
  }

  @Override
  protected List<String> arrived() {
    return conversation.replies();
  }

  @Override
  protected void fault(Fault fault) {
    switch (fault) {
      case REFUSES_CONNECTIONS -> chatwoot.close();
      case BREAKS_OFF -> chatwoot.down(ChatwootStub.storedThenBrokenOff());
      case HANGS -> chatwoot.down(chatwoot.storedThenSilent());
      case UNAUTHORIZED -> down(401, "{\"error\":\"Invalid Access Token\"}");
      case NO_SUCH_CONVERSATION -> down(404, "{\"error\":\"Resource could not be found\"}");
      case INVALID -> down(422, "{\"error\":\"Validation failed: Content is invalid: hola\"}");
      case TOO_MANY -> chatwoot.down(ChatwootStub.status(429, "Retry later\n", "Retry-After", "7"));
      case FAILS -> down(500, "{\"status\":500,\"error\":\"Internal Server Error\"}");
      case TALKS_NONSENSE -> down(200, "<!DOCTYPE html><html></html>");
    }
  }

  private void down(int status, String body) {
    chatwoot.down(ChatwootStub.status(status, body));
  }

  @Override
  protected void held(boolean byHuman) {
    conversation.status("open");
    conversation.assign(byHuman ? "Marta" : null);
  }

  @Override
  protected void customerWrites(String text, String messageId, Instant at) {
    conversation.incoming(messageId, text, at);
  }

  @Override
  protected boolean handedOver() {
    return conversation.status().equals("open");
  }

  @Override
  protected String secret() {
    return ChatwootStub.TOKEN;
  }
}
