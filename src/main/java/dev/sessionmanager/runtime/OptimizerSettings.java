package dev.sessionmanager.runtime;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param maxFiles relevant files that one optimised instruction names, at most; 0 names none
 */
@ConfigurationProperties("runtime.embedded.optimizer")
record OptimizerSettings(int maxFiles) {

  OptimizerSettings {
    if (maxFiles < 0) {
      throw new IllegalArgumentException("OPTIMIZER_MAX_FILES must be 0 or more.");
    }
  }
}
