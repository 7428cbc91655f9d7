package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.channel.chatwoot.ChatwootWire.Message;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Person;
import dev.sessionmanager.messaging.MessagingService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells a human's outgoing messages from ours, and keeps the bot silent after one. Any thread. */
@Component
class ChatwootHumans {

  /** Later than this is built: messaging knows its messengers. */
  private final ObjectProvider<MessagingService> messaging;

  ChatwootHumans(ObjectProvider<MessagingService> messaging) {
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
        && !messaging
            .getObject()
            .sentByUs(ChatwootChannel.NAME, conversation, message.id(), message.content());
  }

  /** A human who answers has taken over. */
  void tookOver(String conversation, Message message) {
    Person sender = message.sender();
    String name = sender == null || sender.name().isBlank() ? "a human" : sender.name();
    messaging.getObject().silence(ChatwootChannel.NAME, conversation, "message of " + name, null);
  }
}
