package dev.sessionmanager.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * The secrets of API keys: {@code sm-} and 32 random bytes in base64url. A secret with so much
 * chance in it needs no slow hash: SHA-256 keeps a stolen file from opening anything, and costs a
 * message next to nothing. Any thread.
 */
@Component
class KeySecrets {

  /** What a key's secret begins with, and no session's token does: that is a JWT. */
  static final String PREFIX = "sm-";

  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

  private final SecureRandom random = new SecureRandom();
  private final ApiKeyRepository rows;

  /** Hash to session id, which never changes; whether that session is live is asked elsewhere. */
  private final Cache<String, String> known;

  KeySecrets(ApiKeyRepository rows, SessionSettings settings) {
    this.rows = rows;
    this.known = Caffeine.newBuilder().maximumSize(settings.liveMax()).build();
  }

  String fresh() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String hash(String secret) {
    try {
      byte[] bytes = secret.getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  /** The id of the session that a key is, live or not; empty when there is no such key. */
  Optional<String> sessionId(String secret) {
    if (!FORM.matcher(secret).matches()) {
      return Optional.empty();
    }
    String hash = hash(secret);
    String id = known.getIfPresent(hash);
    if (id == null) {
      Optional<String> found = rows.findSessionId(hash);
      found.ifPresent(f -> known.put(hash, f));
      return found;
    }
    return Optional.of(id);
  }

  /** Another process has changed the file: what was read from it may be wrong. */
  void forget() {
    known.invalidateAll();
  }
}
