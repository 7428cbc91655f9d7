package dev.sessionmanager.channel.responses;

import dev.sessionmanager.problem.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param maxItems items that a model gets, those of earlier responses and of the conversation
 *     counted ({@code responses.max-items})
 */
@ConfigurationProperties("responses")
record ResponsesSettings(int maxItems) {

  ResponsesSettings {
    WrongSetting.when(maxItems < 1, "responses.max-items must be at least 1.");
  }
}
