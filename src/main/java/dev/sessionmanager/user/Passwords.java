package dev.sessionmanager.user;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * How passwords are stored and compared. Two forms are read: the contract's lower-case hex SHA-256
 * and argon2id; {@code PASSWORD_SCHEME} says which one is written. Comparison takes constant time,
 * and a login that fails costs the same whatever the reason: where any row may be argon2id, one
 * argon2id is computed for every failure.
 */
@Component
class Passwords {

  private static final String ARGON2 = "$argon2";

  /** How long a caller waits for its turn to compute a slow hash, in seconds. */
  private static final long TURN_SECONDS = 10;

  private final PasswordScheme scheme;
  private volatile boolean slowRows;

  // OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, 2 iterations, 1 lane.
  private final SingletonSupplier<Argon2PasswordEncoder> argon2 =
      SingletonSupplier.of(() -> new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2));
  private final SingletonSupplier<String> nobody =
      SingletonSupplier.of(() -> argon2.obtain().encode("nobody"));

  // A hash takes 19 MiB and a whole core: more hashes at once would only make all of them later.
  private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  Passwords(UserSettings settings) {
    this.scheme = settings.passwordScheme();
  }

  /** Told at the start whether the file holds argon2id rows although the scheme is sha256. */
  void slowRows(boolean exist) {
    slowRows = exist;
  }

  /** The form in which a new password is stored. */
  String hash(String password) {
    if (scheme == PasswordScheme.SHA256) {
      return DigestUtils.sha256Hex(password);
    }
    slowRows = true;
    return inTurn(() -> argon2.obtain().encode(password));
  }

  /** Whether this is the password; a null hash (no such user) takes as long and is false. */
  boolean matches(@Nullable String stored, String password) {
    if (stored != null && stored.startsWith(ARGON2)) {
      return inTurn(() -> argon2.obtain().matches(password, stored));
    }
    boolean matches = equal(DigestUtils.sha256Hex(password), stored == null ? "" : stored);
    if (!matches && (scheme == PasswordScheme.ARGON2ID || slowRows)) {
      inTurn(() -> argon2.obtain().matches(password, nobody.obtain()));
    }
    return matches;
  }

  /** Whether a row should be stored anew now that its password is at hand. */
  boolean outdated(String stored) {
    return scheme == PasswordScheme.ARGON2ID && !stored.startsWith(ARGON2);
  }

  private static boolean equal(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
  }

  private <T> T inTurn(Supplier<T> work) {
    try {
      if (!turns.tryAcquire(TURN_SECONDS, TimeUnit.SECONDS)) {
        throw new Busy();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new Busy();
    }
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }

  /** More logins at once than the cores can hash; {@link Users} turns it into a throttled login. */
  static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
