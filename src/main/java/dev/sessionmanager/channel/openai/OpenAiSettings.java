package dev.sessionmanager.channel.openai;

import dev.sessionmanager.problem.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param maxMessages messages that one request brings along ({@code openai.max-messages}); how long
 *     they are is up to {@code web.body-max}
 */
@ConfigurationProperties("openai")
record OpenAiSettings(int maxMessages) {

  OpenAiSettings {
    WrongSetting.when(maxMessages < 1, "openai.max-messages must be at least 1.");
  }
}
