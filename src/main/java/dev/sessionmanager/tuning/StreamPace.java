package dev.sessionmanager.tuning;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often streamed answers are read and passed on while there are many of them. Each look costs
 * much the same however many pieces it finds, so with many streams each waits a moment for more of
 * its own: all together are looked at {@value #LOOKS_A_SECOND} times a second for each processor. A
 * first piece never waits. Few streams are passed on piece by piece. Any thread.
 */
public final class StreamPace {

  /** A fifth of a processor, by bench/run --only streams: a look took some 100 µs. */
  private static final int LOOKS_A_SECOND = 2000;

  /** Models write a piece every 10 to 50 ms: a shorter wait would hardly find two of them. */
  private static final Duration SHORTEST = Duration.ofMillis(20);

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** The stream that this thread reads. */
  private static final ScopedValue<BeforeRead> CURRENT = ScopedValue.newInstance();

  private final boolean on;
  private final AtomicInteger streams = new AtomicInteger();

  StreamPace(boolean on) {
    this.on = on;
  }

  /** Is told before the network is looked at: all that had come has been read by then. */
  @FunctionalInterface
  public interface BeforeRead {
    /**
     * What follows may have to be waited for.
     *
     * @param more whether more is there already, as far as one can tell
     */
    public void look(boolean more) throws IOException;
  }

  /** The reading of a stream, to its end. */
  @FunctionalInterface
  public interface Stream {
    void read() throws IOException;
  }

  /** Reads a stream on this thread, which its reader is told of before each look at the network. */
  public void read(Stream stream, BeforeRead reader) throws IOException {
    if (!on) {
      stream.read();
      return;
    }
    streams.incrementAndGet();
    try {
      ScopedValue.where(CURRENT, reader)
          .call(() -> {
            stream.read();
            return stream;
          });
    } finally {
      streams.decrementAndGet();
    }
  }

  /**
   * This thread looks at the network for more.
   *
   * @param more whether more is there already, as far as one can tell
   */
  public void look(boolean more) throws IOException {
    // Looked for only where somebody reads a stream: for other calls it costs a walk of the stack.
    if (streams.get() > 0 && CURRENT.isBound()) {
      CURRENT.get().look(more);
    }
  }

  /** How long a stream waits between two looks at the moment; zero for not at all. */
  public Duration pause() {
    return on ? of(streams.get()) : Duration.ZERO;
  }

  /** How long one of so many streams waits between two looks; zero for not at all. */
  public static Duration of(int streams) {
    long millis = 1000L * streams / ((long) LOOKS_A_SECOND * PROCESSORS);
    return millis < SHORTEST.toMillis() ? Duration.ZERO : Duration.ofMillis(millis);
  }
}
