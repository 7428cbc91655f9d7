package dev.sessionmanager;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A conversation of many long turns, written straight into a service's file. */
final class LongConversation {

  private static final String TEXT = "palabra ".repeat(2000);

  private LongConversation() {}

  /** Writes one of so many turns, whose questions and answers have 16,000 characters each. */
  static void write(Path data, String owner, String id, int turns) {
    String url = "jdbc:sqlite:" + data.resolve("session_manager.db");
    try (Connection file = DriverManager.getConnection(url)) {
      file.setAutoCommit(false);
      run(
          file,
          """
          insert into conversations (id, owner, channel, key, agent, title, created_at, updated_at, answered)
          values (?, ?, 'chat', ?, 'techbot', 'long', 1, 1, ?)\
          """,
          id,
          owner,
          id,
          turns);
      for (long turn = 1; turn <= turns; turn++) {
        long at = turn + 1_000_000L * id.hashCode();
        run(
            file,
            """
            insert into turns (id, conversation_id, owner, channel, agent, question, language, trace_id, accepted_at)
            values (?, ?, ?, 'chat', 'techbot', ?, 'es', '0', 1)\
            """,
            at,
            id,
            owner,
            TEXT);
        run(
            file,
            "insert into outcomes (turn_id, status, answer, ended_at) values (?, 'ANSWERED', ?, 1)",
            at,
            TEXT);
      }
      file.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(Connection file, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = file.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
