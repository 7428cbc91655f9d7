package dev.sessionmanager.channel.chatwoot;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages whose sending has succeeded, by id, so that another one with the same words that is
 * looked for is not taken for one of them. Any thread.
 */
final class SentMessages {

  /** Those of some minutes at the pace that Chatwoot allows; nothing older is looked for. */
  private static final int MAX = 2000;

  private final Map<String, String> references = new LinkedHashMap<>();

  synchronized void add(String id, String reference) {
    if (references.size() >= MAX) {
      references.remove(references.keySet().iterator().next());
    }
    references.put(id, reference);
  }

  synchronized boolean has(String id) {
    return references.containsKey(id);
  }

  /** Whether it is known to be another message than that of this reference. */
  synchronized boolean isOther(String id, String reference) {
    String known = references.get(id);
    return known != null && !known.equals(reference);
  }
}
