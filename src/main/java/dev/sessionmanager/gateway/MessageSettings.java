package dev.sessionmanager.gateway;

import dev.sessionmanager.problem.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of messages of every channel.
 *
 * @param maxChars the longest message, in characters ({@code MESSAGE_MAX_CHARS}); a channel refuses
 *     a longer message or, where the sender could not be told, cuts the rest off
 */
@ConfigurationProperties("message")
public record MessageSettings(int maxChars) {

  /** The property's name, for constraints that ask for it. */
  public static final String MAX_CHARS = "message.max-chars";

  public MessageSettings {
    WrongSetting.when(maxChars < 1, "MESSAGE_MAX_CHARS must be at least 1.");
  }
}
