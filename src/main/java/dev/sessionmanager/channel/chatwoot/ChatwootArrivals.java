package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.channel.chatwoot.ChatwootWire.Conversation;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Message;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Person;
import dev.sessionmanager.channel.chatwoot.EvolutionMirror.Written;
import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.messaging.Arrival;
import dev.sessionmanager.messaging.Correction;
import dev.sessionmanager.text.ShortText;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/**
 * Makes an {@link Arrival} of a customer's message in one account. What WhatsApp's own channel may
 * have brought already is known by WhatsApp's id, see {@link Arrival#mirrored}. Any thread.
 */
class ChatwootArrivals {

  private static final Locale SPANISH = Locale.of("es");

  private final ChatwootSettings settings;
  private final MessageSource messages;
  private final int textMax;
  private final boolean groups;
  private final Clock clock;

  /**
   * @param groups of WhatsApp are answered, as Evolution's own channel would
   */
  ChatwootArrivals(
      ChatwootSettings settings,
      MessageSource messages,
      MessageSettings limits,
      boolean groups,
      Clock clock) {
    this.settings = settings;
    this.messages = messages;
    this.textMax = limits.maxChars();
    this.groups = groups;
    this.clock = clock;
  }

  /** Messaging's name for a conversation. */
  String key(Conversation conversation) {
    return settings.account() + '/' + conversation.id();
  }

  /** Whether somebody is in the conversation whom the bot may answer. */
  boolean serves(Conversation conversation) {
    return !conversation.group()
        && !EvolutionMirror.isNobody(conversation)
        && (groups || !EvolutionMirror.isGroup(conversation));
  }

  /** The arrival of a message; empty where nobody is to be answered, or nothing was said. */
  Optional<Arrival> of(Conversation conversation, Message message, String traceId) {
    Mail mail = message.mail();
    if (!serves(conversation) || (mail != null && mail.automatic() != null)) {
      return Optional.empty();
    }
    Locale language = language(conversation);
    Optional<Written> written =
        EvolutionMirror.isGroup(conversation)
            ? EvolutionMirror.written(message.content())
            : Optional.empty();
    Person contact = contact(conversation, message);
    String person = person(conversation, contact);
    Instant now = clock.instant();
    String text = ShortText.of(words(message, written, language).strip(), textMax);
    String note = null;
    if (text.isEmpty()) {
      if (message.media().isEmpty()) {
        return Optional.empty();
      }
      String media = media(message.media().getFirst(), language);
      text = '[' + media + ']';
      note = messages.getMessage("chatwoot.media_note", new Object[] {media}, language);
    }
    return Optional.of(
        new Arrival(
            ChatwootSettings.CHANNEL,
            id(message),
            key(conversation),
            written.map(who -> person + '/' + who.number()).orElse(person),
            written.map(Written::name).orElse(contact == null ? "" : contact.name()),
            text,
            note,
            conversation.urgent(),
            language,
            message.createdAt() == null ? now : message.createdAt(),
            now,
            traceId,
            conversation.inbox()));
  }

  /** What a customer has put right in WhatsApp; empty where the message is none of those. */
  Optional<Correction> correction(Conversation conversation, Message message, String traceId) {
    String whatsapp = EvolutionMirror.whatsappId(message);
    return whatsapp == null
        ? Optional.empty()
        : EvolutionMirror.edited(message)
            .map(text ->
                new Correction(
                    ChatwootSettings.CHANNEL,
                    Arrival.mirrored(whatsapp),
                    ShortText.of(text, textMax),
                    ShortText.of(correcting(text, language(conversation)), textMax),
                    null, // Chatwoot's own clock has nothing to do with the writer's
                    traceId));
  }

  private String correcting(String text, Locale language) {
    return messages.getMessage("whatsapp.edited", new Object[] {text}, language);
  }

  private static Locale language(Conversation conversation) {
    return conversation.language().startsWith("en") ? Locale.ENGLISH : SPANISH;
  }

  private String id(Message message) {
    String whatsapp = EvolutionMirror.whatsappId(message);
    if (whatsapp == null) {
      return settings.messageKey(message.id());
    }
    return Arrival.mirrored(
        EvolutionMirror.edited(message)
            .map(text -> Arrival.edited(whatsapp, text))
            .orElse(whatsapp));
  }

  /** What was said to us, without what programs have put around it. */
  private String words(Message message, Optional<Written> written, Locale language) {
    if (message.mail() != null) {
      return message.mail().words(message.content());
    }
    return EvolutionMirror.edited(message)
        .map(text -> correcting(text, language))
        .or(() -> written.map(Written::text))
        .orElse(message.content());
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
  private String person(Conversation conversation, @Nullable Person contact) {
    if (contact != null && contact.id() != null) {
      return settings.account() + "/contact/" + contact.id();
    }
    return conversation.contacts().stream()
        .findFirst()
        .map(id -> settings.account() + "/contact/" + id)
        .orElseGet(() -> key(conversation));
  }
}
