package dev.sessionmanager.gateway;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is asked.
 *
 * @param text the message as it was written
 * @param username who asks; null for a trusted caller without a login
 * @param credentials made only if asked for, because a token costs a signature; null inside for a
 *     caller without a login
 * @param traceId 32 hex digits
 */
public record Prompt(
    String text,
    @Nullable String username,
    Supplier<@Nullable Credentials> credentials,
    String traceId) {

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Prompt[" + text.length() + " chars, trace " + traceId + ']';
  }
}
