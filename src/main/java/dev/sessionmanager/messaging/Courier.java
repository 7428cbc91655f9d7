package dev.sessionmanager.messaging;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.messaging.Delivery.State;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import dev.sessionmanager.messaging.Messenger.Ability;
import dev.sessionmanager.server.Dispatcher;
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
 * Brings what is in the outbox to one account at a provider: one message at a time in a
 * conversation, in order, {@code deliveries.parallel} conversations at once. The outbox itself is
 * the queue, so that nothing has to be taken up after a restart, and an outage of hours costs no
 * memory.
 */
final class Courier {

  private static final Logger logger = LoggerFactory.getLogger(Courier.class);

  /** How long after the outbox itself could not be read or written. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /**
   * How long a message of unknown outcome waits for a look at the provider that works. Longer than
   * that a look that always fails must not keep the answer back: read twice is better than never.
   */
  private static final Duration LOOKED_FOR = Duration.ofSeconds(30);

  /** Far more than are of unknown outcome at once. */
  private static final int UNSEEN_MAX = 10_000;

  private final Messenger messenger;
  private final Account account;
  private final Outbox outbox;
  private final DeliveryRule rule;
  private final DeliverySettings settings;
  private final MessagingFigures figures;
  private final Clock clock;
  private final HolderLook look;

  /** Deliveries of unknown outcome that could not be looked for, and since when. */
  private final Cache<Long, Instant> unseen = Caffeine.newBuilder().maximumSize(UNSEEN_MAX).build();

  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Dispatcher dispatcher;
  private volatile @Nullable String stopped;
  private volatile Instant pausedUntil = Instant.MIN;

  Courier(
      Messenger messenger,
      Outbox outbox,
      DeliveryRule rule,
      DeliverySettings settings,
      MessagingFigures figures,
      Clock clock) {
    this.messenger = messenger;
    this.account = Account.of(messenger);
    this.outbox = outbox;
    this.rule = rule;
    this.settings = settings;
    this.figures = figures;
    this.clock = clock;
    this.look = new HolderLook(messenger, settings.lookTimeout(), clock);
    this.dispatcher = new Dispatcher("courier-" + account, this::dispatch);
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
      logger.error("The outbox of {} cannot be read", account, broken);
      pausedUntil = clock.instant().plus(PAUSE);
      return true;
    }
  }

  private boolean beginDue() {
    for (Delivery delivery : outbox.due(account, settings.parallel() * 2)) {
      if (underWay.size() >= settings.parallel()) {
        return false; // the end of one of them wakes
      }
      if (underWay.add(delivery.conversation())) {
        Thread.ofVirtual().name("delivery").start(() -> deliver(delivery));
      }
    }
    return outbox.anyOpen(account);
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
      logger.error("The outbox of {} cannot be written", account, failure);
      pausedUntil = clock.instant().plus(PAUSE);
    } finally {
      underWay.remove(found.conversation());
      wake();
    }
  }

  /** One try of one delivery. */
  private final class Attempt {
    private final Delivery delivery;

    /** Since when it is unknown whether it has arrived; null while it certainly has not. */
    private @Nullable Instant sentAt;

    Attempt(Delivery delivery) {
      this.delivery = delivery;
      this.sentAt = delivery.sentAt();
    }

    void run() {
      Instant sending = null;
      try {
        if (sentAt != null && arrived(sentAt)) {
          return;
        }
        Optional<String> holder = holder();
        if (holder.isPresent()) {
          outbox.ended(delivery, State.SILENCED, holder.get());
          figures.count(Event.SILENCED, messenger.channel());
          return;
        }
        outbox.sending(delivery);
        sending = clock.instant();
        send();
      } catch (DeliveryFailure failure) {
        failed(failure, sending);
      } catch (LogFailure failure) {
        throw failure;
      } catch (RuntimeException broken) {
        logger.error("The channel {} failed", account, broken);
        failed(DeliveryFailure.unknown("the channel failed: " + broken, broken), sending);
      }
    }

    private boolean arrived(Instant since) throws DeliveryFailure {
      if (delivery.kind() == Delivery.Kind.HANDOVER
          || !messenger.abilities().contains(Ability.FINDS_SENT)) {
        sentAt = null; // handed over again, it is done once; read twice is better than never
        return false;
      }
      Optional<String> id;
      try {
        id = messenger.find(delivery.conversation(), delivery.text(), delivery.reference(), since);
      } catch (DeliveryFailure failure) {
        goOutBlind(failure);
        return false;
      }
      unseen.invalidate(delivery.id());
      sentAt = null;
      id.ifPresent(this::delivered);
      return id.isPresent();
    }

    /**
     * Nobody can say whether it has arrived: it goes out where the look is refused, or has failed
     * for a while. What is unknown stays unknown.
     */
    private void goOutBlind(DeliveryFailure failure) throws DeliveryFailure {
      Instant now = clock.instant();
      Instant since = unseen.get(delivery.id(), id -> now);
      boolean again =
          failure.kind() != DeliveryFailure.Kind.REFUSED && now.isBefore(since.plus(LOOKED_FOR));
      if (failure.kind() == DeliveryFailure.Kind.STOPPED || again) {
        throw failure;
      }
      unseen.invalidate(delivery.id());
      logger.warn("{} goes out without a look: {}", delivery, failure.reason());
    }

    /** At the moment of sending: our own lists, and the provider's. */
    private Optional<String> holder() throws DeliveryFailure {
      Optional<String> own = rule.objection(delivery);
      return own.isPresent() ? own : look.holder(delivery.conversation());
    }

    private void send() throws DeliveryFailure {
      if (delivery.kind() == Delivery.Kind.HANDOVER) {
        rule.handOver(messenger, delivery);
      } else {
        delivered(messenger.send(delivery.conversation(), delivery.text(), delivery.reference()));
      }
    }

    private void delivered(String providerId) {
      outbox.delivered(delivery, providerId);
      figures.count(Event.DELIVERED, messenger.channel());
    }

    /**
     * @param sending since when it was being sent; null where it was not
     */
    private void failed(DeliveryFailure failure, @Nullable Instant sending) {
      String reason = failure.reason();
      switch (failure.kind()) {
        case REFUSED -> {
          outbox.ended(delivery, State.REFUSED, reason);
          rule.untold(delivery, reason);
          figures.count(Event.REFUSED, messenger.channel());
          logger.warn("{} refuses {}: {}", account, delivery.reference(), reason);
        }
        case STOPPED -> {
          if (stopped == null) {
            logger.error("{} is stopped until its settings change: {}", account, reason);
          }
          stopped = reason;
          outbox.putOff(delivery, sentAt, clock.instant(), reason);
        }
        case LATER -> later(failure, sentAt);
        case UNKNOWN -> later(failure, sentAt == null ? sending : sentAt);
      }
    }

    private void later(DeliveryFailure failure, @Nullable Instant unknownSince) {
      Instant now = clock.instant();
      if (!now.isBefore(delivery.createdAt().plus(settings.giveUp()))) {
        outbox.ended(delivery, State.DEAD, failure.reason());
        rule.untold(delivery, failure.reason());
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

    /** Doubled with each try, and somewhere in its upper half: not all come back at once. */
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
