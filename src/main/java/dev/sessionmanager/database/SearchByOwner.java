package dev.sessionmanager.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Version 21 of the SQLite file: makes the search index anew, of {@link SearchTerms}. The one
 * before had everybody's words mixed, and a copy of every text in it.
 */
final class SearchByOwner implements JavaMigration {

  private static final Logger log = LoggerFactory.getLogger(SearchByOwner.class);

  private static final String[] AROUND = {
    "alter table turn_words rename to old_turn_words",
    // Its rowid is the turn's id. The terms come made, so that nothing but spaces parts them.
    "create virtual table turn_words using fts5 (terms, content = '', contentless_delete = 1,"
        + " detail = none, tokenize = 'ascii')"
  };

  private static final String OLD =
      "select w.id, t.owner, w.c0, w.c1 from old_turn_words_content w join turns t on t.id = w.id";

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("21");
  }

  @Override
  public String getDescription() {
    return "search by owner";
  }

  @Override
  public @Nullable Integer getChecksum() {
    return null;
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }

  @Override
  public void migrate(Context context) throws SQLException {
    Connection connection = context.getConnection();
    try (Statement statement = connection.createStatement()) {
      for (String sql : AROUND) {
        statement.execute(sql);
      }
      long words = fill(connection);
      statement.execute("drop table old_turn_words");
      if (words > 0) {
        log.info("Made the search index anew, of {} answers", words);
      }
    }
  }

  private static long fill(Connection connection) throws SQLException {
    try (Statement old = connection.createStatement();
        ResultSet rows = old.executeQuery(OLD);
        PreparedStatement insert =
            connection.prepareStatement("insert into turn_words (rowid, terms) values (?, ?)")) {
      long words = 0;
      for (; rows.next(); words++) {
        if (words == 0) {
          log.info("Making the search index anew: a minute for a million answers");
        }
        insert.setLong(1, rows.getLong(1));
        insert.setString(
            2, SearchTerms.of(rows.getString(2), rows.getString(3), rows.getString(4)));
        insert.executeUpdate();
      }
      return words;
    }
  }
}
