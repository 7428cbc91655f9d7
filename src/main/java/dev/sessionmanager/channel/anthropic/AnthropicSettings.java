package dev.sessionmanager.channel.anthropic;

import dev.sessionmanager.problem.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param maxMessages messages that one request brings along ({@code anthropic.max-messages}); how
 *     long they are is up to {@code web.body-max}
 * @param maxTools tools of the client's that it brings along ({@code anthropic.max-tools})
 */
@ConfigurationProperties("anthropic")
record AnthropicSettings(int maxMessages, int maxTools) {

  AnthropicSettings {
    WrongSetting.when(
        maxMessages < 1 || maxTools < 0,
        "anthropic.max-messages must be at least 1, anthropic.max-tools at least 0.");
  }
}
