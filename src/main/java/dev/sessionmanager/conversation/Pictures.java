package dev.sessionmanager.conversation;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the pictures of answers. Any thread. */
@Component
public class Pictures {

  private final JdbcClient reading;

  Pictures(@Qualifier("readingDataSource") DataSource reading) {
    this.reading = JdbcClient.create(reading);
  }

  /**
   * A picture of an answer.
   *
   * @param owners which owners the answer may be of
   */
  public Optional<Picture> find(Predicate<String> owners, String id) {
    return reading
        .sql(
            "select p.*, t.owner from pictures p join turns t on t.id = p.turn_id "
                + Turns.THERE
                + "where p.id = ? and c.deleted_at is null")
        .params(id)
        .query((row, number) ->
            Map.entry(
                row.getString("owner"),
                new Picture(
                    row.getString("id"),
                    row.getString("type"),
                    row.getString("title"),
                    row.getBytes("content"))))
        .optional()
        .filter(found -> owners.test(found.getKey()))
        .map(Map.Entry::getValue);
  }
}
