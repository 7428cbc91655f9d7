package dev.sessionmanager.web;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param bodyMax the largest request body ({@code web.body-max}); uploads to the vfs have their own
 *     quota, and routes that bring one message a smaller bound, see {@link BodyBounds}
 * @param webhookBodyMax the largest of Evolution's webhooks ({@code web.webhook-body-max})
 * @param readingMax memory of all requests that are coming in, together
 * @param readingTimeMax from a request's first byte to its last
 * @param connectionsPerAddress open at once from one address
 * @param hstsMaxAge how long browsers come by TLS alone ({@code web.hsts-max-age})
 * @param heavyReads reads of stored things at once ({@code web.heavy-reads})
 * @param heavyReadsPerUser of them, those of one person ({@code web.heavy-reads-per-user})
 * @param heavyReadTimeout how long one of them may take ({@code web.heavy-read-timeout})
 */
@ConfigurationProperties("web")
record WebSettings(
    DataSize bodyMax,
    DataSize webhookBodyMax,
    DataSize readingMax,
    Duration readingTimeMax,
    int connectionsPerAddress,
    Duration hstsMaxAge,
    int heavyReads,
    int heavyReadsPerUser,
    Duration heavyReadTimeout) {

  /** Requests that are coming in may take this part of the heap; answers need the rest. */
  private static final int PART = 3;

  WebSettings {
    WrongSetting.when(
        bodyMax.toBytes() < 1024 || webhookBodyMax.toBytes() < 1024,
        "web.body-max and web.webhook-body-max must be at least 1KB.");
    WrongSetting.when(
        readingMax.toBytes() < bodyMax.toBytes(),
        "web.reading-max must be at least web.body-max, or no request of that size could be read.");
    long heap = Runtime.getRuntime().maxMemory();
    WrongSetting.when(
        readingMax.toBytes() > heap / PART,
        "web.reading-max must be at most a third of the heap, which has "
            + (heap >> 20)
            + " MB: set it lower, or SESSION_MANAGER_HEAP higher.");
    WrongSetting.when(
        readingTimeMax.toMillis() < 100, "web.reading-time-max must be at least 100ms.");
    WrongSetting.when(hstsMaxAge.isNegative(), "web.hsts-max-age must not be negative.");
    WrongSetting.when(connectionsPerAddress < 1, "web.connections-per-address must be at least 1.");
    WrongSetting.when(
        heavyReadTimeout.toMillis() < 1000, "web.heavy-read-timeout must be at least 1s.");
    WrongSetting.when(
        heavyReads < 1 || heavyReadsPerUser < 1,
        "web.heavy-reads and web.heavy-reads-per-user must be at least 1.");
  }
}
