package dev.sessionmanager.trace;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of who did what: one line for each deed, at INFO, in the logger {@code audit}:
 *
 * <pre>who=ana from=192.0.2.1 channel=rest what=key.revoke whom=9c80bbab outcome=done trace_id=…
 * </pre>
 *
 * A value that is not plain stands in quotes, with quotes, backslashes and whatever does not print
 * escaped, so that no name can end a value or a line. Never what was said, and no secret. Any
 * thread.
 */
public final class Audit {

  /** The outcome of what was done; of what was refused it is the code of its {@link Problem}. */
  public static final String DONE = "done";

  private static final Logger log = LoggerFactory.getLogger("audit");

  /** Characters of one value; of longer ones the rest is left out. */
  private static final int VALUE_MAX = 200;

  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{N}._@+:/][\\p{L}\\p{N}._@+:/-]*");

  private static final Refusals[] REFUSALS =
      Stream.generate(Refusals::new).limit(32).toArray(Refusals[]::new);

  private Audit() {}

  /**
   * Who does something.
   *
   * @param name of the user; of somebody who logs in, the one they give; {@code ""} for nobody
   * @param address where they are; {@code ""} for this process
   */
  public record Actor(String name, String address, String channel, String traceId) {

    /** Whoever operates this machine, at a place without a login: the console, a command. */
    public static Actor operator(String channel) {
      return new Actor("operator", "", channel, TraceId.fresh());
    }

    /** The same under another name. */
    public Actor named(String name) {
      return new Actor(name, address, channel, traceId);
    }
  }

  /** Does something and writes down what came of it. */
  public static <T> T note(Actor who, String what, String whom, Supplier<T> work) {
    T result = failures(who, what, whom, work);
    note(who, what, whom, DONE);
    return result;
  }

  /** Does something and writes down when it fails. */
  public static <T> T failures(Actor who, String what, String whom, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException failure) {
      Kind kind = failure instanceof Problem problem ? problem.kind() : Kind.INTERNAL;
      note(who, what, whom, kind.code());
      throw failure;
    }
  }

  /**
   * Writes a line.
   *
   * @param whom whose or what: a user's name, an id; {@code ""} for nothing
   */
  public static void note(Actor who, String what, String whom, String outcome) {
    int missing = outcome.equals(DONE) ? 0 : refusals(who.address()).missing();
    if (missing < 0) {
      return;
    }
    log.info(
        "who={} from={} channel={} what={} whom={} outcome={} trace_id={}{}",
        value(who.name()),
        value(who.address()),
        value(who.channel()),
        value(what),
        value(whom),
        value(outcome),
        value(who.traceId()),
        missing == 0 ? "" : " left_out=" + missing);
  }

  private static Refusals refusals(String address) {
    return REFUSALS[Math.floorMod(address.hashCode(), REFUSALS.length)];
  }

  /**
   * Refusals of the addresses that share a counter. Strangers can cause thousands, which would fill
   * the disk, and must not hide what others are refused.
   */
  private static final class Refusals {

    /** Those in one second that are written. */
    private static final int MAX = 50;

    private long second;
    private int seen;
    private int leftOut;

    /** How many were not written before this one; -1 where this one is not, either. */
    synchronized int missing() {
      long now = System.nanoTime() / 1_000_000_000;
      if (now != second) {
        second = now;
        seen = 0;
      }
      if (++seen > MAX) {
        leftOut++;
        return -1;
      }
      int missing = leftOut;
      leftOut = 0;
      return missing;
    }
  }

  private static String value(String text) {
    if (text.isEmpty()) {
      return "-";
    }
    String shown = text.length() <= VALUE_MAX ? text : text.substring(0, VALUE_MAX) + '…';
    if (PLAIN.matcher(shown).matches()) {
      return shown;
    }
    StringBuilder quoted = new StringBuilder("\"");
    shown
        .codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').append((char) c);
          } else if (prints(c)) {
            quoted.appendCodePoint(c);
          } else {
            quoted.append("\\u{").append(Integer.toHexString(c)).append('}');
          }
        });
    return quoted.append('"').toString();
  }

  private static boolean prints(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
