package dev.sessionmanager.problem;

import org.jspecify.annotations.Nullable;

/**
 * What a model's provider said in place of an answer, as far as a caller of an API of models may
 * know it: without keys, addresses and names of accounts, and not longer than a paragraph.
 *
 * @param status of HTTP that the provider gave; 0 where it gave none
 * @param message the provider's own sentence, {@code ""} where it had none; null where the request
 *     was not the caller's own, so that the sentence would say nothing to them
 * @param param the member of the caller's request that the provider named
 * @param code the provider's own code
 * @param triedAgain whether the service has tried again by itself, so that a caller who does the
 *     same would only multiply the tries
 */
public record Upstream(
    int status,
    @Nullable String message,
    @Nullable String param,
    @Nullable String code,
    boolean triedAgain) {

  static final Upstream NOTHING = new Upstream(0, null, null, null, false);

  /** The same of a request that was not the caller's own: the status alone. */
  Upstream unquoted() {
    return new Upstream(status, null, null, null, triedAgain);
  }

  Upstream again() {
    return new Upstream(status, message, param, code, true);
  }

  /** Whether the provider refused what the caller had sent, as it was sent. */
  boolean refusedCaller() {
    return message != null;
  }
}
