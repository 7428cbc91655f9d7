package dev.sessionmanager.admission;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param maxInFlight answers being made at once ({@code MAX_IN_FLIGHT})
 * @param perUserMax answers to one person being made at once ({@code PER_USER_MAX})
 * @param queueMax messages that wait for their turn ({@code admission.queue-max})
 * @param perUserQueueMax messages of one person that wait ({@code admission.per-user-queue-max})
 * @param queueWaitMax how long a message waits at most ({@code admission.queue-wait-max})
 * @param rateWindowSeconds the sliding window of the rate limit, in seconds ({@code
 *     RATE_WINDOW_SECONDS})
 * @param rateMaxMessages messages of one person within the window ({@code RATE_MAX_MESSAGES})
 */
@ConfigurationProperties("admission")
record AdmissionSettings(
    int maxInFlight,
    int perUserMax,
    int queueMax,
    int perUserQueueMax,
    Duration queueWaitMax,
    int rateWindowSeconds,
    int rateMaxMessages) {

  AdmissionSettings {
    WrongSetting.when(
        maxInFlight < 1 || perUserMax < 1 || queueMax < 0 || perUserQueueMax < 0,
        "MAX_IN_FLIGHT and PER_USER_MAX must be at least 1, admission.queue-max and"
            + " admission.per-user-queue-max not negative.");
    WrongSetting.when(queueWaitMax.isNegative(), "admission.queue-wait-max must not be negative.");
    WrongSetting.when(
        rateWindowSeconds < 1 || rateMaxMessages < 1,
        "RATE_WINDOW_SECONDS and RATE_MAX_MESSAGES must be at least 1.");
  }
}
