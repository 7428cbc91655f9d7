package dev.sessionmanager.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;
import javax.crypto.SecretKey;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.springframework.stereotype.Component;

/**
 * Ids that nobody can guess, made of numbers that anybody could: the number with a seal, {@code
 * 1795249391000000-Jx0aPpVr1q2S3tUv}. The seal is the beginning of an HMAC-SHA256 by the key that
 * signs tokens, 96 bits, so that ids outlive a restart, and a change of key as long as its tokens
 * do. Any thread.
 */
@Component
public final class Seals {

  private static final String OF = "turn ";
  private static final int BYTES = 12;

  private final SigningKeys keys;

  Seals(SigningKeys keys) {
    this.keys = keys;
  }

  public String seal(long number) {
    return sealed(number, keys.signing());
  }

  /** The number of an id that this service gave out; empty for any other text. */
  public OptionalLong open(String id) {
    OptionalLong number = number(id);
    byte[] given = id.getBytes(StandardCharsets.UTF_8);
    return number.isPresent()
            && keys.all().stream()
                .map(key -> sealed(number.getAsLong(), key).getBytes(StandardCharsets.UTF_8))
                .anyMatch(ours -> MessageDigest.isEqual(ours, given))
        ? number
        : OptionalLong.empty();
  }

  /**
   * The number of an id, with or without its seal: for a place in what the caller may read anyway.
   * Empty for any other text.
   */
  public static OptionalLong number(String id) {
    int dash = id.indexOf('-');
    try {
      return OptionalLong.of(Long.parseLong(id, 0, dash < 0 ? id.length() : dash, 10));
    } catch (NumberFormatException none) {
      return OptionalLong.empty();
    }
  }

  private static String sealed(long number, SecretKey key) {
    byte[] whole = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key.getEncoded()).hmac(OF + number);
    return number
        + "-"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, BYTES));
  }
}
