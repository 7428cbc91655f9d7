package dev.sessionmanager.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param bodyMax the largest request body ({@code web.body-max}); uploads to the vfs have their own
 *     quota
 * @param webhookBodyMax the largest of Evolution's webhooks ({@code web.webhook-body-max})
 */
@ConfigurationProperties("web")
record WebSettings(DataSize bodyMax, DataSize webhookBodyMax) {

  WebSettings {
    if (bodyMax.toBytes() < 1024 || webhookBodyMax.toBytes() < 1024) {
      throw new IllegalArgumentException(
          "web.body-max and web.webhook-body-max must be at least 1KB.");
    }
  }
}
