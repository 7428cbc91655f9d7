package dev.sessionmanager.channel.chatwoot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Message;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Person;
import dev.sessionmanager.messaging.MessagingService;
import dev.sessionmanager.messaging.OutsideMessage;
import dev.sessionmanager.messaging.WebhookOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a human's outgoing messages from ours and from those of programs, and keeps the bot silent
 * after one. What Evolution mirrors from WhatsApp is what somebody wrote on the phone, and counts
 * as it does where WhatsApp itself is connected: for {@code evolution.handover-quiet}, and given
 * back by {@code evolution.back-word}. Any thread.
 */
class ChatwootHumans {

  /** Messages of humans that are remembered: those that looks of the last minutes find again. */
  private static final int KNOWN_MAX = 10_000;

  private final MessagingService messaging;
  private final Duration phoneQuiet;
  private final String backWord;
  private final Clock clock;

  /** What humans wrote: it is found again, minutes after they gave the conversation back. */
  private final Cache<String, Boolean> known = Caffeine.newBuilder().maximumSize(KNOWN_MAX).build();

  ChatwootHumans(MessagingService messaging, PhoneSettings phone, Clock clock) {
    this.messaging = messaging;
    this.phoneQuiet = phone.handoverQuiet();
    this.backWord = phone.backWord();
    this.clock = clock;
  }

  /**
   * What an outgoing message comes to: SILENCED where a human has written it, in Chatwoot or in
   * another client of the same inbox, and so has taken over.
   */
  WebhookOutcome outgoing(String conversation, Message message) {
    WebhookOutcome said = said(conversation, message);
    if (said == WebhookOutcome.SILENCED || said == WebhookOutcome.GIVEN_BACK) {
      known.put(id(conversation, message), true);
    }
    return said;
  }

  /** As above, of one that a look has found; DUPLICATE where it is known already. */
  WebhookOutcome found(String conversation, Message message) {
    return known.getIfPresent(id(conversation, message)) == null
        ? outgoing(conversation, message)
        : WebhookOutcome.DUPLICATE;
  }

  private static String id(String conversation, Message message) {
    return conversation + ' ' + message.id();
  }

  private WebhookOutcome said(String conversation, Message message) {
    String whatsapp = EvolutionMirror.whatsappId(message);
    boolean outside = message.echo() || whatsapp != null;
    if (!(outside || isByUser(message)) || isOurs(conversation, message, whatsapp)) {
      return WebhookOutcome.IGNORED;
    }
    if (!outside) {
      if (message.createdAt() != null) {
        messaging.humanWrote(ChatwootSettings.CHANNEL, conversation, message.createdAt());
      }
      messaging.silence(ChatwootSettings.CHANNEL, conversation, by(message), null);
      return WebhookOutcome.SILENCED;
    }
    if (whatsapp == null) {
      return wroteOutside(conversation, message, null);
    }
    if (!backWord.isEmpty() && message.content().strip().equals(backWord)) {
      messaging.unsilence(ChatwootSettings.CHANNEL, conversation);
      return WebhookOutcome.GIVEN_BACK;
    }
    return phoneQuiet.isZero()
        ? WebhookOutcome.IGNORED
        : wroteOutside(conversation, message, clock.instant().plus(phoneQuiet));
  }

  private static boolean isByUser(Message message) {
    Person sender = message.sender();
    return sender != null && sender.type().equals("user") && !message.automated();
  }

  /**
   * Ours look like a human's where the token is a user's, and where they come by way of WhatsApp.
   */
  private boolean isOurs(String conversation, Message message, @Nullable String whatsapp) {
    String channel = ChatwootSettings.CHANNEL;
    return messaging.sentByUs(channel, conversation, message.id(), message.content())
        || (whatsapp != null && messaging.sentElsewhere(channel, whatsapp, message.content()));
  }

  private WebhookOutcome wroteOutside(
      String conversation, Message message, @Nullable Instant until) {
    Instant written = message.createdAt() == null ? clock.instant() : message.createdAt();
    boolean human =
        messaging.wroteOutside(
            new OutsideMessage(
                ChatwootSettings.CHANNEL,
                List.of(conversation),
                message.id(),
                message.content(),
                by(message),
                written,
                until));
    return human ? WebhookOutcome.SILENCED : WebhookOutcome.AUTOMATIC;
  }

  private static String by(Message message) {
    Person sender = message.sender();
    boolean named =
        sender != null && !sender.name().isBlank() && EvolutionMirror.whatsappId(message) == null;
    return "message of " + (named && sender != null ? sender.name() : "a human");
  }
}
