package dev.sessionmanager.model;

import java.time.Duration;

/**
 * How often streamed answers are read and passed on while there are many of them. Each look costs
 * much the same however many pieces it finds, so with many streams each waits a moment for more of
 * its own: all together are looked at {@value #LOOKS_A_SECOND} times a second for each processor. A
 * first piece never waits. Few streams are passed on piece by piece.
 */
final class StreamPace {

  /** A fifth of a processor, by bench/run --only streams: a look took some 100 µs. */
  private static final int LOOKS_A_SECOND = 2000;

  /** Models write a piece every 10 to 50 ms: a shorter wait would hardly find two of them. */
  private static final Duration SHORTEST = Duration.ofMillis(20);

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private StreamPace() {}

  /** How long one of so many streams waits between two looks; zero for not at all. */
  static Duration of(int streams) {
    long millis = 1000L * streams / ((long) LOOKS_A_SECOND * PROCESSORS);
    return millis < SHORTEST.toMillis() ? Duration.ZERO : Duration.ofMillis(millis);
  }
}
