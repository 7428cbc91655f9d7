package dev.sessionmanager.trace;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Trace ids and the header {@code traceparent} by W3C Trace Context, version 00: 32 hexadecimal
 * digits in lower case, never all zero. Any thread.
 */
public final class TraceId {

  /** The log's key, under which a thread keeps the id of the message that it works on. */
  public static final String LOG_KEY = "trace_id";

  private static final int PARENT_LENGTH = 55;

  private TraceId() {}

  /** A new id. It names a message in logs and opens nothing: an ordinary generator will do. */
  public static String fresh() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    // The first half is never 0, and so the whole is not.
    return hex.toHexDigits(random.nextLong() | 1) + hex.toHexDigits(random.nextLong());
  }

  /** {@code traceparent} for a call that this thread makes; null where it has no trace id. */
  public static @Nullable String parent() {
    String trace = MDC.get(LOG_KEY);
    return trace == null
        ? null
        : "00-"
            + trace
            + '-'
            + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1)
            + "-01";
  }

  /**
   * The trace id in a caller's {@code traceparent}, null where the header is missing or malformed:
   * {@code 00-<32 hex>-<16 hex>-<2 hex>}, lower case, ids not all zero; later versions may go on.
   */
  public static @Nullable String parse(@Nullable String parent) {
    if (parent == null
        || parent.length() < PARENT_LENGTH
        || (parent.length() > PARENT_LENGTH
            && (parent.startsWith("00") || parent.charAt(PARENT_LENGTH) != '-'))
        || parent.startsWith("ff")) {
      return null;
    }
    boolean formed =
        hex(parent, 0, 2)
            && parent.charAt(2) == '-'
            && hex(parent, 3, 35)
            && parent.charAt(35) == '-'
            && hex(parent, 36, 52)
            && parent.charAt(52) == '-'
            && hex(parent, 53, 55);
    boolean zero = parent.startsWith("0".repeat(32), 3) || parent.startsWith("0".repeat(16), 36);
    return formed && !zero ? parent.substring(3, 35) : null;
  }

  private static boolean hex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      if (!digit && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }
}
