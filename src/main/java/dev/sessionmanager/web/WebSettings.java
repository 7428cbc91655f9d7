package dev.sessionmanager.web;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param bodyMax the largest request body ({@code web.body-max}); uploads to the vfs have their own
 *     quota
 * @param webhookBodyMax the largest of Evolution's webhooks ({@code web.webhook-body-max})
 * @param heavyReads reads of stored things at once ({@code web.heavy-reads})
 * @param heavyReadsPerUser of them, those of one person ({@code web.heavy-reads-per-user})
 * @param heavyReadTimeout how long one of them may take ({@code web.heavy-read-timeout})
 */
@ConfigurationProperties("web")
record WebSettings(
    DataSize bodyMax,
    DataSize webhookBodyMax,
    int heavyReads,
    int heavyReadsPerUser,
    Duration heavyReadTimeout) {

  WebSettings {
    WrongSetting.when(
        bodyMax.toBytes() < 1024 || webhookBodyMax.toBytes() < 1024,
        "web.body-max and web.webhook-body-max must be at least 1KB.");
    WrongSetting.when(
        heavyReadTimeout.toMillis() < 1000, "web.heavy-read-timeout must be at least 1s.");
    WrongSetting.when(
        heavyReads < 1 || heavyReadsPerUser < 1,
        "web.heavy-reads and web.heavy-reads-per-user must be at least 1.");
  }
}
