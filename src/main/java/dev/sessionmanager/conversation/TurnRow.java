package dev.sessionmanager.conversation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A turn and its outcome as they stand in the file. */
final class TurnRow {

  private TurnRow() {}

  static Turn of(ResultSet row, int number) throws SQLException {
    NewTurn asked =
        new NewTurn(
            row.getString("conversation_id"),
            row.getString("owner"),
            row.getString("session_id"),
            row.getString("channel"),
            row.getString("agent"),
            row.getString("client_id"),
            row.getString("question"),
            row.getString("language"),
            row.getString("trace_id"),
            Instant.ofEpochMilli(row.getLong("accepted_at")),
            null,
            versionOf(row));
    return new Turn(row.getLong("id"), asked, outcome(row));
  }

  private static @Nullable Long versionOf(ResultSet row) throws SQLException {
    long first = row.getLong("version_of");
    return row.wasNull() ? null : first;
  }

  private static @Nullable Outcome outcome(ResultSet row) throws SQLException {
    String status = row.getString("status");
    if (status == null) {
      return null;
    }
    String model = row.getString("model");
    Usage usage =
        model == null
            ? null
            : new Usage(
                model,
                "",
                row.getInt("input_tokens"),
                row.getInt("output_tokens"),
                row.getLong("first_token_ms"));
    return new Outcome(
        Outcome.Status.valueOf(status),
        row.getString("answer"),
        row.getString("problem"),
        row.getString("details"),
        usage,
        List.of(),
        Instant.ofEpochMilli(row.getLong("ended_at")));
  }
}
