package dev.sessionmanager.messaging;

import dev.sessionmanager.messaging.Messenger.Ability;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The look at a provider for who holds a conversation, right before a message is sent there: a
 * help, and no gate. Where it fails, or takes longer than {@code deliveries.look-timeout}, what
 * webhooks have told decides; where it fails again and again none is made for a minute, so that not
 * every message waits for it. Any thread; blocks for the time-out at most.
 */
final class HolderLook {

  private static final Logger logger = LoggerFactory.getLogger(HolderLook.class);

  /** Looks that fail one after the other before a pause. */
  private static final int FAILURES_MAX = 2;

  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Messenger messenger;
  private final Duration timeout;
  private final Clock clock;
  private int failures;
  private Instant pausedUntil = Instant.MIN;

  HolderLook(Messenger messenger, Duration timeout, Clock clock) {
    this.messenger = messenger;
    this.timeout = timeout;
    this.clock = clock;
  }

  /**
   * Who holds a conversation, as far as the provider can be asked.
   *
   * @return empty where nobody does, and where it cannot be found out now
   * @throws DeliveryFailure STOPPED only: what is sent would fail for the same reason
   */
  Optional<String> holder(String conversation) throws DeliveryFailure {
    if (!messenger.abilities().contains(Ability.KNOWS_HOLDER) || pauses()) {
      return Optional.empty();
    }
    try {
      Optional<String> holder = ask(conversation);
      worked();
      return holder;
    } catch (DeliveryFailure failure) {
      if (failure.kind() == DeliveryFailure.Kind.STOPPED) {
        throw failure;
      }
      failed(failure.reason());
      return Optional.empty();
    }
  }

  private Optional<String> ask(String conversation) throws DeliveryFailure {
    FutureTask<Optional<String>> look = new FutureTask<>(() -> messenger.heldBy(conversation));
    Thread.ofVirtual().name("look").start(look);
    try {
      return look.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      look.cancel(true);
      throw DeliveryFailure.later("no answer within " + timeout.toMillis() + " ms", slow);
    } catch (InterruptedException stop) {
      look.cancel(true);
      Thread.currentThread().interrupt();
      throw DeliveryFailure.later("The service is being stopped.", stop);
    } catch (ExecutionException broken) {
      if (broken.getCause() instanceof DeliveryFailure failure) {
        throw failure;
      }
      throw DeliveryFailure.later("the channel failed: " + broken.getCause(), broken);
    }
  }

  private synchronized boolean pauses() {
    return clock.instant().isBefore(pausedUntil);
  }

  private synchronized void worked() {
    failures = 0;
  }

  private synchronized void failed(String reason) {
    failures++;
    if (failures >= FAILURES_MAX) {
      pausedUntil = clock.instant().plus(PAUSE);
      logger.warn(
          "{}: who holds a conversation cannot be asked, webhooks alone tell for {} s: {}",
          messenger.channel(),
          PAUSE.toSeconds(),
          reason);
    } else {
      logger.info("{}: who holds a conversation is unknown: {}", messenger.channel(), reason);
    }
  }
}
