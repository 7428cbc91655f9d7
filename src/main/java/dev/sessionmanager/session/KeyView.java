package dev.sessionmanager.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key as its owner and an administrator see it.
 *
 * @param key the secret; only in the answer to the call that made it
 * @param expiresAt null for never
 * @param agents null for all
 * @param atOnce null for what the settings say, as the others
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyView(
    String id,
    String name,
    @Nullable String key,
    String hint,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("last_seen") Instant lastSeen,
    @JsonProperty("expires_at") @Nullable Instant expiresAt,
    @Nullable List<String> agents,
    @JsonProperty("at_once") @Nullable Integer atOnce,
    @JsonProperty("per_minute") @Nullable Integer perMinute,
    @Nullable Boolean persons) {

  public static KeyView of(ApiKeys.Key key) {
    return of(key, null);
  }

  /** With the secret, which nobody sees again. */
  public static KeyView of(ApiKeys.Key key, @Nullable String secret) {
    return new KeyView(
        key.id(),
        key.name(),
        secret,
        key.hint(),
        key.createdAt(),
        key.lastSeen(),
        key.expiresAt(),
        key.agents(),
        key.limits().atOnce(),
        key.limits().perMinute(),
        key.limits().persons());
  }

  /** Without the secret, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "KeyView[" + id + ']';
  }
}
