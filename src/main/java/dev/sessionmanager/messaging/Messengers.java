package dev.sessionmanager.messaging;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * The messaging channels, by name. Their beans are looked for when they are first asked for, and
 * not before: they know what is built upon this. Any thread.
 */
@Component
public class Messengers {

  private final ObjectProvider<MessagingChannel> channels;
  private final SingletonSupplier<Map<String, Messenger>> connected;

  Messengers(ObjectProvider<Messenger> messengers, ObjectProvider<MessagingChannel> channels) {
    this.channels = channels;
    this.connected = SingletonSupplier.of(() -> connected(messengers));
  }

  private static Map<String, Messenger> connected(ObjectProvider<Messenger> messengers) {
    Map<String, Messenger> byChannel = new TreeMap<>();
    messengers.stream()
        .filter(messenger -> messenger.provider().connected())
        .forEach(messenger -> {
          if (byChannel.put(messenger.channel(), messenger) != null) {
            throw new IllegalStateException("two messengers for " + messenger.channel());
          }
        });
    return byChannel;
  }

  /** Every channel there is, connected or not, by name. */
  public List<MessagingChannel> channels() {
    return channels.stream()
        .sorted(Comparator.comparing(channel -> channel.provider().channel()))
        .toList();
  }

  /** The messengers of all channels that are connected. */
  public Collection<Messenger> all() {
    return connected.obtain().values();
  }

  /** The messenger of a channel; empty where the channel is not connected. */
  public Optional<Messenger> find(String channel) {
    return Optional.ofNullable(connected.obtain().get(channel));
  }

  /** The messenger of a channel that a batch came by, and so is connected. */
  Messenger of(Batch batch) {
    return find(batch.channel()).orElseThrow();
  }
}
