package dev.sessionmanager.gateway;

import dev.sessionmanager.problem.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Bounds of the agents that people make for themselves.
 *
 * @param perOwnerMax of one person ({@code own-agents.per-owner-max}); 0: nobody makes any
 * @param guestsMax of all guests together ({@code own-agents.guests-max}); the oldest gives way
 * @param instructionsMax characters of one's instructions ({@code own-agents.instructions-max})
 */
@ConfigurationProperties("own-agents")
record OwnAgentSettings(int perOwnerMax, int guestsMax, int instructionsMax) {

  OwnAgentSettings {
    WrongSetting.when(
        perOwnerMax < 0 || guestsMax < 1 || instructionsMax < 1,
        "own-agents.per-owner-max must not be negative, own-agents.guests-max and"
            + " own-agents.instructions-max must be at least 1.");
  }
}
