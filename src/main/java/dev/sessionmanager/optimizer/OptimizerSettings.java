package dev.sessionmanager.optimizer;

import dev.sessionmanager.problem.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How instructions are optimised.
 *
 * @param maxFiles relevant files that one optimised instruction names, at most; 0 names none
 */
@ConfigurationProperties("runtime.embedded.optimizer")
public record OptimizerSettings(int maxFiles) {

  public OptimizerSettings {
    WrongSetting.when(maxFiles < 0, "runtime.embedded.optimizer.max-files must be 0 or more.");
  }
}
