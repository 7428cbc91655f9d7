package dev.sessionmanager.messaging;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The messaging channels that are connected, by name. Any thread. */
@Component
public class Messengers {

  /** Asked late: a channel knows the intake, which knows this. */
  private final ObjectProvider<MessagingChannel> channels;

  private final Map<String, Messenger> byChannel = new TreeMap<>();

  Messengers(ObjectProvider<Messenger> messengers, ObjectProvider<MessagingChannel> channels) {
    this.channels = channels;
    messengers.forEach(messenger -> {
      if (byChannel.put(messenger.channel(), messenger) != null) {
        throw new IllegalStateException("two messengers for the channel " + messenger.channel());
      }
    });
  }

  /** Every channel there is, connected or not, by name. */
  public List<MessagingChannel> channels() {
    return channels.stream().sorted(Comparator.comparing(MessagingChannel::name)).toList();
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
