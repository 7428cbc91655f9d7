package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.LogStatements;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.TurnLog;
import dev.sessionmanager.messaging.Delivery.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Replies on their way to messaging providers: written with the end of their turn ({@link #end}),
 * then marked here with every step, before it is taken. Any thread.
 */
@Component
public class Outbox {

  /** The first open part of a conversation: those behind it wait, so that none overtakes. */
  private static final String HEAD =
      """
      from deliveries d where d.channel = ? and d.state in ('WAITING', 'SENDING') and not exists (
        select 1 from deliveries e where e.channel = d.channel and e.conversation = d.conversation
          and e.state in ('WAITING', 'SENDING') and e.id < d.id)\
      """;

  private final TurnLog log;
  private final JdbcClient reading;
  private final Clock clock;

  Outbox(TurnLog log, @Qualifier("readingDataSource") DataSource reading, Clock clock) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
    this.clock = clock;
  }

  /**
   * Ends a turn and writes what is to be delivered of it, all or nothing; on the disk when this
   * returns.
   *
   * @throws LogFailure when it is not
   */
  public void end(long turnId, NewTurn turn, Outcome outcome, List<Delivery.New> deliveries) {
    long first = log.nextIds(deliveries.size());
    log.append(MessagingStatements.outcome(turnId, turn, outcome, deliveries, first));
  }

  /** Those that may go out now, one a conversation at most, longest due first. */
  public List<Delivery> due(String channel, int max) {
    return reading
        .sql("select d.* " + HEAD + " and d.next_try <= ? order by d.next_try, d.id limit ?")
        .params(channel, clock.millis(), max)
        .query(Outbox::row)
        .list();
  }

  /** Whether there are any that may go out now or later. */
  public boolean anyOpen(String channel) {
    return reading
        .sql(
            "select 1 from deliveries where channel = ? and state in ('WAITING', 'SENDING') limit"
                + " 1")
        .params(channel)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** It is about to be sent: from here on it is unknown whether it has arrived. */
  public void sending(Delivery delivery) {
    log.append(MessagingStatements.sending(delivery.id(), clock.instant()));
  }

  /**
   * It is tried again later.
   *
   * @param sentAt null where it has certainly not arrived
   */
  public void putOff(Delivery delivery, @Nullable Instant sentAt, Instant nextTry, String problem) {
    log.append(MessagingStatements.putOff(delivery.id(), sentAt, nextTry, problem));
  }

  public void delivered(Delivery delivery, String providerId) {
    log.append(MessagingStatements.delivered(delivery, providerId, clock.instant()));
  }

  /** A conversation was given to a human, who holds it from now on, in the same commit. */
  public void handedOver(Delivery delivery, Handover handover) {
    LogStatements.Statement done = MessagingStatements.delivered(delivery, null, clock.instant());
    LogStatements.Statement silence = MessagingStatements.silenced(handover);
    log.append(appends -> {
      done.run(appends);
      silence.run(appends);
    });
  }

  /** It will not arrive, nor will the parts of the same reply that would follow it. */
  public void ended(Delivery delivery, State state, String problem) {
    log.append(MessagingStatements.ended(delivery, state, problem, clock.instant()));
  }

  /** Whether a message of this provider's id is one of ours. */
  public boolean sent(String channel, String providerId) {
    return reading
        .sql("select 1 from deliveries where channel = ? and provider_id = ?")
        .params(channel, providerId)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** Those in a conversation of which it is unknown whether they have arrived. */
  public List<Delivery> sendingIn(String channel, String conversation) {
    return reading
        .sql(
            "select * from deliveries where channel = ? and conversation = ? and state = 'SENDING'")
        .params(channel, conversation)
        .query(Outbox::row)
        .list();
  }

  /** Of one state, the newest first. */
  public List<Delivery> list(State state, int max) {
    return reading
        .sql("select * from deliveries where state = ? order by id desc limit ?")
        .params(state.name(), max)
        .query(Outbox::row)
        .list();
  }

  public Optional<Delivery> byId(long id) {
    return reading
        .sql("select * from deliveries where id = ?")
        .params(id)
        .query(Outbox::row)
        .optional();
  }

  /** How many there are of each state; states without any are left out. */
  public Map<State, Integer> counts() {
    Map<State, Integer> counts = new EnumMap<>(State.class);
    reading
        .sql("select state, count(*) as n from deliveries group by state")
        .query(row -> {
          counts.put(State.valueOf(row.getString("state")), row.getInt("n"));
        });
    return counts;
  }

  /**
   * Has a reply tried again at once, all parts of it that have not arrived, also when it was given
   * up or refused; false where there is no such part.
   */
  public boolean retry(long id) {
    return log.changed(MessagingStatements.retried(id, clock.instant())) > 0;
  }

  /** Takes one that has not arrived away for good, with the rest of its reply; false if it has. */
  public boolean drop(long id) {
    return log.changed(MessagingStatements.dropped(id, clock.instant())) > 0;
  }

  private static Delivery row(ResultSet row, int number) throws SQLException {
    return new Delivery(
        row.getLong("id"),
        row.getLong("turn_id"),
        row.getInt("part"),
        row.getString("channel"),
        row.getString("conversation"),
        Delivery.Kind.valueOf(row.getString("kind")),
        row.getString("text"),
        State.valueOf(row.getString("state")),
        row.getInt("attempts"),
        Instant.ofEpochMilli(row.getLong("next_try")),
        Instant.ofEpochMilli(row.getLong("created_at")),
        instant(row, "sent_at"),
        instant(row, "ended_at"),
        row.getString("provider_id"),
        row.getString("problem"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
