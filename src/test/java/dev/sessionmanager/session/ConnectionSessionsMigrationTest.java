package dev.sessionmanager.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file with logins and keys gets presences and loses nothing. */
class ConnectionSessionsMigrationTest {

  @TempDir private Path folder;

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("old.db") + "?foreign_keys=true";
  }

  private void migrateTo(String version) {
    Flyway.configure()
        .dataSource(url(), null, null)
        .locations("classpath:db/migration/sqlite")
        .target(MigrationVersion.fromVersion(version))
        .load()
        .migrate();
  }

  private static List<String> column(Statement statement, String sql) throws SQLException {
    List<String> column = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        column.add(rows.getString(1));
      }
    }
    return column;
  }

  @Test
  void keepsLoginsAndKeysAndTheirForeignKeys() throws Exception {
    migrateTo("5");
    try (Connection connection = DriverManager.getConnection(url());
        Statement old = connection.createStatement()) {
      old.execute(
          "insert into sessions select 'login', id, 'rest', 'd', 'a', 1, 2, 3, null, null from"
              + " users where username = 'user_1'");
      old.execute(
          "insert into sessions select 'key', id, 'key', 'd', 'a', 1, 2, 3, 4, 'over' from users"
              + " where username = 'user_2'");
      old.execute("insert into api_keys values ('key', 'hash', 'hint', 5)");
    }
    migrateTo("6");
    try (Connection connection = DriverManager.getConnection(url());
        Statement now = connection.createStatement()) {
      assertThat(column(now, "select id || end_reason from sessions where ended_at = 4"))
          .containsExactly("keyover");
      assertThat(column(now, "select hash from api_keys")).containsExactly("hash");
      assertThat(column(now, "pragma foreign_key_check")).isEmpty();
      now.execute(
          "insert into sessions values ('guest', null, 'tcp', 'd', 'a', 1, 2, 3, null, null)");
      now.execute("delete from users where username = 'user_2'");
      assertThat(column(now, "select session_id from api_keys")).isEmpty();
      assertThat(column(now, "select id from sessions order by id"))
          .containsExactly("guest", "login");
    }
  }
}
