package dev.sessionmanager.server;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One request as it comes in: its head, and then its body as far as somebody reads it. Found by
 * {@link #current} on the thread that answers it; other threads may cut it.
 */
public final class RequestRead {

  /** Why a request is not read to its end. */
  public enum Cut {
    /** Others needed the memory, and of all it had held the most of it for the longest time. */
    BUDGET,
    /** It took longer than a request may. */
    TIME
  }

  /** Keeps account of what all requests hold. */
  interface Account {
    /** One is coming in. */
    void begin(RequestRead read);

    /** It holds so many bytes more; may cut it, or others, and wait until those have gone. */
    void hold(RequestRead read, long bytes);

    /** All of it is there. */
    void whole(RequestRead read);
  }

  /** Ends an input, so that whoever reads it is told that it has ended. */
  @FunctionalInterface
  public interface Input {
    void end() throws IOException;
  }

  static final ScopedValue<RequestRead> CURRENT = ScopedValue.newInstance();

  private final Account account;
  private final Input input;
  private final LongSupplier nanos;
  private volatile long since;
  private volatile boolean unfinished;
  private volatile boolean unwanted;
  private volatile @Nullable Cut cut;
  private long held;
  private long leaving;

  RequestRead(Account account, Input input, LongSupplier nanos) {
    this.account = account;
    this.input = input;
    this.nanos = nanos;
    this.since = nanos.getAsLong();
  }

  /** The one that the current thread answers; null where no {@link BoundedProtocol} has read it. */
  public static @Nullable RequestRead current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  /** Some of it is still to come: from here on it counts, and may be cut. */
  public void begin() {
    if (!unfinished) {
      unfinished = true;
      account.begin(this);
    }
  }

  /**
   * So many more bytes of it have come, and are kept. They count until the request is answered, or
   * cut.
   */
  public void hold(long bytes) {
    account.hold(this, bytes);
  }

  /**
   * Nobody wants the rest of it, and the server throws that away as it comes: for as long as a
   * whole request may take.
   */
  public void leave() {
    unwanted = true;
    since = nanos.getAsLong();
    begin();
  }

  /** All of it is there: it is no longer cut. */
  public void whole() {
    if (unfinished) {
      unfinished = false;
      account.whole(this);
    }
  }

  /** Why no more of it can be read; null while it can. */
  public @Nullable Cut cut() {
    return cut;
  }

  /** The head is there. A connection's next request begins with its own. */
  void head() {
    unwanted = false;
    if (unfinished) {
      whole();
    } else {
      since = nanos.getAsLong();
    }
  }

  /** It is answered already, and what still comes of it is thrown away. */
  boolean unwanted() {
    return unwanted;
  }

  /** Whether it holds no more than so many bytes. */
  synchronized boolean holdsAtMost(long most) {
    return held <= most;
  }

  /** What it has cost until now: bytes times nanoseconds. */
  synchronized double cost() {
    return (double) held * (nanos.getAsLong() - since);
  }

  /** When its first byte was seen, in nanoseconds of the clock that it was given. */
  long since() {
    return since;
  }

  /** Counts bytes; false where it was cut, and holds nothing any more. */
  synchronized boolean take(long bytes) {
    if (cut != null) {
      return false;
    }
    held += bytes;
    return true;
  }

  /** Holds so many bytes less, or nothing; how many they were. */
  synchronized long drop(long most) {
    long bytes = Math.min(held, most);
    held -= bytes;
    return bytes;
  }

  /** Its thread has let go of what it held when it was cut; how many bytes that was. */
  synchronized long left() {
    long bytes = leaving;
    leaving = 0;
    return bytes;
  }

  /** Ends it; the bytes that it held. */
  long cut(Cut why) {
    synchronized (this) {
      if (cut != null) {
        return 0;
      }
      cut = why;
    }
    long bytes;
    synchronized (this) {
      bytes = drop(Long.MAX_VALUE);
      leaving = bytes;
    }
    try {
      input.end();
    } catch (IOException | UnsupportedOperationException gone) {
      // The connection has ended by itself.
    }
    return bytes;
  }
}
