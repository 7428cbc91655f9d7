package dev.sessionmanager.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param bodyMax the largest request body ({@code BODY_MAX_BYTES}); uploads to the vfs have their
 *     own quota
 * @param webhookBodyMax the largest of Evolution's webhooks ({@code WEBHOOK_BODY_MAX_BYTES})
 */
@ConfigurationProperties("web")
record WebSettings(DataSize bodyMax, DataSize webhookBodyMax) {

  WebSettings {
    if (bodyMax.toBytes() < 1024 || webhookBodyMax.toBytes() < 1024) {
      throw new IllegalArgumentException(
          "BODY_MAX_BYTES and WEBHOOK_BODY_MAX_BYTES must be at least 1KB.");
    }
  }
}
