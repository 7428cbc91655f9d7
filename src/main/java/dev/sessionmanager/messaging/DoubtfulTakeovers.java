package dev.sessionmanager.messaging;

import dev.sessionmanager.server.Dispatcher;
import dev.sessionmanager.server.Phases;
import dev.sessionmanager.server.ServicePart;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks every few seconds whether a human has gone on who seemed to have taken a conversation over
 * with a few words; see {@link PhoneTexts}.
 */
@Component
class DoubtfulTakeovers extends ServicePart {

  private static final Logger logger = LoggerFactory.getLogger(DoubtfulTakeovers.class);

  private static final Duration EVERY = Duration.ofSeconds(5);

  private final MessagingService messaging;
  private final Clock clock;
  private final Dispatcher dispatcher = new Dispatcher("doubtful-takeovers", this::dispatch);
  private Instant due = Instant.MIN;

  DoubtfulTakeovers(MessagingService messaging, Clock clock) {
    super(Phases.MISSED_MESSAGES, true);
    this.messaging = messaging;
    this.clock = clock;
  }

  private boolean dispatch() {
    Instant now = clock.instant();
    if (!now.isBefore(due)) {
      due = now.plus(EVERY);
      try {
        messaging.settle();
      } catch (RuntimeException broken) {
        logger.error("Doubtful takeovers could not be looked at", broken);
      }
    }
    return true;
  }

  @Override
  protected void begin() {
    dispatcher.start();
  }

  @Override
  protected void end() {
    dispatcher.stop();
  }
}
