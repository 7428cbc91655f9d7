package dev.sessionmanager.messaging;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The messaging channels that are connected, by name. Any thread. */
@Component
public class Messengers {

  private final Map<String, Messenger> byChannel = new TreeMap<>();

  Messengers(ObjectProvider<Messenger> messengers) {
    messengers.forEach(messenger -> {
      if (byChannel.put(messenger.channel(), messenger) != null) {
        throw new IllegalStateException("two messengers for the channel " + messenger.channel());
      }
    });
  }

  public Collection<Messenger> all() {
    return byChannel.values();
  }

  public Optional<Messenger> find(String channel) {
    return Optional.ofNullable(byChannel.get(channel));
  }

  /** The messenger of a channel that a batch came by, and so is there. */
  public Messenger of(Batch batch) {
    return find(batch.channel()).orElseThrow();
  }
}
