package dev.sessionmanager.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.OldFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file with logins and keys gets presences and loses nothing. */
class ConnectionSessionsMigrationTest {

  @TempDir private Path folder;

  private OldFile old() {
    return new OldFile(folder);
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
    old().migrateTo("5");
    try (Connection connection = old().open();
        Statement old = connection.createStatement()) {
      old.execute(
          "insert into sessions select 'login', id, 'rest', 'd', 'a', 1, 2, 3, null, null from"
              + " users where username = 'user_1'");
      old.execute(
          "insert into sessions select 'key', id, 'key', 'd', 'a', 1, 2, 3, 4, 'over' from users"
              + " where username = 'user_2'");
      old.execute("insert into api_keys values ('key', 'hash', 'hint', 5)");
    }
    old().migrateTo("6");
    try (Connection connection = old().open();
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
