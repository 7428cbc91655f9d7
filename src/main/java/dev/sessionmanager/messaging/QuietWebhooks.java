package dev.sessionmanager.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Whether the webhooks of an account still come: they have gone quiet where a look at the provider
 * finds what customers wrote, and none has come since. Since the start of the process; any thread.
 */
@Component
class QuietWebhooks {

  /** A webhook may still be on its way, or be tried again. */
  private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

  private final ChannelTroubles troubles;
  private final Clock clock;
  private final Instant startedAt;
  private final Map<Account, Instant> heard = new ConcurrentHashMap<>();

  QuietWebhooks(ChannelTroubles troubles, Clock clock) {
    this.troubles = troubles;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /** A webhook of the account's has come, which was known to be the provider's. */
  void heard(MessagingProvider provider) {
    heard.put(Account.of(provider), clock.instant());
    troubles.ends(provider, Trouble.Kind.WEBHOOKS_QUIET);
  }

  /** Whether webhooks that are known to be the provider's do come. */
  boolean hears(MessagingProvider provider) {
    return heard.containsKey(Account.of(provider));
  }

  /** A look has found messages that no webhook told of. */
  void found(MessagingProvider provider, List<Arrival> fresh) {
    Instant last = heard.getOrDefault(Account.of(provider), startedAt);
    Instant due = clock.instant().minus(ON_ITS_WAY);
    Optional<Instant> untold =
        fresh.stream()
            .map(Arrival::writtenAt)
            .filter(at -> at.isAfter(last) && at.isBefore(due))
            .min(Comparator.naturalOrder());
    if (untold.isPresent()) {
      heard.remove(Account.of(provider));
      troubles.begins(
          provider,
          Trouble.Kind.WEBHOOKS_QUIET,
          "Messages come that no webhook of "
              + provider.name()
              + " tells of; they are looked for, and answered minutes later. Is its webhook still"
              + " set? `session-manager check <address>` registers it.");
    }
  }
}
