package dev.sessionmanager.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of a SQLite file on their way to a PostgreSQL database of the same version, within one
 * transaction of each: all of them arrive, or none.
 */
final class TableCopy {

  /** Rows that go in one batch. */
  private static final int BATCH = 1000;

  /** What others point into goes first; storage goes last, because triggers count in it. */
  private static final List<String> FIRST = List.of("users", "sessions", "conversations", "turns");

  private static final String LAST = "storage";

  /** What is not copied: what tables have been made by whom, and PostgreSQL's own. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "flyway_schema_history",
          "nodes",
          "node_changes",
          "pending",
          "foreign_changes",
          "turn_words");

  private static final String INDEXED =
      """
      select w.rowid, t.owner, t.question, o.answer from turn_words w
        join turns t on t.id = w.rowid join outcomes o on o.turn_id = t.id\
      """;

  /** Turns without an end are taken up by the first node. */
  private static final String PENDING =
      """
      insert into pending (turn_id, conversation_id, owner, channel, node, begun)
      select t.id, t.conversation_id, t.owner, t.channel, 0, false from turns t
      where not exists (select 1 from outcomes o where o.turn_id = t.id)\
      """;

  private final Connection from;
  private final Connection to;
  private final Map<String, Long> copied = new LinkedHashMap<>();

  TableCopy(Connection from, Connection to) {
    this.from = from;
    this.to = to;
  }

  /** Where counts differ nothing may be committed. */
  static final class Differs extends SQLException {
    private static final long serialVersionUID = 1;

    Differs(String table, long from, long to) {
      super("the table " + table + " has " + from + " rows in the file, and " + to + " there");
    }
  }

  /**
   * Copies everything; whoever calls commits.
   *
   * @return the rows of each table
   */
  Map<String, Long> run() throws SQLException {
    execute("delete from users"); // those that every new database has
    for (String table : tables()) {
      execute("delete from " + table);
      copy(table, columns(table));
    }
    copied.put("turn_words", index());
    for (String table : copied.keySet()) {
      long here = count(from, table);
      long there = count(to, table);
      if (here != there) {
        throw new Differs(table, here, there);
      }
    }
    execute(PENDING);
    follow("conversations", "rowid");
    follow("webhook_events", "seq");
    return Collections.unmodifiableMap(copied);
  }

  private Set<String> tables() throws SQLException {
    Set<String> tables = new LinkedHashSet<>(FIRST);
    tables.addAll(
        strings(
            "select table_name from information_schema.tables where table_schema ="
                + " current_schema() and table_type = 'BASE TABLE' order by table_name"));
    tables.removeAll(LEFT_OUT);
    tables.remove(LAST);
    tables.add(LAST);
    return tables;
  }

  private List<String> columns(String table) throws SQLException {
    return strings(
        "select column_name from information_schema.columns where table_schema ="
            + " current_schema() and table_name = '"
            + table
            + "' order by ordinal_position");
  }

  private List<String> strings(String sql) throws SQLException {
    try (Statement statement = to.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> strings = new ArrayList<>();
      while (row.next()) {
        strings.add(row.getString(1));
      }
      return strings;
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = to.createStatement()) {
      statement.execute(sql);
    }
  }

  private void copy(String table, List<String> columns) throws SQLException {
    String names = String.join(", ", columns);
    String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
    try (Statement statement = from.createStatement();
        ResultSet row = statement.executeQuery("select " + names + " from " + table);
        PreparedStatement insert =
            to.prepareStatement(
                "insert into " + table + " (" + names + ") values (" + marks + ')')) {
      long rows = 0;
      for (; row.next(); rows++) {
        for (int i = 1; i <= columns.size(); i++) {
          Object value = row.getObject(i);
          insert.setObject(
              i, value instanceof String text ? PostgresDialect.storable(text) : value);
        }
        add(insert, rows);
      }
      insert.executeBatch();
      copied.put(table, rows);
    }
  }

  /** The index is made anew: what the file's is made of cannot be read back from it. */
  private long index() throws SQLException {
    try (Statement statement = from.createStatement();
        ResultSet row = statement.executeQuery(INDEXED);
        PreparedStatement insert = to.prepareStatement(new PostgresDialect("").insertTerms())) {
      long rows = 0;
      for (; row.next(); rows++) {
        String answer = row.getString(4);
        insert.setLong(1, row.getLong(1));
        insert.setString(
            2, SearchTerms.of(row.getString(2), row.getString(3), answer == null ? "" : answer));
        add(insert, rows);
      }
      insert.executeBatch();
      return rows;
    }
  }

  private static void add(PreparedStatement insert, long rows) throws SQLException {
    insert.addBatch();
    if (rows % BATCH == BATCH - 1) {
      insert.executeBatch();
    }
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from " + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The next number that the database gives is none of those that have come along. */
  private void follow(String table, String column) throws SQLException {
    execute(
        "select setval(pg_get_serial_sequence('%1$s', '%2$s'), coalesce(max(%2$s), 0) + 1, false) from %1$s"
            .formatted(table, column));
  }
}
