package dev.sessionmanager.session;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.springframework.stereotype.Component;

/**
 * Secrets that nobody has to make up: each is an HMAC-SHA256 of what it is for, by the key that
 * signs tokens, so that it outlives a restart, and a change of key as long as its tokens do. It
 * tells nothing about the key, nor about a secret for something else. Any thread.
 */
@Component
public final class DerivedSecrets {

  private static final String OF = "secret ";

  private final SigningKeys keys;

  DerivedSecrets(SigningKeys keys) {
    this.keys = keys;
  }

  /**
   * The secrets for something, 43 characters of base64url each: the one to give out first, then
   * those that were given out by an earlier key.
   */
  public List<String> of(String purpose) {
    return keys.all().stream()
        .map(key -> new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key.getEncoded()))
        .map(hmac -> hmac.hmac((OF + purpose).getBytes(StandardCharsets.UTF_8)))
        .map(Base64.getUrlEncoder().withoutPadding()::encodeToString)
        .toList();
  }
}
