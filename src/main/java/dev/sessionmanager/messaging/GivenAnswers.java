package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a person has been answered, from the file. Any thread. */
@Component
class GivenAnswers {

  /** Stands in no message: the separator of units of ASCII. */
  private static final String BETWEEN = "\u001f";

  /** A reply is counted by its first part; what was kept from them is none. */
  private static final String SINCE =
      """
      select a.turn_id, string_agg(substr(a.text, 1, ?), ?) as texts, a.conversation, d.kind, o.status
      from arrivals a join deliveries d on d.turn_id = a.turn_id and d.part = 0
        join outcomes o on o.turn_id = a.turn_id
      where a.channel = ? and a.person = ? and a.received_at >= ? and d.state <> 'SILENCED'
      group by a.turn_id, a.conversation, d.kind, o.status order by a.turn_id desc limit ?\
      """;

  /**
   * One reply.
   *
   * @param status whether it was an answer, or why it was none
   * @param texts what it replies to
   */
  record Given(Outcome.Status status, SpokenTexts texts) {}

  private record Row(Given given, boolean pause) {}

  private final JdbcClient reading;

  GivenAnswers(@Qualifier("readingDataSource") DataSource reading) {
    this.reading = JdbcClient.create(reading);
  }

  /**
   * The replies to the person of a batch since then, in all of their conversations, but only those
   * since the bot has last paused in this one; the newest first.
   *
   * @param max that are looked at
   */
  List<Given> since(Instant time, Batch batch, int max) {
    return reading
        .sql(SINCE)
        .params(
            SpokenTexts.COMPARED,
            BETWEEN,
            batch.channel(),
            batch.first().person(),
            time.toEpochMilli(),
            max)
        .query((row, number) -> row(row, batch.conversation()))
        .list()
        .stream()
        .takeWhile(row -> !row.pause())
        .map(Row::given)
        .toList();
  }

  private static Row row(ResultSet row, String conversation) throws SQLException {
    boolean pause =
        row.getString("kind").equals(Delivery.Kind.PAUSE.name())
            && row.getString("conversation").equals(conversation);
    return new Row(
        new Given(
            Outcome.Status.valueOf(row.getString("status")),
            SpokenTexts.of(Stream.of(row.getString("texts").split(BETWEEN, -1)))),
        pause);
  }
}
