package dev.sessionmanager.admission;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The limits of API keys. A key has those of a person at least, for it may speak for many. Any
 * thread.
 */
@Component
public class KeyLimiter {

  /** The setting that says how often a key may be used. */
  public static final String RATE_SETTING = "keys.per-minute";

  private static final int MINUTE_SECONDS = 60;

  private final KeySettings settings;
  private final AdmissionSettings persons;
  private final RateLimiter rate;

  KeyLimiter(KeySettings settings, AdmissionSettings persons, RateLimiter rate) {
    this.settings = settings;
    this.persons = persons;
    this.rate = rate;
  }

  /**
   * What of the queue is a key's.
   *
   * @param atOnce what the key's owner has said; null for nothing
   */
  public Share share(String id, @Nullable Integer atOnce) {
    int person = persons.perUserMax();
    return new Share(
        name(id),
        atOnce == null
            ? Math.max(settings.atOnce(), person)
            : Math.min(atOnce, Math.max(settings.atOnceMost(), person)),
        Math.max(settings.waitingMax(), persons.perUserQueueMax()),
        "keys.at-once",
        "keys.waiting-max");
  }

  /**
   * Counts a message with a key: of the key, in any minute, and of the person for whom it is.
   * Refused by one of them, it counts for none.
   *
   * @param perMinute what the key's owner has said; null for nothing
   * @param person null where the key does not say for whom its messages are
   */
  public Optional<Verdict> admit(String id, @Nullable Integer perMinute, @Nullable String person) {
    Optional<Verdict> refused = rate.admit(name(id), most(perMinute), MINUTE_SECONDS, RATE_SETTING);
    if (refused.isPresent() || person == null) {
      return refused;
    }
    refused = rate.admit(person);
    if (refused.isPresent()) {
      rate.takeBack(name(id));
    }
    return refused;
  }

  private int most(@Nullable Integer said) {
    long person = (long) persons.rateMaxMessages() * MINUTE_SECONDS / persons.rateWindowSeconds();
    long most =
        said == null
            ? Math.max(settings.perMinute(), person)
            : Math.min(said, Math.max(settings.perMinuteMost(), person));
    return (int) Math.min(most, Integer.MAX_VALUE);
  }

  /** Not a person's, who are users' ids or paths. */
  private static String name(String id) {
    return "key " + id;
  }
}
