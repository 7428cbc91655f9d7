package dev.sessionmanager.channel.chatwoot;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Webhooks that were refused for their signature: counted as {@code chatwoot.signature.mismatches}
 * by cause, and told to the operator for a day after the last one. Any thread.
 */
@Component
class SignatureFaults {

  private static final Logger log = LoggerFactory.getLogger(SignatureFaults.class);

  /** A line in the log for each would let anybody fill it. */
  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  private final Map<Signatures.Fault, Counter> counters = new EnumMap<>(Signatures.Fault.class);
  private final Clock clock;

  /** An older one is no longer news. */
  private static final Duration NEWS = Duration.ofDays(1);

  private Signatures.@Nullable Fault last;
  private Instant lastAt = Instant.EPOCH;
  private Instant loggedAt = Instant.EPOCH;
  private long count;

  SignatureFaults(MeterRegistry meters, Clock clock) {
    this.clock = clock;
    for (Signatures.Fault fault : Signatures.Fault.values()) {
      counters.put(
          fault,
          Counter.builder("chatwoot.signature.mismatches")
              .description("Webhooks of Chatwoot refused for their signature, by likely cause")
              .tag("cause", fault.name().toLowerCase(Locale.ROOT))
              .register(meters));
    }
  }

  synchronized void note(Signatures.Fault fault, String address) {
    Counter counter = counters.get(fault);
    if (counter != null) {
      counter.increment();
    }
    last = fault;
    lastAt = clock.instant();
    count++;
    if (Duration.between(loggedAt, lastAt).compareTo(LOG_INTERVAL) >= 0) {
      loggedAt = lastAt;
      log.warn("a webhook of Chatwoot from {} was refused: {}", address, fault.cause());
    }
  }

  /** What the operator should know: one sentence; empty where there is no news. */
  synchronized Optional<String> notice() {
    return last == null || lastAt.isBefore(clock.instant().minus(NEWS))
        ? Optional.empty()
        : Optional.of(
            count
                + (count == 1 ? " webhook was" : " webhooks were")
                + " refused since the start, the last at "
                + lastAt.truncatedTo(ChronoUnit.SECONDS)
                + ": "
                + last.cause());
  }
}
