package dev.sessionmanager.messaging;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * The messages that a messenger knows to have arrived, by the provider's id, with our reference of
 * each: another message with the same words is not taken for one of these. Any thread.
 */
public final class SentMessages {

  private final Cache<String, String> references;

  /** Remembers so many messages: a message that is looked for was sent minutes before at most. */
  public SentMessages(int max) {
    this.references = Caffeine.newBuilder().maximumSize(max).build();
  }

  public void add(String id, String reference) {
    references.put(id, reference);
  }

  public boolean has(String id) {
    return references.getIfPresent(id) != null;
  }

  /** Whether the message is that of a reference; one that nothing was known of is, from now on. */
  public boolean claim(String id, String reference) {
    return references.get(id, unknown -> reference).equals(reference);
  }
}
