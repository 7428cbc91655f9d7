package dev.sessionmanager.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which conversations of messaging channels a human holds, and which messages in them are ours. */
@Component
public class HumanTakeover {

  private static final String ASKED_FOR = "handed over by the agent";

  private final Handovers handovers;
  private final Outbox outbox;
  private final MessengerSettings settings;
  private final Clock clock;

  HumanTakeover(Handovers handovers, Outbox outbox, MessengerSettings settings, Clock clock) {
    this.handovers = handovers;
    this.outbox = outbox;
    this.settings = settings;
    this.clock = clock;
  }

  /** Who holds it; empty when the bot may speak. */
  public Optional<String> holder(String channel, String conversation) {
    return handovers.find(channel, conversation).map(Handover::by);
  }

  /** All conversations that are held, the newest first. */
  public List<Handover> list(int max) {
    return handovers.list(max);
  }

  void silence(String channel, String conversation, String by, @Nullable Instant until) {
    handovers.silence(channel, conversation, by, until == null ? lasts() : until);
  }

  void unsilence(String channel, String conversation) {
    handovers.unsilence(channel, conversation);
  }

  /** A conversation that the agent itself gives to a human. */
  Handover handedOver(Delivery delivery) {
    return new Handover(
        delivery.channel(), delivery.conversation(), ASKED_FOR, clock.instant(), lasts());
  }

  private @Nullable Instant lasts() {
    Duration lasts = settings.handoverLasts();
    return lasts.isZero() ? null : clock.instant().plus(lasts);
  }

  /** See {@link MessagingService#sentByUs}. */
  boolean sentByUs(String channel, String conversation, String providerId, String text) {
    String words = words(text);
    // In this order: what is no longer being sent when it is looked at first has its id by then.
    boolean beingSent =
        outbox.sendingIn(channel, conversation).stream()
            .anyMatch(delivery -> words(delivery.text()).equals(words));
    return beingSent || outbox.sent(channel, providerId);
  }

  /** Letters and digits only: a provider's markup may differ from ours. */
  private static String words(String text) {
    return text.replaceAll("[^\\p{L}\\p{N}]+", "").toLowerCase(Locale.ROOT);
  }
}
