package dev.sessionmanager.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.RowMapper;

/**
 * Rows of a query, so many, or so many of their characters, whichever comes first, but one at
 * least. Rows beyond are never read from the file: how much memory a page takes does not depend on
 * how long people and models write.
 *
 * @param full whether it ends because nothing more fits into it; the next page may be empty then
 */
public record Page<T>(List<T> rows, boolean full) {

  /** Characters of a page: 32 turns whose question and answer are 4,000 each, half a megabyte. */
  public static final long CHARS_MAX = 256L * 1024;

  /**
   * Reads a page.
   *
   * @param max rows
   * @param length characters of a row
   */
  public static <T> ResultSetExtractor<Page<T>> of(
      int max, RowMapper<T> mapper, ToLongFunction<T> length) {
    return result -> {
      List<T> rows = new ArrayList<>();
      long chars = 0;
      while (rows.size() < max && chars < CHARS_MAX && result.next()) {
        T row = mapper.mapRow(result, rows.size());
        rows.add(row);
        chars += length.applyAsLong(row);
      }
      return new Page<>(rows, rows.size() == max || chars >= CHARS_MAX);
    };
  }

  /** The same rows, the last one first. */
  public Page<T> reversed() {
    return new Page<>(rows.reversed(), full);
  }
}
