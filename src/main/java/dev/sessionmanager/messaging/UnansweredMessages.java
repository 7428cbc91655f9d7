package dev.sessionmanager.messaging;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Page;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What customers wrote that was kept, and that no bot answers, for the operator. Any thread. */
@Component
class UnansweredMessages {

  /** The condition is that of the index. */
  private static final String UNANSWERED =
      """
      select t.channel, c.key, c.id, t.question, o.problem, o.ended_at
      from outcomes o join turns t on t.id = o.turn_id join conversations c on c.id = t.conversation_id
      where o.problem in ('message_old', 'opted_out', 'outside_hours') order by o.turn_id desc limit ?\
      """;

  /**
   * What one customer wrote at one time.
   *
   * @param conversation the channel's name for it
   * @param id by which the operator reads it: {@code /admin/conversations/{id}}
   * @param reason {@code message_old}, {@code opted_out} or {@code outside_hours}
   * @param at when it was decided
   */
  record Unanswered(
      String channel,
      String conversation,
      @JsonProperty("conversation_id") String id,
      String text,
      String reason,
      Instant at) {}

  private final JdbcClient reading;

  UnansweredMessages(@Qualifier("readingDataSource") DataSource reading) {
    this.reading = JdbcClient.create(reading);
  }

  /** The newest first; fewer where they are more than a {@link Page}. */
  List<Unanswered> list(int max) {
    return reading
        .sql(UNANSWERED)
        .params(max)
        .query(
            Page.of(
                max,
                (row, number) ->
                    new Unanswered(
                        row.getString("channel"),
                        row.getString("key"),
                        row.getString("id"),
                        row.getString("question"),
                        row.getString("problem"),
                        Instant.ofEpochMilli(row.getLong("ended_at"))),
                unanswered -> unanswered.text().length()))
        .rows();
  }
}
