package dev.sessionmanager.model;

import dev.sessionmanager.files.Rechecked;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
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

  private final UpstreamHttp http;
  private final Clock clock;
  private final Map<Target, Rechecked<Optional<String>>> faults = new ConcurrentHashMap<>();

  ProviderProbe(UpstreamHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /** What is wrong, in a sentence for the operator; empty where nothing is. */
  Optional<String> fault(Target target) {
    return faults
        .computeIfAbsent(target, _ -> new Rechecked<>(AGE_MAX, clock, _ -> ask(target)))
        .get();
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
