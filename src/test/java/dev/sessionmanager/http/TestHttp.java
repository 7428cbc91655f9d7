package dev.sessionmanager.http;

import dev.sessionmanager.tuning.TuningSettings;
import org.springframework.util.unit.DataSize;

/** HTTP clients as the settings make them, or with the stock ways of the libraries. */
public final class TestHttp {

  /** What is taken by tests that do not say: all switches on. */
  private static volatile boolean tuned = true;

  private TestHttp() {}

  public static OutboundHttp http() {
    return http(new AnswerMemory());
  }

  static OutboundHttp http(AnswerMemory memory) {
    return new OutboundHttp(
        new HttpSettings(16_384, 200, DataSize.ofKilobytes(64)),
        new TuningSettings(tuned, tuned, tuned, tuned, tuned, tuned),
        memory);
  }

  /** From here on with the switches on, or off. */
  public static void tuned(boolean on) {
    tuned = on;
  }
}
