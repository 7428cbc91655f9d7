package dev.sessionmanager.conversation;

import dev.sessionmanager.problem.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param perUserMax what the messages, answers and pictures of one person take at most ({@code
 *     STORAGE_PER_USER_MAX})
 * @param personsMax what those of all persons take together for whom one user's API keys speak
 *     ({@code storage.persons-max})
 */
@ConfigurationProperties("storage")
record StorageSettings(DataSize perUserMax, DataSize personsMax) {

  StorageSettings {
    WrongSetting.when(personsMax.toBytes() < 1, "storage.persons-max must be at least 1 byte.");
    WrongSetting.when(perUserMax.toBytes() < 1, "STORAGE_PER_USER_MAX must be at least 1 byte.");
  }
}
