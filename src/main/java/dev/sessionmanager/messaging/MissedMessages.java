package dev.sessionmanager.messaging;

import dev.sessionmanager.server.Phases;
import dev.sessionmanager.server.ServicePart;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks every messaging channel, at the start, for what was written while the service was down; what
 * is known already is a duplicate. Where a channel cannot tell now, it is asked again, until it
 * can.
 */
@Component
class MissedMessages extends ServicePart {

  private static final Logger logger = LoggerFactory.getLogger(MissedMessages.class);

  /** Messages may have been on their way when the last message came; clocks may differ, too. */
  private static final Duration OVERLAP = Duration.ofMinutes(10);

  private static final Duration AGAIN_FIRST = Duration.ofSeconds(5);

  /** The longest wait between two looks at a provider that is down. */
  private static final Duration AGAIN_MAX = Duration.ofMinutes(5);

  private final MessagingService messaging;
  private final Messengers messengers;
  private final Inbox inbox;
  private final MessengerSettings settings;
  private final Clock clock;
  private final CountDownLatch stopping = new CountDownLatch(1);

  MissedMessages(
      MessagingService messaging,
      Messengers messengers,
      Inbox inbox,
      MessengerSettings settings,
      Clock clock) {
    super(Phases.MISSED_MESSAGES);
    this.messaging = messaging;
    this.messengers = messengers;
    this.inbox = inbox;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  protected void begin() {
    if (settings.missedMaxAge().isZero()) {
      return;
    }
    Instant oldest = clock.instant().minus(settings.missedMaxAge());
    for (Messenger messenger : messengers.all()) {
      if (!messenger.abilities().contains(Messenger.Ability.LISTS_MISSED)) {
        continue;
      }
      // A channel that has never had a message was not served: nothing of it was missed.
      Optional<Instant> last = inbox.lastWritten(messenger.channel());
      last.map(at -> at.minus(OVERLAP))
          .map(since -> since.isBefore(oldest) ? oldest : since)
          .ifPresent(
              since -> Thread.ofVirtual().name("missed").start(() -> fetch(messenger, since)));
    }
  }

  private void fetch(Messenger messenger, Instant since) {
    Duration wait = AGAIN_FIRST;
    try {
      while (!fetched(messenger, since)
          && !stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        wait = wait.multipliedBy(2).compareTo(AGAIN_MAX) < 0 ? wait.multipliedBy(2) : AGAIN_MAX;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does
    }
  }

  /** False where it is to be tried again. */
  private boolean fetched(Messenger messenger, Instant since) {
    try {
      List<Arrival> missed = messenger.missed(since);
      long fresh =
          missed.stream()
              .filter(arrival -> !arrival.writtenAt().isBefore(since))
              .filter(messaging::gather)
              .count();
      if (fresh > 0) {
        logger.info("{}: {} messages came while the service was down", messenger.channel(), fresh);
      }
      return true;
    } catch (DeliveryFailure failure) {
      logger.warn("{}: what was missed is unknown: {}", messenger.channel(), failure.reason());
      return failure.kind() == DeliveryFailure.Kind.REFUSED
          || failure.kind() == DeliveryFailure.Kind.STOPPED;
    } catch (RuntimeException broken) {
      logger.warn("{}: what was missed is unknown", messenger.channel(), broken);
      return false;
    }
  }

  @Override
  protected void end() {
    stopping.countDown();
  }
}
