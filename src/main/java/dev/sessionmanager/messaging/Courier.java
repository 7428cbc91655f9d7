package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.messaging.Delivery.State;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import dev.sessionmanager.messaging.Messenger.Ability;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is in the outbox to one provider: one message at a time in a conversation, in order,
 * {@code deliveries.parallel} conversations at once. The outbox itself is the queue, so that
 * nothing has to be taken up after a restart, and an outage of hours costs no memory.
 */
final class Courier {

  private static final Logger logger = LoggerFactory.getLogger(Courier.class);

  /** How long after the outbox itself could not be read or written. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Messenger messenger;
  private final Outbox outbox;
  private final HumanTakeover humans;
  private final DeliverySettings settings;
  private final MessagingFigures figures;
  private final Clock clock;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Dispatcher dispatcher;
  private volatile @Nullable String stopped;
  private volatile Instant pausedUntil = Instant.MIN;

  Courier(
      Messenger messenger,
      Outbox outbox,
      HumanTakeover humans,
      DeliverySettings settings,
      MessagingFigures figures,
      Clock clock) {
    this.messenger = messenger;
    this.outbox = outbox;
    this.humans = humans;
    this.settings = settings;
    this.figures = figures;
    this.clock = clock;
    this.dispatcher = new Dispatcher("courier-" + messenger.channel(), this::dispatch);
  }

  void start() {
    dispatcher.start();
  }

  /** Begins no delivery any more; those that are under way end by themselves. */
  void stop() {
    dispatcher.stop();
  }

  /** Whether no delivery is under way. */
  boolean idle() {
    return underWay.isEmpty();
  }

  /** A delivery may have become due. */
  void wake() {
    dispatcher.wake();
  }

  /** Why nothing is sent until the operator has done something; empty while all is well. */
  Optional<String> stopped() {
    return Optional.ofNullable(stopped);
  }

  /** The operator has done it. */
  void resume() {
    stopped = null;
    wake();
  }

  /** Begins the deliveries that are due; whether another will be without a wake-up. */
  private boolean dispatch() {
    if (stopped != null) {
      return false;
    }
    if (clock.instant().isBefore(pausedUntil)) {
      return true;
    }
    try {
      return beginDue();
    } catch (RuntimeException broken) {
      logger.error("The outbox of {} cannot be read", messenger.channel(), broken);
      pausedUntil = clock.instant().plus(PAUSE);
      return true;
    }
  }

  private boolean beginDue() {
    for (Delivery delivery : outbox.due(messenger.channel(), settings.parallel() * 2)) {
      if (underWay.size() >= settings.parallel()) {
        return false; // the end of one of them wakes
      }
      if (underWay.add(delivery.conversation())) {
        Thread.ofVirtual().name("delivery").start(() -> deliver(delivery));
      }
    }
    return outbox.anyOpen(messenger.channel());
  }

  private void deliver(Delivery found) {
    try {
      // Read again: it may have been tried, or ended, since the outbox was asked.
      outbox
          .byId(found.id())
          .filter(delivery -> delivery.due(clock.instant()))
          .ifPresent(delivery -> new Attempt(delivery).run());
    } catch (LogFailure failure) {
      // What was sent is marked as being sent, at least: it is looked for before it is sent again.
      logger.error("The outbox of {} cannot be written", messenger.channel(), failure);
      pausedUntil = clock.instant().plus(PAUSE);
    } finally {
      underWay.remove(found.conversation());
      wake();
    }
  }

  /** One try of one delivery. */
  private final class Attempt {
    private final Delivery delivery;

    /**
     * Since when it is unknown whether the delivery has arrived; null while it certainly has not.
     */
    private @Nullable Instant sentAt;

    Attempt(Delivery delivery) {
      this.delivery = delivery;
      this.sentAt = delivery.sentAt();
    }

    void run() {
      boolean sending = false;
      try {
        if (sentAt != null && arrived(sentAt)) {
          return;
        }
        sentAt = null;
        Optional<String> holder = holder();
        if (holder.isPresent()) {
          outbox.ended(delivery, State.SILENCED, holder.get());
          figures.count(Event.SILENCED, messenger.channel());
          return;
        }
        outbox.sending(delivery);
        sentAt = clock.instant();
        sending = true;
        send();
      } catch (DeliveryFailure failure) {
        failed(failure, sending);
      } catch (LogFailure failure) {
        throw failure;
      } catch (RuntimeException broken) {
        logger.error("The channel {} failed", messenger.channel(), broken);
        failed(DeliveryFailure.unknown("the channel failed: " + broken, broken), sending);
      }
    }

    private boolean arrived(Instant since) throws DeliveryFailure {
      if (delivery.kind() == Delivery.Kind.HANDOVER) {
        return false; // done again, it is done once
      }
      if (!messenger.abilities().contains(Ability.FINDS_SENT)) {
        return false; // read twice is better than never
      }
      Optional<String> id =
          messenger.find(delivery.conversation(), delivery.text(), delivery.reference(), since);
      id.ifPresent(this::delivered);
      return id.isPresent();
    }

    /** At the moment of sending: our own list, and the provider's. */
    private Optional<String> holder() throws DeliveryFailure {
      Optional<String> own = humans.holder(delivery.channel(), delivery.conversation());
      return own.isPresent() || !messenger.abilities().contains(Ability.KNOWS_HOLDER)
          ? own
          : messenger.heldBy(delivery.conversation());
    }

    private void send() throws DeliveryFailure {
      if (delivery.kind() == Delivery.Kind.HANDOVER) {
        messenger.handOver(delivery.conversation());
        humans.handedOver(delivery);
      } else {
        delivered(messenger.send(delivery.conversation(), delivery.text(), delivery.reference()));
      }
    }

    private void delivered(String providerId) {
      outbox.delivered(delivery, providerId);
      figures.count(Event.DELIVERED, messenger.channel());
    }

    private void failed(DeliveryFailure failure, boolean sending) {
      String channel = messenger.channel();
      String reason = failure.reason();
      switch (failure.kind()) {
        case REFUSED -> {
          outbox.ended(delivery, State.REFUSED, reason);
          figures.count(Event.REFUSED, channel);
          logger.warn("{} refuses {}: {}", channel, delivery.reference(), reason);
        }
        case STOPPED -> {
          if (stopped == null) {
            logger.error("{} is stopped until its settings change: {}", channel, reason);
          }
          stopped = reason;
          outbox.putOff(delivery, sending ? null : sentAt, clock.instant(), reason);
        }
        case LATER -> later(failure, sending ? null : sentAt);
        case UNKNOWN -> later(failure, sentAt);
      }
    }

    private void later(DeliveryFailure failure, @Nullable Instant unknownSince) {
      Instant now = clock.instant();
      if (!now.isBefore(delivery.createdAt().plus(settings.giveUp()))) {
        outbox.ended(delivery, State.DEAD, failure.reason());
        figures.count(Event.DEAD, messenger.channel());
        logger.error("{} is given up: {}", delivery, failure.reason());
        return;
      }
      Duration asked = failure.retryAfter();
      Duration wait = asked == null ? backoff() : shorter(asked, settings.backoffMax());
      outbox.putOff(delivery, unknownSince, now.plus(wait), failure.reason());
      figures.count(Event.RETRIED, messenger.channel());
      logger.warn("{} is tried again in {} s: {}", delivery, wait.toSeconds(), failure.reason());
    }

    /**
     * Doubled with each try, and somewhere in the upper half of that, so that not all come back.
     */
    private Duration backoff() {
      Duration full = settings.backoffInitial();
      for (int i = 0; i < delivery.attempts() && full.compareTo(settings.backoffMax()) < 0; i++) {
        full = full.multipliedBy(2);
      }
      long millis = shorter(full, settings.backoffMax()).toMillis();
      return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
