package dev.sessionmanager.channel.chatwoot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conversations in which nothing has happened since they were looked through, so that a look
 * that finds nothing asks for the lists alone. What a look has found counts once the next one
 * begins later: only a good look moves where the next begins. Of one thread at a time.
 */
final class LookedThrough {

  private static final int MAX = 10_000;

  /** Times are whole seconds there: more may happen in the same one. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private final Cache<String, Instant> last = Caffeine.newBuilder().maximumSize(MAX).build();
  private final Map<String, Instant> found = new HashMap<>();
  private Instant begun = Instant.MIN;

  /** A look begins. */
  void begin(Instant since) {
    if (since.isAfter(begun)) {
      last.putAll(found);
    }
    found.clear();
    begun = since;
  }

  /**
   * Whether it was looked through already.
   *
   * @param activity when something last happened in it
   */
  boolean has(String conversation, @Nullable Instant activity) {
    return activity != null && activity.equals(last.getIfPresent(conversation));
  }

  /**
   * It is being looked through.
   *
   * @param now by the clock there; null where it does not say
   */
  void add(String conversation, @Nullable Instant activity, @Nullable Instant now) {
    if (activity != null && now != null && activity.isBefore(now.minus(SETTLED))) {
      found.put(conversation, activity);
    }
  }
}
