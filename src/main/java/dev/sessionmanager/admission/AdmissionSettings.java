package dev.sessionmanager.admission;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param maxInFlight answers being made at once ({@code MAX_IN_FLIGHT})
 * @param perUserMax of them, those of one person ({@code PER_USER_MAX})
 * @param queueMax messages that wait for their turn ({@code QUEUE_MAX})
 * @param perUserQueueMax of them, those of one person ({@code PER_USER_QUEUE_MAX})
 * @param queueWaitMax how long a message waits at most ({@code QUEUE_WAIT_MAX})
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
    if (maxInFlight < 1 || perUserMax < 1 || queueMax < 0 || perUserQueueMax < 0) {
      throw new IllegalArgumentException(
          "MAX_IN_FLIGHT and PER_USER_MAX must be at least 1, QUEUE_MAX and PER_USER_QUEUE_MAX not"
              + " negative.");
    }
    if (queueWaitMax.isNegative()) {
      throw new IllegalArgumentException("QUEUE_WAIT_MAX must not be negative.");
    }
    if (rateWindowSeconds < 1 || rateMaxMessages < 1) {
      throw new IllegalArgumentException(
          "RATE_WINDOW_SECONDS and RATE_MAX_MESSAGES must be at least 1.");
    }
  }
}
