package dev.sessionmanager.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A short memory of credentials that were right, so that a client which sends them with every
 * message does not cost a slow hash each time. Keyed by an HMAC under a key of this process: what
 * is kept tells nothing about the password. Forgotten after {@code users.verified-ttl}, or at once
 * when anything about the user changes.
 */
@Component
class VerifiedCredentials {

  private static final String HMAC = "HmacSHA256";

  private final Cache<String, User> users;
  private final SecretKeySpec key;
  private long changes;

  VerifiedCredentials(UserSettings settings, Clock clock) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    key = new SecretKeySpec(secret, HMAC);
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
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      byte[] name = username.getBytes(StandardCharsets.UTF_8);
      // The length first: no two pairs of name and password make the same bytes.
      mac.update(Integer.toString(name.length).getBytes(StandardCharsets.US_ASCII));
      mac.update((byte) ':');
      mac.update(name);
      return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
