package dev.sessionmanager.messaging;

import dev.sessionmanager.messaging.DeliveryFailure.Kind;
import dev.sessionmanager.server.Dispatcher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The looks through one account at a messaging provider for messages that no webhook told of, on a
 * thread of its own. Each begins where the last good one ended, with some overlap: what is known
 * already is a duplicate. Where the account cannot tell now it is asked again, until it can.
 */
final class MissedLook {

  private static final Logger logger = LoggerFactory.getLogger(MissedLook.class);

  /** Messages may have been on their way at the last look; clocks may differ, too. */
  private static final Duration OVERLAP = Duration.ofMinutes(10);

  private static final Duration AGAIN_FIRST = Duration.ofSeconds(5);

  /** The longest wait between two looks at a provider that is down. */
  private static final Duration AGAIN_MAX = Duration.ofMinutes(5);

  /**
   * What a look needs.
   *
   * @param every from one good look to the next; 0: one is enough
   * @param maxAge of a message that is fetched
   */
  record Tools(
      MessagingService messaging,
      Inbox inbox,
      LookMarks marks,
      QuietWebhooks quiet,
      Duration every,
      Duration maxAge,
      Clock clock) {}

  private final Messenger messenger;
  private final String account;
  private final Tools tools;
  private final Dispatcher dispatcher;
  private Instant due = Instant.MIN;
  private Duration wait = AGAIN_FIRST;
  private String problem = "";
  private volatile boolean stopping;

  MissedLook(Messenger messenger, Tools tools) {
    this.messenger = messenger;
    this.account = Account.of(messenger).toString();
    this.tools = tools;
    this.dispatcher = new Dispatcher("missed-" + account, this::dispatch);
  }

  void start() {
    dispatcher.start();
  }

  void stop() {
    stopping = true;
    dispatcher.stop();
  }

  private boolean dispatch() {
    Instant now = tools.clock().instant();
    if (now.isBefore(due)) {
      return true;
    }
    boolean good = looked(now);
    if (good && tools.every().isZero()) {
      return false;
    }
    due = tools.clock().instant().plus(good ? tools.every() : wait);
    Duration longer = wait.multipliedBy(2);
    wait = good ? AGAIN_FIRST : longer.compareTo(AGAIN_MAX) < 0 ? longer : AGAIN_MAX;
    return true;
  }

  /** False where it is to be tried again. */
  private boolean looked(Instant now) {
    try {
      Optional<LookMarks.Mark> mark = mark(now);
      if (mark.isPresent()) {
        look(mark.get(), now);
      } else {
        // An account that has never had a message was not served: nothing of it was missed.
        tools.marks().move(account, new LookMarks.Mark(now, now));
      }
      problem = "";
      return true;
    } catch (DeliveryFailure failure) {
      tell(failure.reason());
      return tools.every().isZero()
          && (failure.kind() == Kind.REFUSED || failure.kind() == Kind.STOPPED);
    } catch (RuntimeException broken) {
      logger.warn("{}: what was missed is unknown", account, broken);
      return false;
    }
  }

  private void tell(String reason) {
    if (!reason.equals(problem)) {
      logger.warn("{}: what was missed is unknown: {}", account, reason);
    }
    problem = reason;
  }

  private Optional<LookMarks.Mark> mark(Instant now) {
    Optional<LookMarks.Mark> mark = tools.marks().find(account);
    return mark.isPresent()
        ? mark.map(
            known -> known.at().isAfter(now) ? new LookMarks.Mark(known.begun(), now) : known)
        : tools
            .inbox()
            .lastWritten(Account.of(messenger))
            .map(last -> new LookMarks.Mark(last.minus(OVERLAP), last));
  }

  private void look(LookMarks.Mark mark, Instant now) throws DeliveryFailure {
    Instant since =
        latest(mark.at().minus(OVERLAP), latest(mark.begun(), now.minus(tools.maxAge())));
    List<Arrival> fresh = new ArrayList<>();
    for (Arrival missed : messenger.missed(since)) {
      if (stopping) {
        return; // the next start looks from the same mark
      }
      if (!missed.writtenAt().isBefore(since) && tools.messaging().gather(missed)) {
        fresh.add(missed);
      }
    }
    if (!fresh.isEmpty()) {
      logger.info("{}: {} messages came that no webhook told of", account, fresh.size());
      tools.quiet().found(messenger.provider(), fresh);
    }
    tools.marks().move(account, new LookMarks.Mark(mark.begun(), now));
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
