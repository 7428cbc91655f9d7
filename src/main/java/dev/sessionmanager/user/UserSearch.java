package dev.sessionmanager.user;

import dev.sessionmanager.database.Sql;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Looks for users by their names, for the operator. Any thread. */
@Component
public final class UserSearch {

  private final Sql sql;

  UserSearch(Sql sql) {
    this.sql = sql;
  }

  /**
   * A page of what was found.
   *
   * @param count of all that match, on every page
   */
  public record Found(List<User> users, long count) {}

  /**
   * Looks.
   *
   * @param words that the name has; {@code ""} for all
   * @param after the name of the last one of the page before; {@code ""} to begin
   */
  public Found find(String words, String after, int limit) {
    Map<String, Object> values =
        Map.of("words", Sql.containing(words), "after", after, "limit", limit);
    String matching =
        "from users where (:words = '' or %s like :words escape '\\')"
            .formatted(Sql.lower("username", words));
    List<User> users =
        sql.read("select * " + matching + " and username > :after order by username limit :limit")
            .params(values)
            .query(User::row)
            .list();
    long count = sql.read("select count(*) " + matching).params(values).query(Long.class).single();
    return new Found(users, count);
  }
}
