package dev.sessionmanager.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Clock;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A cache of credentials that were right, so that a client which sends them with every message does
 * not cost a slow hash each time. Keyed by an HMAC under a key of this process, which tells nothing
 * about the password. An entry is dropped after {@code users.verified-ttl}, or at once when its
 * user changes.
 */
@Component
class VerifiedCredentials {

  private final Cache<String, User> users;
  private final byte[] key = new byte[32];
  private long changes;

  VerifiedCredentials(UserSettings settings, Clock clock) {
    new SecureRandom().nextBytes(key);
    users =
        Caffeine.newBuilder()
            .maximumSize(settings.verifiedTtl().isZero() ? 0 : settings.verifiedMax())
            .expireAfterWrite(settings.verifiedTtl())
            .ticker(ticker(clock))
            .build();
  }

  static Ticker ticker(Clock clock) {
    return () -> clock.millis() * 1_000_000;
  }

  @Nullable User find(String username, String password) {
    return users.getIfPresent(key(username, password));
  }

  /** A mark to take before the row is read, so that {@link #remember} notices a later change. */
  synchronized long mark() {
    return changes;
  }

  /** Keeps what was verified, unless a user has changed since the mark was taken. */
  synchronized void remember(String username, String password, User user, long mark) {
    if (mark == changes) {
      users.put(key(username, password), user);
    }
  }

  /** Forgets everything of this user, and whatever is being verified at this moment. */
  synchronized void forget(String userId) {
    changes++;
    users.asMap().values().removeIf(user -> user.id().equals(userId));
  }

  /** Forgets everybody. */
  synchronized void forgetAll() {
    changes++;
    users.invalidateAll();
  }

  private String key(String username, String password) {
    // The length first: no two pairs of name and password make the same text.
    String pair = username.length() + ":" + username + password;
    return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmacHex(pair);
  }
}
