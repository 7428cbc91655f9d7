package dev.sessionmanager.trace;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Trace ids and the header {@code traceparent} by W3C Trace Context, version 00: 32 hexadecimal
 * digits in lower case, never all zero. Any thread.
 */
public final class TraceId {

  /** The log's key, under which a thread keeps the id of the message that it works on. */
  public static final String LOG_KEY = "trace_id";

  /** Version, trace id, parent id and flags; version 00 ends there, and ff is none. */
  private static final Pattern PARENT =
      Pattern.compile(
          "(?!ff|00.{54})[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
              + "(?:-.*)?",
          Pattern.DOTALL);

  private TraceId() {}

  /** A new id. It names a message in logs and opens nothing: an ordinary generator will do. */
  public static String fresh() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    // The first half is never 0, and so the whole is not.
    return hex.toHexDigits(random.nextLong() | 1) + hex.toHexDigits(random.nextLong());
  }

  /** The id of the message or request that this thread works on; null where there is none. */
  public static @Nullable String current() {
    return MDC.get(LOG_KEY);
  }

  /** {@code traceparent} for a call that this thread makes; null where it has no trace id. */
  public static @Nullable String parent() {
    String trace = current();
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
    Matcher matcher = parent == null ? null : PARENT.matcher(parent);
    return matcher != null && matcher.matches() ? matcher.group(1) : null;
  }
}
