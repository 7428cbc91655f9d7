package dev.sessionmanager.model;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks providers whether they are there and take our key, which costs nothing at any of them:
 * OpenAI's {@code GET /models}, Ollama's {@code GET /api/tags}.
 */
final class ProviderProbe {

  /** How long a request to a provider may take. */
  private static final Duration MAX = Duration.ofSeconds(3);

  /** How long a result is kept, so that callers of /health cannot make us bother a provider. */
  private static final Duration AGE_MAX = Duration.ofSeconds(5);

  private record Checkup(Optional<String> fault, Instant at) {}

  private final UpstreamHttp http;
  private final Clock clock;
  private final Map<Target, Checkup> last = new ConcurrentHashMap<>();

  ProviderProbe(UpstreamHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /** What is wrong, in a sentence for the operator; empty where nothing is. */
  Optional<String> fault(Target target) {
    Instant now = clock.instant();
    Checkup known = last.get(target);
    if (known == null || !now.isBefore(known.at().plus(AGE_MAX))) {
      known = new Checkup(ask(target), now);
      last.put(target, known);
    }
    return known.fault();
  }

  private Optional<String> ask(Target target) {
    URI uri = URI.create(target.url() + (target.ollama() ? "/api/tags" : "/models"));
    try {
      int status = http.get(uri, target.key(), MAX).status();
      if (status == 401 || status == 403) {
        return Optional.of(target + " rejects its key: check " + target.keySetting() + '.');
      }
      // A server that answers chats need not have this call.
      return status >= 500
          ? Optional.of(target + " fails with status " + status + '.')
          : Optional.empty();
    } catch (IOException away) {
      return Optional.of(target + " cannot be reached: check " + target.urlSetting() + '.');
    }
  }
}
