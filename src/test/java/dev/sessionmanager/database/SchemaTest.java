package dev.sessionmanager.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Both databases have the same tables, of the same columns: whoever adds to one adds to both. */
class SchemaTest {

  private static final Path FOLDER = Path.of("src/main/resources/db/migration");

  /** The version in which PostgreSQL's tables begin. */
  private static final int FIRST = 21;

  /** PostgreSQL's alone: see the end of its first version. */
  private static final Set<String> POSTGRES_ALONE =
      Set.of("nodes", "pending", "node_changes", "foreign_changes");

  private static SortedMap<String, Set<String>> columns(TestDatabase kind, String sql)
      throws SQLException {
    TestDatabase.Made made = kind.make();
    try (Connection connection = made.reader().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      SortedMap<String, Set<String>> tables = new TreeMap<>();
      while (row.next()) {
        tables
            .computeIfAbsent(row.getString(1), table -> new TreeSet<>())
            .add(row.getString(2) + (row.getBoolean(3) ? " not null" : ""));
      }
      return tables;
    } finally {
      made.reader().close();
      made.writer().close();
    }
  }

  @Test
  void isTheSame() throws SQLException {
    SortedMap<String, Set<String>> sqlite =
        columns(
            TestDatabase.SQLITE,
            """
            select t.name, c.name, c."notnull" or c.pk > 0 from sqlite_master t join pragma_table_info(t.name) c
            where t.type = 'table' and t.name not like 'sqlite_%' and t.name not like 'turn_words_%'
              and t.name <> 'flyway_schema_history'\
            """);
    SortedMap<String, Set<String>> postgres =
        columns(
            TestDatabase.POSTGRESQL,
            """
            select table_name, column_name, is_nullable = 'NO' from information_schema.columns
            where table_schema = 'public' and table_name <> 'flyway_schema_history'\
            """);
    postgres.keySet().removeAll(POSTGRES_ALONE);
    // What SQLite has by itself, and does not list.
    postgres.computeIfPresent(
        "conversations",
        (table, columns) -> {
          columns.remove("rowid not null");
          return columns;
        });
    assertThat(postgres.remove("turn_words")).containsExactly("rowid not null", "terms not null");
    assertThat(sqlite.remove("turn_words")).containsExactly("terms");

    assertThat(postgres).isEqualTo(sqlite);
  }

  @Test
  void comparesAllTextOfPostgresByteByByte() throws SQLException {
    assertThat(
            columns(
                TestDatabase.POSTGRESQL,
                """
                select table_name, column_name, false from information_schema.columns
                where table_schema = 'public' and table_name <> 'flyway_schema_history'
                  and data_type in ('text', 'character varying') and collation_name is distinct from 'C'\
                """))
        .isEmpty();
  }

  @Test
  void hasTheSameSteps() throws IOException {
    Set<Integer> sqlite = versions("sqlite");
    sqlite.removeIf(version -> version <= FIRST);
    Set<Integer> postgres = versions("postgresql");
    assertThat(postgres.remove(FIRST)).isTrue();

    assertThat(postgres).isEqualTo(sqlite);
  }

  private static Set<Integer> versions(String vendor) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(vendor))) {
      Set<Integer> versions = new TreeSet<>();
      files
          .map(file -> file.getFileName().toString())
          .map(name -> Integer.valueOf(name.substring(1, name.indexOf("__"))))
          .forEach(version -> assertThat(versions.add(version)).as("V" + version).isTrue());
      return versions;
    }
  }
}
