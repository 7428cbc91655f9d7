package dev.sessionmanager.http;

import dev.sessionmanager.tuning.TuningSettings;

/** HTTP clients as the settings make them, or with the stock ways of the libraries. */
public final class TestHttp {

  /** What is taken by tests that do not say: all switches on. */
  private static volatile boolean tuned = true;

  private TestHttp() {}

  public static OutboundHttp http() {
    return new OutboundHttp(
        new HttpSettings(16_384, 200),
        new TuningSettings(tuned, tuned, tuned, tuned, tuned, tuned));
  }

  /** From here on with the switches on, or off. */
  public static void tuned(boolean on) {
    tuned = on;
  }
}
