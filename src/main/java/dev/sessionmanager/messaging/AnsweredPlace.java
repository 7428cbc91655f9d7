package dev.sessionmanager.messaging;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place at a provider where customers write, and who answers there; for the operator.
 *
 * @param place as people there call it, like {@code Sitio (inbox 3)}
 * @param agent by name; null: nobody
 */
public record AnsweredPlace(String place, @Nullable String agent) {

  /** Of an agent, or of nobody. */
  public static AnsweredPlace of(String place, Optional<String> agent) {
    return new AnsweredPlace(place, agent.orElse(null));
  }
}
