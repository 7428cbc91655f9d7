package dev.sessionmanager.database;

import dev.sessionmanager.server.Peers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The tables {@code nodes} and {@code node_changes}, as one node asks them. Any thread. */
final class NodeTable {

  /** Nodes that may work at once: of each run of numbers each has a part of its own. */
  static final int MOST = 16;

  /**
   * Whoever comes waits for who is coming: the numbers grow in the order in which they are there.
   */
  private static final String ONE_BY_ONE = "select pg_advisory_xact_lock(7350321)";

  private static final String BURY_ALL = "delete from nodes where until < now()";

  private static final String JOIN =
      """
      insert into nodes (holder, name, url, version, slot, until)
      select ?, ?, ?, ?, s, now() + ? * interval '1 millisecond' from generate_series(0, ?) s
      where not exists (select 1 from nodes where slot = s) order by s limit 1
      on conflict (name) do nothing returning number, slot\
      """;

  private static final String BEAT =
      """
      update nodes set until = now() + ? * interval '1 millisecond', seen = now(), answering = ?
      where holder = ?\
      """;

  private static final String BURY =
      """
      delete from nodes where number in (select number from nodes where until < now() for update skip locked)
      returning name\
      """;

  private static final String ALL =
      """
      select *, number = (select min(number) from nodes where not leaving) as leads from nodes where %s
      order by number\
      """;

  /** A place in the order of nodes: greater than all that were there before. */
  record Place(long number, int slot) {

    /** Numbers in a row that one node gives; then those of the other nodes follow. */
    private static final int BLOCK = 64;

    /**
     * The first of so many numbers in a row that are this node's.
     *
     * @param from the least that it may be
     * @param count at most {@link #BLOCK}
     */
    long own(long from, int count) {
      if (count > BLOCK) {
        throw new IllegalArgumentException("more numbers than a node gives in a row: " + count);
      }
      long block = from / BLOCK;
      boolean fits = from % BLOCK + count <= BLOCK;
      if (block % MOST == slot && fits) {
        return from;
      }
      long next = block + 1 + Math.floorMod(slot - block - 1, (long) MOST);
      return next * BLOCK;
    }
  }

  /** What one look finds. */
  record Look(long leader, long greatest) {}

  /** Something that a node has told, or changed: this one, or another. */
  record Change(long id, String kind, String what, boolean own) {}

  /** Reads a row. */
  @FunctionalInterface
  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final DataSource database;
  private final String holder;

  NodeTable(DataSource database, String holder) {
    this.database = database;
    this.holder = holder;
  }

  /**
   * Joins the nodes.
   *
   * @return null where one of this name works
   */
  @Nullable Place join(NodeSettings settings, String version) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        list(connection, ONE_BY_ONE, row -> 0);
        change(connection, BURY_ALL);
        List<Place> place =
            list(
                connection,
                JOIN,
                row -> new Place(row.getLong(1), row.getInt(2)),
                holder,
                settings.name(),
                settings.url(),
                version,
                settings.lease().toMillis(),
                MOST - 1);
        connection.commit();
        return place.isEmpty() ? null : place.getFirst();
      } catch (SQLException failure) {
        connection.rollback();
        throw failure;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  /** Whether as many work as may. */
  boolean full() throws SQLException {
    return list("select count(*) from nodes", row -> row.getInt(1)).getFirst() >= MOST;
  }

  /** This node lives; false where it has been given up. */
  boolean beat(Duration lease, int answering) throws SQLException {
    return change(BEAT, lease.toMillis(), answering, holder) > 0;
  }

  /** Gives up the nodes whose lease has ended; their names. */
  List<String> bury() throws SQLException {
    return list(BURY, row -> row.getString(1));
  }

  void leave() throws SQLException {
    change("update nodes set leaving = true where holder = ?", holder);
  }

  void remove() throws SQLException {
    change("delete from nodes where holder = ?", holder);
  }

  /** The other nodes that sign with another secret, by their names. */
  List<String> signingOtherwise(String fingerprint) throws SQLException {
    change("update nodes set fingerprint = ? where holder = ?", fingerprint, holder);
    return list(
        "select name from nodes where fingerprint <> ? and until > now() order by number",
        row -> row.getString(1),
        fingerprint);
  }

  Look look() throws SQLException {
    return list(
            "select (select min(number) from nodes where not leaving), (select max(id) from turns)",
            row -> new Look(row.getLong(1), row.getLong(2)))
        .getFirst();
  }

  /** The last change that there is; 0 for none. */
  long lastChange() throws SQLException {
    return list("select coalesce(max(id), 0) from node_changes", row -> row.getLong(1)).getFirst();
  }

  /**
   * What nodes have changed since, but for what was committed later than what comes after it.
   *
   * @param most changes at a time
   */
  List<Change> changes(long after, int most) throws SQLException {
    return list(
        "select id, kind, ref, origin from node_changes where id > ? order by id limit ?",
        row ->
            new Change(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4).equals(holder)),
        after,
        most);
  }

  void tell(String kind, String what) throws SQLException {
    change(
        "insert into node_changes (kind, ref) select ?, ? where (select count(*) from nodes) > 1",
        kind,
        PostgresDialect.storable(what));
  }

  void forgetChanges(Duration older) throws SQLException {
    change(
        "delete from node_changes where at < now() - ? * interval '1 second'", older.toSeconds());
  }

  List<Peers.Node> all() throws SQLException {
    return list(ALL.formatted("true"), this::node);
  }

  Peers.@Nullable Node having(long turn) throws SQLException {
    List<Peers.Node> found =
        list(
            ALL.formatted("number = (select node from pending where turn_id = ?) and holder <> ?"),
            this::node,
            turn,
            holder);
    return found.isEmpty() ? null : found.getFirst();
  }

  /** Whether a process of a version that knows no other nodes works. */
  boolean oneOfBefore() throws SQLException {
    boolean table =
        list("select to_regclass('node_lease') is not null", row -> row.getBoolean(1)).getFirst();
    return table
        && list("select count(*) from node_lease where until > now()", row -> row.getInt(1))
                .getFirst()
            > 0;
  }

  private Peers.Node node(ResultSet row) throws SQLException {
    return new Peers.Node(
        row.getLong("number"),
        row.getString("name"),
        row.getString("version"),
        row.getString("url"),
        row.getTimestamp("since").toInstant(),
        row.getTimestamp("seen").toInstant(),
        row.getInt("answering"),
        row.getBoolean("leads"),
        row.getString("holder").equals(holder));
  }

  private int change(String sql, @Nullable Object... values) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return change(connection, sql, values);
    }
  }

  private static int change(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, values);
      return statement.executeUpdate();
    }
  }

  private <T> List<T> list(String sql, Row<T> reader, @Nullable Object... values)
      throws SQLException {
    try (Connection connection = database.getConnection()) {
      return list(connection, sql, reader, values);
    }
  }

  private static <T> List<T> list(
      Connection connection, String sql, Row<T> reader, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, values);
      List<T> all = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          all.add(reader.read(row));
        }
      }
      return all;
    }
  }

  private static void set(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value == null) {
        statement.setNull(i + 1, Types.VARCHAR);
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }
}
