package dev.sessionmanager.channel.rest;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param messageMaxChars the longest message, in characters ({@code MESSAGE_MAX_CHARS})
 * @param defaultAgent who answers in a conversation for which nobody was chosen ({@code
 *     DEFAULT_AGENT})
 */
@ConfigurationProperties("rest")
record RestSettings(int messageMaxChars, String defaultAgent) {

  RestSettings {
    if (messageMaxChars < 1) {
      throw new IllegalArgumentException("MESSAGE_MAX_CHARS must be at least 1.");
    }
  }
}
