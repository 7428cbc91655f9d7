package dev.sessionmanager.gateway;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param summaries whether what a model's window leaves out of a conversation is summarised ({@code
 *     memory.summaries})
 * @param summaryFrom characters of what was left out, from which on it is ({@code
 *     memory.summary-from})
 * @param summariesAtOnce summaries being made at once ({@code memory.summaries-at-once})
 * @param pauseAfterFailure how long a conversation is left alone whose summary failed ({@code
 *     memory.pause-after-failure})
 */
@ConfigurationProperties("memory")
record MemorySettings(
    boolean summaries, int summaryFrom, int summariesAtOnce, Duration pauseAfterFailure) {

  MemorySettings {
    WrongSetting.when(
        summaryFrom < 0 || summariesAtOnce < 1 || summariesAtOnce > 64,
        "memory.summary-from must not be negative, and memory.summaries-at-once 1 to 64.");
    WrongSetting.when(
        !pauseAfterFailure.isPositive(), "memory.pause-after-failure must be above 0.");
  }
}
