package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Delivery;
import dev.sessionmanager.conversation.Handovers;
import dev.sessionmanager.conversation.Inbox;
import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.Outbox;
import dev.sessionmanager.conversation.Received;
import dev.sessionmanager.gateway.Problem.Kind;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What {@link Gateway} does for messaging channels before anybody is asked for an answer. */
@Component
class Messages {

  private final Inbox inbox;
  private final Handovers handovers;
  private final Outbox outbox;

  Messages(Inbox inbox, Handovers handovers, Outbox outbox) {
    this.inbox = inbox;
    this.handovers = handovers;
    this.outbox = outbox;
  }

  boolean receive(Arrival arrival) {
    return stored(() -> inbox.receive(received(arrival))).isPresent();
  }

  void silence(String channel, String conversation, String by, @Nullable Instant until) {
    stored(() -> {
      handovers.silence(channel, conversation, by, until);
      return true;
    });
  }

  void unsilence(String channel, String conversation) {
    stored(() -> {
      handovers.unsilence(channel, conversation);
      return true;
    });
  }

  boolean sentByUs(String channel, String conversation, String providerId, String text) {
    if (outbox.sent(channel, providerId)) {
      return true;
    }
    String words = words(text);
    for (Delivery delivery : outbox.sendingIn(channel, conversation)) {
      if (words(delivery.text()).equals(words)) {
        return true;
      }
    }
    return false;
  }

  void quarantine(String channel, String messageId, String reason) {
    stored(() -> {
      inbox.quarantine(channel, messageId, reason);
      return true;
    });
  }

  /** Letters and digits only: a provider's markup may differ from ours. */
  private static String words(String text) {
    return text.replaceAll("[^\\p{L}\\p{N}]+", "").toLowerCase(Locale.ROOT);
  }

  private static Received received(Arrival a) {
    return new Received(
        a.channel(),
        a.messageId(),
        a.conversation(),
        a.person(),
        a.name(),
        a.text(),
        a.note(),
        a.urgent(),
        a.language().toLanguageTag(),
        a.traceId(),
        a.writtenAt(),
        a.receivedAt());
  }

  private static <T> T stored(Supplier<T> write) {
    try {
      return write.get();
    } catch (LogFailure failure) {
      throw new Problem(Kind.STORAGE_FAILED).causedBy(failure);
    }
  }
}
