package dev.sessionmanager.database;

import java.util.List;
import java.util.stream.Collectors;

/**
 * PostgreSQL: its own full-text index, and the rows of the nodes.
 *
 * @param holder this process, as {@link Nodes} has it
 * @param claims its statements
 */
public record PostgresDialect(String holder, Claims claims) implements Dialect {

  public PostgresDialect(String holder) {
    this(holder, new Claims(holder));
  }

  @Override
  public String insertTerms() {
    return "insert into turn_words (rowid, terms)"
        + " values (?, array_to_tsvector(string_to_array(?, ' ')))";
  }

  /** Materialized: else the planner may go through everybody's turns, from the newest on. */
  @Override
  public String matching() {
    return "with found as materialized (select rowid as id from turn_words"
        + " where terms @@ cast(:match as tsquery)) select id from found";
  }

  /** Terms are letters and digits: none needs quotes doubled. */
  @Override
  public String match(List<String> beginnings) {
    return beginnings.stream().map(term -> '\'' + term + "':*").collect(Collectors.joining(" & "));
  }

  @Override
  public String text(String text) {
    return storable(text);
  }

  /** PostgreSQL's text knows no character 0: it stands there as the one for what is unreadable. */
  static String storable(String text) {
    return text.indexOf(0) < 0 ? text : text.replace('\0', '\uFFFD');
  }

  @Override
  public String foreignChanges() {
    return "select version from foreign_changes";
  }

  /** Whoever wants to take this node's turns over waits for the row, and so for the commit. */
  @Override
  public String fence() {
    return "update nodes set commits = commits + 1 where holder = '" + holder + '\'';
  }
}
