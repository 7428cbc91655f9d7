package dev.sessionmanager.channel.chatwoot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a webhook comes from who knows a secret of ours: {@code X-Chatwoot-Signature} is
 * {@code sha256=} and the hex HMAC-SHA256 of {@code "<timestamp>." + body}, of an {@code
 * X-Chatwoot-Timestamp} (unix seconds) of now (Chatwoot 4.11.2 and later, {@code
 * lib/webhooks/trigger.rb}). The comparison takes constant time. Any thread.
 */
final class Signatures {

  static final String SIGNATURE = "X-Chatwoot-Signature";
  static final String TIMESTAMP = "X-Chatwoot-Timestamp";

  /** How far the sender's clock may be off, either way; an older call may be a replay. */
  static final Duration STAMP_MAX = Duration.ofMinutes(5);

  private static final String PREFIX = "sha256=";
  private static final String ALGORITHM = "HmacSHA256";

  /** Why a signature is no good, as far as that can be told. */
  enum Fault {
    MISSING_HEADERS(
        "the signature's headers are missing: the webhook has no secret in Chatwoot, Chatwoot is"
            + " older than 4.11.2, or a proxy takes them away"),
    CLOCK("the signature is right but its time is over 5 minutes off: set both machines' clocks"),
    BODY_CHANGED("the body is not as Chatwoot writes it: a proxy has changed it on its way"),
    WRONG_SECRET(
        "the signature is of another secret: copy that of this very webhook to"
            + " CHATWOOT_WEBHOOK_SECRET");

    private final String cause;

    Fault(String cause) {
      this.cause = cause;
    }

    /** The likely cause, for the operator. */
    String cause() {
      return cause;
    }
  }

  private final List<SecretKeySpec> keys;
  private final Clock clock;

  Signatures(List<String> secrets, Clock clock) {
    this.keys = secrets.stream().map(s -> new SecretKeySpec(s.getBytes(UTF_8), ALGORITHM)).toList();
    this.clock = clock;
  }

  /** Whether there is a secret by which a signature can be checked. */
  boolean wanted() {
    return !keys.isEmpty();
  }

  /** Empty where the signature is right. */
  Optional<Fault> fault(@Nullable String signature, @Nullable String timestamp, byte[] body) {
    if (signature == null || timestamp == null) {
      return Optional.of(Fault.MISSING_HEADERS);
    }
    boolean signed = false;
    byte[] given = given(signature);
    for (SecretKeySpec key : keys) {
      signed |= MessageDigest.isEqual(hmac(key, timestamp, body), given);
    }
    if (!signed) {
      return Optional.of(asChatwootWrites(body) ? Fault.WRONG_SECRET : Fault.BODY_CHANGED);
    }
    return isNow(timestamp) ? Optional.empty() : Optional.of(Fault.CLOCK);
  }

  private static byte[] given(String signature) {
    String text = signature.strip();
    try {
      return text.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
          ? HexFormat.of().parseHex(text, PREFIX.length(), text.length())
          : new byte[0];
    } catch (IllegalArgumentException noHex) {
      return new byte[0];
    }
  }

  static byte[] hmac(SecretKeySpec key, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((timestamp + '.').getBytes(UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible); // every Java has it
    }
  }

  private boolean isNow(String timestamp) {
    try {
      Instant stamp = Instant.ofEpochSecond(Long.parseLong(timestamp.strip()));
      return Duration.between(stamp, clock.instant()).abs().compareTo(STAMP_MAX) <= 0;
    } catch (NumberFormatException | DateTimeException | ArithmeticException noTime) {
      return false;
    }
  }

  /**
   * Chatwoot's JSON is one object without a space between its tokens; what reads and writes it anew
   * seldom leaves it so.
   */
  private static boolean asChatwootWrites(byte[] body) {
    int n = body.length;
    return n > 1
        && body[0] == '{'
        && (body[1] == '"' || body[1] == '}')
        && body[n - 1] == '}'
        && !hasSpaceAfterFirstColon(body);
  }

  private static boolean hasSpaceAfterFirstColon(byte[] body) {
    for (int i = 0; i + 1 < body.length; i++) {
      if (body[i] == '"' && body[i + 1] == ':') {
        return i + 2 < body.length && body[i + 2] == ' ';
      }
    }
    return false;
  }
}
