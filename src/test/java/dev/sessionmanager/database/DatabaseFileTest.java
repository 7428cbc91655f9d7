package dev.sessionmanager.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.problem.WrongSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;

class DatabaseFileTest {

  @TempDir Path folder;

  private Database open(Path file) {
    return new Database(
        new DatabaseSettings(null, file, 0.3, 2, DataSize.ofGigabytes(1)),
        new NodeSettings(null, null, Duration.ofSeconds(4)),
        new StandardEnvironment(),
        new StaticListableBeanFactory().getBeanProvider(BuildProperties.class));
  }

  private void refuses(Path file, String sentence) throws IOException {
    byte[] before = Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
    assertThatThrownBy(() -> open(file))
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining(sentence)
        .hasMessageContaining("DB_PATH");
    if (before != null) {
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
  }

  @Test
  void makesTheFileAndItsFolder() throws Exception {
    Path file = folder.resolve("a/b/new.db");
    Database database = open(file);
    try (Connection connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create table t (x)");
    } finally {
      database.destroy();
    }
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void writesDurablyAndKeepsForeignKeys() throws Exception {
    Database database = open(folder.resolve("new.db"));
    try (Connection connection = database.getConnection();
        var statement = connection.createStatement()) {
      assertThat(pragma(statement, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(statement, "synchronous")).isEqualTo("2");
      assertThat(pragma(statement, "foreign_keys")).isEqualTo("1");
      assertThat(pragma(statement, "busy_timeout")).isEqualTo("300");
    } finally {
      database.destroy();
    }
  }

  private static String pragma(java.sql.Statement statement, String name) throws SQLException {
    try (var answer = statement.executeQuery("pragma " + name)) {
      return answer.getString(1);
    }
  }

  @Test
  void letsNoReaderWrite() throws Exception {
    Database database = open(folder.resolve("new.db"));
    try (Connection connection = database.getConnection()) {
      connection.setReadOnly(true);
      assertThatThrownBy(() -> connection.createStatement().execute("create table t (x)"))
          .isInstanceOf(SQLException.class);
    } finally {
      database.destroy();
    }
  }

  @Test
  void refusesAFileThatIsNoDatabase() throws IOException {
    Path file = folder.resolve("notes.db");
    Files.writeString(file, "these are my notes, and nobody shall overwrite them");
    refuses(file, "not a SQLite database");
  }

  @Test
  void refusesADamagedFile() throws Exception {
    Path file = folder.resolve("damaged.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("create table t (x)");
      statement.execute(
          "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000)"
              + " insert into t select hex(randomblob(50)) from n");
    }
    byte[] bytes = Files.readAllBytes(file);
    byte[] noise = new byte[bytes.length - 8192];
    new Random(1).nextBytes(noise);
    System.arraycopy(noise, 0, bytes, 4096, noise.length);
    Files.write(file, bytes);
    refuses(file, "damaged");
  }

  @Test
  void refusesATruncatedFile() throws Exception {
    Path file = folder.resolve("short.db");
    Files.write(file, "SQLite format 3\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    refuses(file, "damaged");
  }

  @Test
  void refusesALockedFile() throws Exception {
    Path file = folder.resolve("locked.db");
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = other.createStatement()) {
      statement.execute("create table t (x)");
      statement.execute("begin exclusive");
      assertThatThrownBy(() -> open(file))
          .isInstanceOf(WrongSetting.class)
          .hasMessageContaining("locked by another process")
          .hasMessageContaining("DB_CONN_TIMEOUT");
    }
  }

  @Test
  void refusesAFolderInPlaceOfAFile() throws IOException {
    refuses(Files.createDirectory(folder.resolve("folder.db")), "cannot be read and written");
  }

  @Test
  void refusesAPathBelowAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    refuses(file.resolve("session_manager.db"), "cannot be created");
  }
}
