package dev.sessionmanager.gateway;

import dev.sessionmanager.admission.KeyLimiter;
import dev.sessionmanager.admission.RateLimiter;
import dev.sessionmanager.admission.Share;
import dev.sessionmanager.admission.Verdict;
import dev.sessionmanager.admission.WorkQueue;
import dev.sessionmanager.admission.WorkQueue.Place;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whose limits hold a message, and whether they let it in: those of its person, those of the API
 * key that it came with, and, where that key speaks for a person, those of both. Any thread.
 */
@Component
class Admission {

  private final WorkQueue queue;
  private final RateLimiter rate;
  private final KeyLimiter keys;

  Admission(WorkQueue queue, RateLimiter rate, KeyLimiter keys) {
    this.queue = queue;
    this.rate = rate;
    this.keys = keys;
  }

  /**
   * The message's place in the queue, which must be closed.
   *
   * @throws Problem where there is none
   */
  Place place(Inbound inbound) {
    List<Share> shares = new ArrayList<>(2);
    Session key = key(inbound);
    if (key != null) {
      shares.add(keys.share(key.id(), key.limits().atOnce()));
    }
    String person = inbound.person();
    if (person != null) {
      shares.add(queue.person(person));
    }
    return Refusals.place(queue.enter(shares, inbound.order()));
  }

  /** The place of a message that was let in before: nothing refuses it. */
  Place placeAgain(Inbound inbound) {
    return queue.enterAgain(inbound.order());
  }

  /**
   * Counts the message.
   *
   * @throws Problem where it is one too many
   */
  void count(Inbound inbound) {
    Session key = key(inbound);
    String person = inbound.person();
    Optional<Verdict> refused = Optional.empty();
    if (key != null) {
      refused = keys.admit(key.id(), key.limits().perMinute(), person);
    } else if (person != null) {
      refused = rate.admit(person);
    }
    refused.ifPresent(verdict -> {
      throw Refusals.of(verdict);
    });
  }

  private static @Nullable Session key(Inbound inbound) {
    Session session = inbound.session();
    return session != null && session.isKey() ? session : null;
  }
}
