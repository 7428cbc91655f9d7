package dev.sessionmanager.messaging;

import dev.sessionmanager.messaging.Trouble.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is wrong with messaging channels now; {@link ChannelTroubles} keeps it. Any thread. */
@Component
class TroubleList {

  private record Key(Account account, Kind kind) {}

  private final Map<Key, Trouble> now = new ConcurrentHashMap<>();

  private static Key key(MessagingProvider provider, Kind kind) {
    return new Key(Account.of(provider), kind);
  }

  /** False where it is known. */
  boolean add(MessagingProvider provider, Trouble trouble) {
    return now.putIfAbsent(key(provider, trouble.trouble()), trouble) == null;
  }

  /** Null where it was not wrong. */
  @Nullable Trouble remove(MessagingProvider provider, Kind kind) {
    return now.remove(key(provider, kind));
  }

  boolean has(MessagingProvider provider, Kind kind) {
    return now.containsKey(key(provider, kind));
  }

  /** The oldest first. */
  List<Trouble> all() {
    return now.values().stream().sorted(Comparator.comparing(Trouble::since)).toList();
  }

  /** Those of one account, the oldest first. */
  List<Trouble> of(MessagingProvider provider) {
    return all().stream()
        .filter(trouble -> trouble.equals(now.get(key(provider, trouble.trouble()))))
        .toList();
  }
}
