package dev.sessionmanager.channel.chatwoot;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The ids of messages whose sending has succeeded, so that one with the same words that is looked
 * for is not taken for one of them. Any thread.
 */
final class Sent {

  /** Those of some minutes at the pace that Chatwoot allows; nothing older is looked for. */
  private static final int MAX = 2000;

  private final Set<String> ids = new LinkedHashSet<>();

  synchronized void add(String id) {
    if (ids.size() >= MAX) {
      ids.remove(ids.iterator().next());
    }
    ids.add(id);
  }

  synchronized boolean has(String id) {
    return ids.contains(id);
  }
}
