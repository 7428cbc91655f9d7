package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.channel.chatwoot.ChatwootWire.Message;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Person;
import dev.sessionmanager.messaging.MessagingService;
import org.springframework.stereotype.Component;

/** Tells a human's outgoing messages from ours, and keeps the bot silent after one. Any thread. */
@Component
class ChatwootHumans {

  private final MessagingService messaging;

  ChatwootHumans(MessagingService messaging) {
    this.messaging = messaging;
  }

  /**
   * Whether a human wrote this outgoing message: in Chatwoot, or in another client of the same
   * inbox. Ours look the same where the token is a user's.
   */
  boolean wrote(String conversation, Message message) {
    Person sender = message.sender();
    boolean person =
        message.echo() || (sender != null && sender.type().equals("user") && !message.automated());
    return person
        && !messaging.sentByUs(
            ChatwootSettings.CHANNEL, conversation, message.id(), message.content());
  }

  /** A human who answers has taken over. */
  void tookOver(String conversation, Message message) {
    Person sender = message.sender();
    String name = sender == null || sender.name().isBlank() ? "a human" : sender.name();
    messaging.silence(ChatwootSettings.CHANNEL, conversation, "message of " + name, null);
  }
}
