package dev.sessionmanager.messaging;

import dev.sessionmanager.messaging.Trouble.Kind;
import dev.sessionmanager.problem.Health;
import dev.sessionmanager.server.Dispatcher;
import dev.sessionmanager.server.Phases;
import dev.sessionmanager.server.ServicePart;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks every account of the messaging channels, every {@code watching.check-every}, whether it
 * could send, and tells {@link ChannelTroubles} of one that could not for {@code
 * watching.patience}. Replies that were stopped because the provider refused us go on once it no
 * longer does.
 */
@Component
class ConnectionWatch extends ServicePart {

  private static final Logger logger = LoggerFactory.getLogger(ConnectionWatch.class);

  private final Messengers messengers;
  private final Deliveries deliveries;
  private final ChannelTroubles troubles;
  private final WatchSettings settings;
  private final Clock clock;
  private List<Watch> watches = List.of();

  ConnectionWatch(
      Messengers messengers,
      Deliveries deliveries,
      ChannelTroubles troubles,
      WatchSettings settings,
      Clock clock) {
    super(Phases.MISSED_MESSAGES, true);
    this.messengers = messengers;
    this.deliveries = deliveries;
    this.troubles = troubles;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  protected void begin() {
    messengers.all().forEach(messenger -> troubles.watch(messenger.provider()));
    if (!settings.checkEvery().isZero()) {
      watches = messengers.all().stream().map(Watch::new).toList();
      watches.forEach(Watch::start);
    }
  }

  @Override
  protected void end() {
    watches.forEach(Watch::stop);
  }

  /** That of one account, on a thread of its own. */
  private final class Watch {
    private final Messenger messenger;
    private final Dispatcher dispatcher;
    private Instant due;
    private @Nullable Instant downSince;
    private boolean refused;

    Watch(Messenger messenger) {
      this.messenger = messenger;
      this.dispatcher = new Dispatcher("watch-" + Account.of(messenger), this::dispatch);
      this.due = clock.instant().plus(settings.checkEvery());
    }

    void start() {
      dispatcher.start();
    }

    void stop() {
      dispatcher.stop();
    }

    private boolean dispatch() {
      Instant now = clock.instant();
      if (!now.isBefore(due)) {
        due = now.plus(settings.checkEvery());
        try {
          check(now);
        } catch (RuntimeException broken) {
          logger.error("{} cannot be watched", Account.of(messenger), broken);
        }
      }
      return true;
    }

    private void check(Instant now) {
      Health health = messenger.check();
      MessagingProvider provider = messenger.provider();
      Optional<String> refusal = messenger.refused();
      if (refusal.isEmpty() && refused) {
        deliveries.resume(messenger);
      }
      refused = refusal.isPresent();
      refusal
          .or(() -> deliveries.stopped(messenger))
          .ifPresentOrElse(
              why -> troubles.begins(provider, Kind.REFUSED, why),
              () -> troubles.ends(provider, Kind.REFUSED));
      if (health.up()) {
        downSince = null;
        troubles.ends(provider, Kind.DISCONNECTED);
      } else if (!refused) {
        down(now, health.detail());
      }
    }

    /** It may be back in a moment: it connects anew every so often. */
    private void down(Instant now, String detail) {
      Instant since = downSince == null ? now : downSince;
      downSince = since;
      if (!now.isBefore(since.plus(settings.patience()))) {
        troubles.begins(messenger.provider(), Kind.DISCONNECTED, detail);
      }
    }
  }
}
