package dev.sessionmanager.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guests and customers who shared an owner get one each, by what the rows know; users keep theirs.
 */
class OwnersMigrationTest {

  private static final String SECRET = "6F1C0C9E-1111-4222-8333-123456789abc";
  private static final String GUESSABLE = "6f1c0c9e-1111-1222-8333-123456789abc";

  @TempDir private Path folder;

  private OldFile old() {
    return new OldFile(folder);
  }

  private static void conversation(Statement old, String id, String owner, String place)
      throws SQLException {
    old.execute(
        "insert into conversations values ('%s', '%s', '%s', 'a', 't', 1, 1, 0, null)"
            .formatted(id, owner, place.replace(" ", "', '")));
  }

  private static void turn(
      Statement old, int id, String conversation, String owner, String session, String channel)
      throws SQLException {
    old.execute(
        "insert into turns values (%d, %s, '%s', %s, '%s', 'a', null, 'hola', 'es', 't', 1)"
            .formatted(id, conversation, owner, session, channel));
    old.execute(
        "insert into outcomes (turn_id, status, answer, input_tokens, output_tokens, ended_at)"
            + " values (%d, 'ANSWERED', 'ñandú', 10, 1, 2)".formatted(id));
  }

  private static Map<String, String> pairs(Statement statement, String sql) throws SQLException {
    Map<String, String> pairs = new TreeMap<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        pairs.put(rows.getString(1), rows.getString(2));
      }
    }
    return pairs;
  }

  @Test
  void givesEachAnOwnerByWhatTheRowsKnow() throws Exception {
    old().migrateTo("8");
    try (Connection connection = old().open();
        Statement old = connection.createStatement()) {
      conversation(old, "named", "", "chat juan");
      conversation(old, "secret", "", "chat " + SECRET);
      conversation(old, "dated", "", "chat " + GUESSABLE);
      conversation(old, "tested", "", "test test_user");
      conversation(old, "socket", "", "websocket uno");
      conversation(old, "silent", "", "websocket dos");
      conversation(old, "line", "", "tcp " + SECRET);
      conversation(old, "customer", "", "whatsapp i/549@s.whatsapp.net");
      conversation(old, "desk", "", "chatwoot 1/42");
      conversation(old, "user", "u1", "chat juan");
      turn(old, 1, "'named'", "", "null", "chat");
      turn(old, 2, "'socket'", "", "'s1'", "websocket");
      turn(old, 3, "'socket'", "", "'s2'", "websocket");
      turn(old, 4, "'customer'", "", "'s3'", "whatsapp");
      turn(old, 5, "null", "", "null", "openai");
      turn(old, 6, "'user'", "u1", "'s4'", "chat");
      turn(old, 7, "null", "u1", "'s4'", "rest");
      old.execute("insert into pictures values ('p', 4, 'image/png', 't', x'0102')");
    }
    old().migrateTo("9");
    try (Connection connection = old().open();
        Statement now = connection.createStatement()) {
      assertThat(pairs(now, "select id, owner from conversations"))
          .containsOnly(
              Map.entry("named", "/chat/at/local/juan"),
              Map.entry("secret", "/chat/id/" + SECRET),
              Map.entry("dated", "/chat/at/local/" + GUESSABLE),
              Map.entry("tested", "/test/at/local/test_user"),
              Map.entry("socket", "/websocket/id/s2"),
              Map.entry("silent", "/websocket/id/silent"),
              Map.entry("line", "/tcp/id/" + SECRET),
              Map.entry("customer", "/whatsapp/i/549@s.whatsapp.net"),
              Map.entry("desk", "/chatwoot/1/42"),
              Map.entry("user", "u1"));
      assertThat(pairs(now, "select id, owner from turns"))
          .containsOnly(
              Map.entry("1", "/chat/at/local/juan"),
              Map.entry("2", "/websocket/id/s2"),
              Map.entry("3", "/websocket/id/s2"),
              Map.entry("4", "/whatsapp/i/549@s.whatsapp.net"),
              Map.entry("5", "/openai/at/local"),
              Map.entry("6", "u1"),
              Map.entry("7", "u1"));
      assertThat(
              pairs(
                  now,
                  "select owner, bytes || ' ' || input_tokens || ' ' || output_tokens from"
                      + " storage"))
          .containsOnly(
              Map.entry("/chat/at/local/juan", "11 10 1"),
              Map.entry("/websocket/id/s2", "22 20 2"),
              Map.entry("/whatsapp/i/549@s.whatsapp.net", "13 10 1"),
              Map.entry("/openai/at/local", "11 10 1"),
              Map.entry("u1", "22 20 2"));
      now.execute("delete from conversations where id = 'customer'");
      assertThat(pairs(now, "select owner, bytes from storage"))
          .containsEntry("/whatsapp/i/549@s.whatsapp.net", "0");
    }
  }
}
