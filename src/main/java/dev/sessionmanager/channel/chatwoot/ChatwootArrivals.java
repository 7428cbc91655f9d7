package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.channel.chatwoot.ChatwootWire.Conversation;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Message;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Person;
import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.messaging.Arrival;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Makes an {@link Arrival} of a customer's message. Any thread. */
@Component
class ChatwootArrivals {

  private static final Locale SPANISH = Locale.of("es");

  private final MessageSource messages;
  private final int textMax;
  private final Clock clock;

  ChatwootArrivals(MessageSource messages, MessageSettings limits, Clock clock) {
    this.messages = messages;
    this.textMax = limits.maxChars();
    this.clock = clock;
  }

  /** Messaging's name for a conversation. */
  static String key(String account, Conversation conversation) {
    return account + '/' + conversation.id();
  }

  /** The arrival of a message; empty where there is neither text nor media. */
  Optional<Arrival> of(String account, Conversation conversation, Message message, String traceId) {
    Locale language = conversation.language().startsWith("en") ? Locale.ENGLISH : SPANISH;
    String text = Arrival.cut(message.content().strip(), textMax);
    String note = null;
    if (text.isEmpty()) {
      if (message.media().isEmpty()) {
        return Optional.empty();
      }
      String media = media(message.media().getFirst(), language);
      text = '[' + media + ']';
      note = messages.getMessage("chatwoot.media_note", new Object[] {media}, language);
    }
    Instant now = clock.instant();
    Person contact = contact(conversation, message);
    String name = contact == null ? "" : contact.name();
    return Optional.of(
        new Arrival(
            ChatwootSettings.CHANNEL,
            message.id(),
            key(account, conversation),
            person(account, conversation, contact),
            name,
            text,
            note,
            conversation.urgent(),
            language,
            message.createdAt() == null ? now : message.createdAt(),
            now,
            traceId));
  }

  private String media(String type, Locale language) {
    String key =
        switch (type) {
          case "image" -> "chatwoot.media.image";
          case "audio" -> "chatwoot.media.audio";
          case "video" -> "chatwoot.media.video";
          case "location" -> "chatwoot.media.location";
          case "contact" -> "chatwoot.media.contact";
          default -> "chatwoot.media.file";
        };
    return messages.getMessage(key, null, language);
  }

  private static @Nullable Person contact(Conversation conversation, Message message) {
    Person sender = message.sender();
    return sender != null && sender.id() != null ? sender : conversation.contact();
  }

  /** The contact; the conversation where no contact is given, which is a person's then. */
  private static String person(
      String account, Conversation conversation, @Nullable Person contact) {
    if (contact != null && contact.id() != null) {
      return account + "/contact/" + contact.id();
    }
    return conversation.contacts().stream()
        .findFirst()
        .map(id -> account + "/contact/" + id)
        .orElseGet(() -> key(account, conversation));
  }
}
