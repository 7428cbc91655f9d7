package dev.sessionmanager.channel.rest;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param messageMaxChars the longest message, in characters ({@code MESSAGE_MAX_CHARS})
 */
@ConfigurationProperties("rest")
record RestSettings(int messageMaxChars) {

  RestSettings {
    if (messageMaxChars < 1) {
      throw new IllegalArgumentException("MESSAGE_MAX_CHARS must be at least 1.");
    }
  }
}
