package dev.sessionmanager.conversation;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param perUserMax what the messages, answers and pictures of one person take at most ({@code
 *     STORAGE_PER_USER_MAX})
 */
@ConfigurationProperties("storage")
record StorageSettings(DataSize perUserMax) {

  StorageSettings {
    if (perUserMax.toBytes() < 1) {
      throw new IllegalArgumentException("STORAGE_PER_USER_MAX must be at least 1 byte.");
    }
  }
}
