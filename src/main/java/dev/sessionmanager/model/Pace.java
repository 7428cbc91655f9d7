package dev.sessionmanager.gateway;

import java.time.Duration;

/**
 * How often streamed answers are read and passed on while there are many of them. Each look costs
 * the same however much it finds, so with many streams each waits a moment for more of its own
 * pieces: all together are looked at {@value #LOOKS_A_SECOND} times a second for each processor. A
 * first piece never waits. Few streams are passed on piece by piece.
 */
public final class Pace {

  /** A quarter of a processor, by bench/run --only streams: a look took 60 µs. */
  private static final int LOOKS_A_SECOND = 4000;

  /** Models write a piece every 10 to 50 ms: a shorter wait would hardly find two of them. */
  private static final Duration SHORTEST = Duration.ofMillis(20);

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private Pace() {}

  /** How long one of so many streams waits between two looks; zero for not at all. */
  public static Duration of(int streams) {
    Duration each = Duration.ofSeconds(streams).dividedBy((long) LOOKS_A_SECOND * PROCESSORS);
    return each.compareTo(SHORTEST) < 0 ? Duration.ZERO : each;
  }
}
