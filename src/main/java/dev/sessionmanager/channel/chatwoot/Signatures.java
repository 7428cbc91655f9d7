package dev.sessionmanager.channel.chatwoot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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

  /** Bytes of a body that tell who has written its JSON. */
  private static final int HEAD = 512;

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
        "the signature is of another secret: bin/session-manager check ADDRESS fetches that of the"
            + " webhook at this address, or copy it to %s");

    private final String cause;

    Fault(String cause) {
      this.cause = cause;
    }

    /**
     * The likely cause, for the operator.
     *
     * @param setting in which the secret stands
     */
    String cause(String setting) {
      return cause.formatted(setting);
    }
  }

  private final Supplier<List<String>> secrets;
  private final Clock clock;

  /**
   * Checks by the secrets that there are at the time: one that Chatwoot tells while the service
   * runs is good from then on.
   */
  Signatures(Supplier<List<String>> secrets, Clock clock) {
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Whether there is a secret by which a signature can be checked. */
  boolean wanted() {
    return !secrets.get().isEmpty();
  }

  /** Empty where the signature is right. */
  Optional<Fault> fault(@Nullable String signature, @Nullable String timestamp, byte[] body) {
    if (signature == null || timestamp == null) {
      return Optional.of(Fault.MISSING_HEADERS);
    }
    Check check = begin(signature, timestamp);
    check.update(body, 0, body.length);
    return check.fault();
  }

  /** A check of a body that is still to come. */
  Check begin(String signature, String timestamp) {
    return new Check(
        secrets.get().stream()
            .map(secret -> mac(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM), timestamp))
            .toList(),
        signature,
        timestamp);
  }

  /** Sees a body as it comes. Not thread-safe. */
  final class Check {
    private final List<Mac> macs;
    private final byte[] given;
    private final String timestamp;
    private final byte[] head = new byte[HEAD];
    private long length;
    private byte last;

    private Check(List<Mac> macs, String signature, String timestamp) {
      this.macs = macs;
      this.given = given(signature);
      this.timestamp = timestamp;
    }

    /** The same body, which is seen as it is read. */
    InputStream of(InputStream body) {
      return new FilterInputStream(body) {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int from, int most) throws IOException {
          int n = super.read(buffer, from, most);
          if (n > 0) {
            update(buffer, from, n);
          }
          return n;
        }

        @Override
        public long skip(long bytes) throws IOException {
          return readNBytes((int) Math.min(bytes, HEAD)).length;
        }

        @Override
        public boolean markSupported() {
          return false;
        }
      };
    }

    void update(byte[] bytes, int from, int n) {
      macs.forEach(mac -> mac.update(bytes, from, n));
      for (int i = 0; i < n && length + i < HEAD; i++) {
        head[(int) length + i] = bytes[from + i];
      }
      length += n;
      last = n > 0 ? bytes[from + n - 1] : last;
    }

    /** Empty where the signature is right, once all of the body has come. */
    Optional<Fault> fault() {
      boolean signed = false;
      for (Mac mac : macs) {
        signed |= MessageDigest.isEqual(mac.doFinal(), given);
      }
      if (!signed) {
        return Optional.of(asChatwootWrites() ? Fault.WRONG_SECRET : Fault.BODY_CHANGED);
      }
      return isNow(timestamp) ? Optional.empty() : Optional.of(Fault.CLOCK);
    }

    /**
     * Chatwoot's JSON is one object without a space between its tokens; what reads and writes it
     * anew seldom leaves it so.
     */
    private boolean asChatwootWrites() {
      return length > 1
          && head[0] == '{'
          && (head[1] == '"' || head[1] == '}')
          && last == '}'
          && !hasSpaceAfterFirstColon(head);
    }
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
    return mac(key, timestamp).doFinal(body);
  }

  private static Mac mac(SecretKeySpec key, String timestamp) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((timestamp + '.').getBytes(UTF_8));
      return mac;
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

  private static boolean hasSpaceAfterFirstColon(byte[] body) {
    for (int i = 0; i + 1 < body.length; i++) {
      if (body[i] == '"' && body[i + 1] == ':') {
        return i + 2 < body.length && body[i + 2] == ' ';
      }
    }
    return false;
  }
}
