package dev.sessionmanager.model;

import dev.sessionmanager.files.Rechecked;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks providers whether they are there and take our key, which costs nothing at any of them:
 * OpenAI's {@code GET /models}, Ollama's {@code GET /api/tags}.
 */
final class ProviderProbe {

  /** How long a request to a provider may take. */
  private static final Duration MAX = Duration.ofSeconds(3);

  /** How long a result is kept, so that callers of /health cannot make us bother a provider. */
  private static final Duration AGE_MAX = Duration.ofSeconds(5);

  /** In place of a status, where no answer came. */
  private static final int UNREACHED = -1;

  private final UpstreamHttp http;
  private final Clock clock;
  private final Map<Server, Rechecked<Fault>> faults = new ConcurrentHashMap<>();

  /** One whatever the number of its models: each costs a request. */
  private record Server(String url, @Nullable String key) {}

  /** The status of a refusal; 0 where there is no fault. */
  private record Fault(int status) {}

  ProviderProbe(UpstreamHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /** What is wrong, in a sentence for the operator; empty where nothing is. */
  Optional<String> fault(Target target) {
    int status =
        faults
            .computeIfAbsent(
                new Server(target.url(), target.key()),
                _ -> new Rechecked<>(AGE_MAX, clock, _ -> ask(target)))
            .get()
            .status();
    return switch (status) {
      case 0 -> Optional.empty();
      case UNREACHED ->
          Optional.of(target + " cannot be reached: check " + target.urlSetting() + '.');
      case 401, 403 -> Optional.of(target + " rejects its key: check " + target.keySetting() + '.');
      default -> Optional.of(target + " fails with status " + status + '.');
    };
  }

  private Fault ask(Target target) {
    URI uri = URI.create(target.url() + (target.ollama() ? "/api/tags" : "/models"));
    try {
      int status = http.get(uri, target.key(), MAX).status();
      // A server that answers chats need not have this call.
      return new Fault(status == 401 || status == 403 || status >= 500 ? status : 0);
    } catch (IOException away) {
      return new Fault(UNREACHED);
    }
  }
}
