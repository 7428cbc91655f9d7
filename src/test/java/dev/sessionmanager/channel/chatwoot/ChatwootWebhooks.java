package dev.sessionmanager.channel.chatwoot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.IntSupplier;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The webhooks of {@link ChatwootStub}: signed, with a time-out of 5 s, sent once. */
public final class ChatwootWebhooks {

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final ChatwootStub chatwoot;
  private final URI target;
  private final String secret;

  ChatwootWebhooks(ChatwootStub chatwoot, URI target, String secret) {
    this.chatwoot = chatwoot;
    this.target = target;
    this.secret = secret;
  }

  /** A customer writes; the status that the service answered, 0 where it did not. */
  public int customerWrites(long conversation, String text) {
    return written(conversation, text).getAsInt();
  }

  /** A customer writes; what is returned delivers the webhook, as often as it is called. */
  public IntSupplier written(long conversation, String text) {
    ChatwootConversation in = chatwoot.conversation(conversation);
    ObjectNode message = in.incoming(chatwoot.nextMessageId(), text, Instant.now());
    return () -> messageCreated(in, message);
  }

  /** The same, delivered so many times. */
  public void customerWrites(long conversation, String text, int times) {
    IntSupplier webhook = written(conversation, text);
    for (int i = 0; i < times; i++) {
      var _ = webhook.getAsInt();
    }
  }

  /** An agent writes in Chatwoot. */
  public int agentWrites(long conversation, String text) {
    ChatwootConversation in = chatwoot.conversation(conversation);
    return messageCreated(in, in.agentWrites(chatwoot.nextMessageId(), text, Instant.now()));
  }

  /** {@code Conversations::EventDataPresenter}: one attribute has changed. */
  int conversationUpdated(long conversation, String attribute, String before, String after) {
    ObjectNode event = chatwoot.conversation(conversation).asWebhooks();
    event
        .putArray("changed_attributes")
        .addObject()
        .putObject(attribute)
        .put("previous_value", before)
        .put("current_value", after);
    event.put(
        "event",
        attribute.equals("status") ? "conversation_status_changed" : "conversation_updated");
    return send(event.toString());
  }

  /** {@code Message#webhook_data}. */
  int messageCreated(ChatwootConversation conversation, ObjectNode message) {
    ObjectNode event = JSON.createObjectNode();
    event.putObject("account").put("id", 1).put("name", "Joyas Royal");
    event.putObject("additional_attributes");
    event.set("content_attributes", message.path("content_attributes"));
    event.put("content_type", "text").set("content", message.path("content"));
    event.set("conversation", conversation.asWebhooks());
    event.put("created_at", Instant.ofEpochSecond(message.path("created_at").asLong()).toString());
    event.set("id", message.path("id"));
    event.putObject("inbox").put("id", conversation.inbox()).put("name", "Sitio");
    boolean incoming = message.path("message_type").asInt() == 0;
    event
        .put("message_type", incoming ? "incoming" : "outgoing")
        .put("private", message.path("private").asBoolean(false));
    ObjectNode sender = (ObjectNode) message.path("sender").deepCopy();
    if (incoming) {
      sender.remove("type");
    }
    event.set("sender", sender);
    event.putNull("source_id").put("event", "message_created");
    return send(event.toString());
  }

  /** The status that the service answered; 0 where it did not answer in time. */
  public int send(String body) {
    String stamp = Long.toString(Instant.now().getEpochSecond());
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(Duration.ofSeconds(5))
            .header("Content-Type", "application/json")
            .header("X-Chatwoot-Delivery", UUID.randomUUID().toString())
            .header("X-Chatwoot-Timestamp", stamp)
            .header("X-Chatwoot-Signature", sign(secret, stamp, body))
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException gone) {
      return 0;
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  static String sign(String secret, String stamp, String body) {
    SecretKeySpec key = new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256");
    return "sha256=" + HexFormat.of().formatHex(Signatures.hmac(key, stamp, body.getBytes(UTF_8)));
  }
}
