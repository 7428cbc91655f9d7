package dev.sessionmanager.optimizer;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How instructions are optimised.
 *
 * @param maxFiles relevant files that one optimised instruction names, at most; 0 names none
 */
@ConfigurationProperties("runtime.embedded.optimizer")
public record OptimizerSettings(int maxFiles) {

  public OptimizerSettings {
    if (maxFiles < 0) {
      throw new IllegalArgumentException("runtime.embedded.optimizer.max-files must be 0 or more.");
    }
  }
}
