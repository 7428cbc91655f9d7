package dev.sessionmanager.database;

import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Statements on the tables of users and sessions. Within a transaction all go to its connection, so
 * that a change builds on what it has read; outside of one a query takes a connection that reads,
 * and a change is committed by itself. Any thread.
 */
@Component
@Profile("!" + DataFiles.BACKUP + " & !" + DataFiles.RESTORE + " & !" + DataFiles.COPY)
@DependsOnDatabaseInitialization
public class Sql {

  private static final int ASCII = 128;

  /** Different letters that are lowered: no name has more, and no statement becomes too deep. */
  private static final int LETTERS_MAX = 40;

  private final JdbcClient reading;
  private final JdbcClient writing;

  public Sql(@Qualifier("readingDataSource") DataSource reading, DataSource writing) {
    this.reading = JdbcClient.create(reading);
    this.writing = JdbcClient.create(writing);
  }

  /** A pattern of {@code like ? escape '\\'} for lower-case texts with these words; "" for none. */
  public static String containing(String words) {
    return words.isBlank() ? "" : '%' + beginning(words);
  }

  /**
   * A column in lower case, to be compared with such a pattern: SQLite's own lower() knows A to Z
   * alone, and PostgreSQL's what the database's locale does. So the letters beyond are lowered that
   * are sought; nothing but letters gets into the statement.
   */
  public static String lower(String column, String words) {
    String lower = "lower(" + column + ')';
    for (int letter : beyondAscii(words)) {
      lower =
          "replace(%s, '%s', '%s')"
              .formatted(
                  lower,
                  Character.toString(Character.toUpperCase(letter)),
                  Character.toString(letter));
    }
    return lower;
  }

  private static int[] beyondAscii(String words) {
    return words
        .strip()
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(c -> c >= ASCII && Character.isLetter(c) && Character.toUpperCase(c) != c)
        .distinct()
        .limit(LETTERS_MAX)
        .toArray();
  }

  /** As above, for texts that begin with them. */
  public static String beginning(String words) {
    return words.strip().toLowerCase(Locale.ROOT).replaceAll("[\\\\%_]", "\\\\$0") + '%';
  }

  /** A query. */
  public StatementSpec read(String query) {
    boolean within = TransactionSynchronizationManager.isActualTransactionActive();
    return (within ? writing : reading).sql(query);
  }

  /**
   * Makes a change. A truth value is written as 1 or 0.
   *
   * @return how many rows have changed
   */
  public int write(String statement, @Nullable Object... values) {
    StatementSpec change = writing.sql(statement);
    for (Object value : values) {
      change = change.param(value instanceof Boolean flag ? (flag ? 1 : 0) : value);
    }
    return change.update();
  }
}
