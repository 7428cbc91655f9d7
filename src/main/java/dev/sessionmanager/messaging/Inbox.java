package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.TurnLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What has come by messaging channels, and what of it waits to be answered. Any thread. */
@Component
public class Inbox {

  private final TurnLog log;
  private final JdbcClient reading;
  private final Clock clock;

  Inbox(TurnLog log, @Qualifier("readingDataSource") DataSource reading, Clock clock) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
    this.clock = clock;
  }

  /**
   * Keeps a message; it is on the disk when this returns.
   *
   * @return empty for one that is known already, by channel and id
   * @throws LogFailure when it could not be kept
   */
  public Optional<Arrival.Row> receive(Arrival message) {
    long id = log.nextId();
    return log.changed(MessagingStatements.received(id, message)) == 1
        ? Optional.of(new Arrival.Row(id, message))
        : Optional.empty();
  }

  /** Those of these channels that wait, oldest first: not in a turn, not dropped. */
  public List<Arrival.Row> waiting(List<String> channels, int max) {
    return channels.isEmpty()
        ? List.of()
        : reading
            .sql(
                """
                select * from arrivals where turn_id is null and dropped_at is null and channel in (:channels)
                order by id limit :max\
                """)
            .param("channels", channels)
            .param("max", max)
            .query(Inbox::row)
            .list();
  }

  /** Those that a turn was made of, oldest first. */
  public List<Arrival.Row> of(long turnId) {
    return reading
        .sql("select * from arrivals where turn_id = ? order by id")
        .params(turnId)
        .query(Inbox::row)
        .list();
  }

  /**
   * Accepts a question made of messages that wait; they and its turn know each other from then on,
   * on the disk when this returns.
   *
   * @param ids of {@link Arrival.Row}: all of them still wait
   * @return the turn's id
   * @throws LogFailure when it is not, or one of them does not wait any more
   */
  public long join(NewTurn turn, List<Long> ids) {
    long id = log.nextId();
    log.append(MessagingStatements.joined(id, turn, ids));
    return id;
  }

  /**
   * Ends a turn without an answer, and has the messages that it was made of wait again; on the disk
   * when this returns.
   *
   * @throws LogFailure when it is not
   */
  public void reopen(long turnId, NewTurn turn, Outcome outcome) {
    log.append(MessagingStatements.reopened(turnId, turn, outcome));
  }

  /** They are not to be answered; those of them that are in a turn stay there. */
  public void drop(List<Long> ids) {
    log.append(MessagingStatements.dropped(ids, clock.instant()));
  }

  /** When the newest message of a channel was written; empty when it has never had one. */
  public Optional<Instant> lastWritten(String channel) {
    return reading
        .sql("select written_at from arrivals where channel = ? order by written_at desc limit 1")
        .params(channel)
        .query(Long.class)
        .optional()
        .map(Instant::ofEpochMilli);
  }

  /** Keeps a message from being answered, and shows it to the operator. */
  public void quarantine(String channel, String messageId, String reason) {
    Quarantined q = new Quarantined(channel, messageId, reason, clock.instant());
    log.append(MessagingStatements.quarantined(log.nextId(), q));
  }

  /** The newest of them first. */
  public List<Quarantined> quarantined(int max) {
    return reading
        .sql("select * from quarantine order by id desc limit ?")
        .params(max)
        .query((row, number) ->
            new Quarantined(
                row.getString("channel"),
                row.getString("message_id"),
                row.getString("reason"),
                Instant.ofEpochMilli(row.getLong("at"))))
        .list();
  }

  private static Arrival.Row row(ResultSet row, int number) throws SQLException {
    return new Arrival.Row(
        row.getLong("id"),
        new Arrival(
            row.getString("channel"),
            row.getString("message_id"),
            row.getString("conversation"),
            row.getString("person"),
            row.getString("name"),
            row.getString("text"),
            row.getString("note"),
            row.getInt("urgent") == 1,
            Locale.forLanguageTag(row.getString("language")),
            Instant.ofEpochMilli(row.getLong("written_at")),
            Instant.ofEpochMilli(row.getLong("received_at")),
            row.getString("trace_id")));
  }
}
