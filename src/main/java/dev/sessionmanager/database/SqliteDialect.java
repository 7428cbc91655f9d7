package dev.sessionmanager.database;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** SQLite: its full-text index FTS5, and what its pragmas say of the file. */
public final class SqliteDialect implements Dialect {

  @Override
  public String insertTerms() {
    return "insert into turn_words (rowid, terms) values (?, ?)";
  }

  /** From the newest on, as the index gives them: no more rows are read than are asked for. */
  @Override
  public String matching() {
    return "select rowid as id from turn_words where turn_words match :match";
  }

  @Override
  public String match(List<String> beginnings) {
    return beginnings.stream().map(term -> '"' + term + "\"*").collect(Collectors.joining(" "));
  }

  @Override
  public String text(String text) {
    return text;
  }

  /** Counts others' commits: https://www.sqlite.org/pragma.html#pragma_data_version. */
  @Override
  public String foreignChanges() {
    return "pragma data_version";
  }

  /** The file has one writer at a time, and its lock goes with the process. */
  @Override
  public String fence() {
    return "";
  }

  @Override
  public @Nullable Claims claims() {
    return null;
  }
}
