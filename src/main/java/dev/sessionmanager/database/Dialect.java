package dev.sessionmanager.database;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the two databases say differently: all other SQL of the service is the same for both. Pure
 * functions.
 */
public interface Dialect {

  /** Adds a turn to the search index: its id, and its {@link SearchTerms}. */
  String insertTerms();

  /** The ids, as {@code id}, of the turns that {@link #match} finds, named {@code :match}. */
  String matching();

  /** All of these beginnings of terms, one at least, as {@link #matching} takes them. */
  String match(List<String> beginnings);

  /** A text as the database can keep it. */
  String text(String text);

  /**
   * A number that changes when another program has changed who may come in; asked on the connection
   * that writes.
   */
  String foreignChanges();

  /**
   * Changes one row where this process may write, none where it may not any more, and keeps others
   * from taking over until the commit; {@code ""} where no other can.
   */
  String fence();

  /** How turns are kept apart that several nodes write; null where there is one process. */
  @Nullable Claims claims();
}
