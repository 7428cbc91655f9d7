package dev.sessionmanager.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sessionmanager.user.Users;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
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

  KeySecrets(ApiKeyRepository rows, SessionSettings settings, Users users) {
    this.rows = rows;
    this.known = Caffeine.newBuilder().maximumSize(settings.liveMax()).build();
    users.onForeignChange(known::invalidateAll);
  }

  String fresh() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String hash(String secret) {
    return DigestUtils.sha256Hex(secret);
  }

  /** The id of the session that a key is, live or not; empty when there is no such key. */
  @SuppressWarnings("NullAway") // Caffeine takes null for "nothing to keep"
  Optional<String> sessionId(String secret) {
    return FORM.matcher(secret).matches()
        ? Optional.ofNullable(
            known.get(hash(secret), hash -> rows.findSessionId(hash).orElse(null)))
        : Optional.empty();
  }
}
