package dev.sessionmanager.database;

import dev.sessionmanager.problem.WrongSetting;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param url a PostgreSQL database in place of the file ({@code DATABASE_URL}); null for the file
 * @param path the SQLite file ({@code DB_PATH}); its folder is created
 * @param connTimeoutSeconds how long to wait for a lock on the file ({@code DB_CONN_TIMEOUT}, may
 *     have a fraction as in Python); more than 0
 * @param readers connections that read beside the one that writes ({@code database.readers})
 * @param restoreMax what the command {@code restore} unpacks at most ({@code database.restore-max})
 */
@ConfigurationProperties("database")
record DatabaseSettings(
    @Nullable String url, Path path, double connTimeoutSeconds, int readers, DataSize restoreMax) {

  DatabaseSettings {
    url = url == null || url.isBlank() ? null : url;
    WrongSetting.when(
        !(connTimeoutSeconds > 0 && connTimeoutSeconds <= 600),
        "DB_CONN_TIMEOUT must be a number of seconds above 0 and at most 600.");
    WrongSetting.when(restoreMax.toBytes() < 1, "database.restore-max must be above 0.");
    WrongSetting.when(readers < 1 || readers > 64, "database.readers must be between 1 and 64.");
  }

  Duration timeout() {
    return Duration.ofMillis(Math.max(1, Math.round(connTimeoutSeconds * 1000)));
  }

  /** Without the address, which has a password in it. */
  @Override
  public String toString() {
    return url == null ? "DatabaseSettings[" + path + ']' : "DatabaseSettings[PostgreSQL]";
  }
}
