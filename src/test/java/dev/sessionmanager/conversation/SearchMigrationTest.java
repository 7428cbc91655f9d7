package dev.sessionmanager.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.database.SearchTerms;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search index of a file of version 20, in which everybody's words stand together. */
class SearchMigrationTest {

  @TempDir Path folder;

  @Test
  void findsWhatWasFoundBefore() throws SQLException {
    OldFile file = new OldFile(folder);
    file.migrateTo("20");
    try (Connection connection = file.open();
        Statement statement = connection.createStatement()) {
      for (int id = 1; id <= 3; id++) {
        statement.execute(
            "insert into turns (id, owner, channel, agent, question, language, trace_id,"
                + " accepted_at) values ("
                + id
                + ", 'u"
                + id % 2
                + "', 'chat', 'techbot', 'Qué', 'es', '', 0)");
        statement.execute(
            "insert into turn_words (rowid, question, answer) values ("
                + id
                + ", '¿Qué es?', 'Inflación')");
      }
      statement.execute("delete from turn_words where rowid = 3"); // deleted by its owner
    }
    file.migrateTo("21");

    assertThat(found(file, "u1")).containsExactly(1L);
    assertThat(found(file, "u0")).containsExactly(2L);
    assertThat(found(file, "u2")).isEmpty();
  }

  private static List<Long> found(OldFile file, String owner) throws SQLException {
    String term = SearchTerms.beginnings(owner, false, "infla", 1).getFirst();
    List<Long> found = new ArrayList<>();
    try (Connection connection = file.open();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select rowid from turn_words where turn_words match '\"" + term + "\"*'")) {
      while (rows.next()) {
        found.add(rows.getLong(1));
      }
    }
    return found;
  }
}
