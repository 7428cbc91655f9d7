package dev.sessionmanager.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.http.HttpCall;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a receiver knows an event to be ours and new: HMAC-SHA256 over the time of the call, a full
 * stop and the body, as Chatwoot, Stripe and Slack sign theirs. Pure functions.
 */
final class Signing {

  private static final String ALGORITHM = "HmacSHA256";

  private Signing() {}

  /**
   * Sets what identifies a call.
   *
   * @param secret empty: the call is not signed
   */
  static HttpCall sign(HttpCall call, WebhookEvent event, byte[] body, String secret, Instant now) {
    String timestamp = Long.toString(now.getEpochSecond());
    HttpCall named =
        call.header("X-Session-Manager-Event", event.name())
            .header("X-Session-Manager-Delivery", event.id())
            .header("X-Session-Manager-Timestamp", timestamp);
    return secret.isEmpty()
        ? named
        : named.header("X-Session-Manager-Signature", "sha256=" + hmac(secret, timestamp, body));
  }

  private static String hmac(String secret, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
      mac.update((timestamp + '.').getBytes(UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible); // every Java has it
    }
  }
}
