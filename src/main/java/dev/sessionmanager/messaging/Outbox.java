package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.LogStatements;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Page;
import dev.sessionmanager.conversation.TurnLog;
import dev.sessionmanager.messaging.Delivery.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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

  /** Only where the turn still exists: its owner may have deleted the conversation meanwhile. */
  private static final String DELIVER =
      """
      insert into deliveries (id, turn_id, part, channel, conversation, kind, text, next_try, created_at)
      select ?, id, ?, ?, ?, ?, ?, ?, ? from turns where id = ?\
      """;

  /** The first open part of a conversation: those behind it wait, so that none overtakes. */
  private static final String DUE =
      """
      select d.* from deliveries d where d.channel = ? and d.conversation >= ? and d.conversation < ?
      and d.state in ('WAITING', 'SENDING') and not exists (
        select 1 from deliveries e where e.channel = d.channel and e.conversation = d.conversation
          and e.state in ('WAITING', 'SENDING') and e.id < d.id)
      and d.next_try <= ? order by d.next_try, d.id limit ?\
      """;

  private static final String SENDING =
      """
      update deliveries set state = 'SENDING', sent_at = coalesce(sent_at, ?)
      where id = ? and state in ('WAITING', 'SENDING')\
      """;

  private static final String PUT_OFF =
      """
      update deliveries set state = case when cast(? as bigint) is null then 'WAITING' else 'SENDING' end, sent_at = ?,
        attempts = attempts + 1, next_try = ?, problem = ?
      where id = ? and state in ('WAITING', 'SENDING')\
      """;

  private static final String END =
      """
      update deliveries set state = ?, ended_at = ?, provider_id = ?, problem = ?
      where id = ? and state in ('WAITING', 'SENDING')\
      """;

  /** The rest of a reply of which a part has failed; what may be on its way is looked up first. */
  private static final String END_REST =
      """
      update deliveries set state = ?, ended_at = ?, problem = ?
      where turn_id = ? and id > ? and state = 'WAITING'\
      """;

  /** What may have arrived is looked for first; the end of a reply starts its hours anew. */
  private static final String RETRY =
      """
      update deliveries set state = case when sent_at is null then 'WAITING' else 'SENDING' end, attempts = 0,
        next_try = ?, created_at = ?, ended_at = null
      where turn_id = (select turn_id from deliveries where id = ?)
        and state in ('WAITING', 'SENDING', 'DEAD', 'REFUSED')\
      """;

  private static final String DROP =
      """
      update deliveries set state = 'DROPPED', ended_at = ?
      where turn_id = (select turn_id from deliveries where id = ?)
        and state in ('WAITING', 'DEAD', 'REFUSED')\
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
   * @param also what else is written in the same commit
   * @throws LogFailure when it is not
   */
  void end(
      long turnId,
      NewTurn turn,
      Outcome outcome,
      List<Delivery.New> deliveries,
      LogStatements.Statement... also) {
    List<Long> ids = deliveries.stream().map(any -> log.nextId()).toList();
    long now = outcome.endedAt().toEpochMilli();
    log.append(statements -> {
      LogStatements.outcome(turnId, turn, outcome).run(statements);
      for (int part = 0; part < deliveries.size(); part++) {
        Delivery.New d = deliveries.get(part);
        statements.run(
            DELIVER,
            ids.get(part),
            part,
            d.channel(),
            d.conversation(),
            d.kind().name(),
            d.text(),
            now,
            now,
            turnId);
      }
      for (LogStatements.Statement more : also) {
        more.run(statements);
      }
    });
  }

  /** The deliveries that may go out now, one a conversation at most, longest due first. */
  List<Delivery> due(Account account, int max) {
    return select(DUE, account.channel(), account.from(), account.to(), clock.millis(), max);
  }

  /** Whether there are deliveries that may go out now or later. */
  boolean anyOpen(Account account) {
    return any(
        "channel = ? and conversation >= ? and conversation < ? and state in ('WAITING',"
            + " 'SENDING')",
        account.channel(),
        account.from(),
        account.to());
  }

  /** A delivery is about to be sent: from here on it is unknown whether it has arrived. */
  void sending(Delivery delivery) {
    long now = clock.millis();
    log.append(statements -> statements.run(SENDING, now, delivery.id()));
  }

  /**
   * A delivery is tried again later.
   *
   * @param sentAt null where it has certainly not arrived
   */
  void putOff(Delivery delivery, @Nullable Instant sentAt, Instant nextTry, String problem) {
    Long sent = sentAt == null ? null : sentAt.toEpochMilli();
    log.append(statements ->
        statements.run(PUT_OFF, sent, sent, nextTry.toEpochMilli(), problem, delivery.id()));
  }

  /** A delivery has arrived. */
  void delivered(Delivery delivery, String providerId) {
    log.append(delivered(delivery, providerId, clock.instant()));
  }

  static LogStatements.Statement delivered(
      Delivery delivery, @Nullable String providerId, Instant now) {
    String state = State.DELIVERED.name();
    return statements ->
        statements.run(END, state, now.toEpochMilli(), providerId, null, delivery.id());
  }

  /** A delivery will not arrive, nor will the parts of the same reply that would follow it. */
  void ended(Delivery delivery, State state, String problem) {
    long now = clock.millis();
    log.append(statements -> {
      statements.run(END, state.name(), now, null, problem, delivery.id());
      statements.run(END_REST, state.name(), now, problem, delivery.turnId(), delivery.id());
    });
  }

  /** Whether a message of an account's that has this id there is one of ours. */
  boolean sent(Account account, String providerId) {
    return any(
        "channel = ? and provider_id = ? and conversation >= ? and conversation < ?",
        account.channel(),
        providerId,
        account.from(),
        account.to());
  }

  /** Whether a message of this provider's id is one of ours that went out by another channel. */
  boolean sentOutside(String channel, String providerId) {
    return any("provider_id = ? and channel <> ?", providerId, channel);
  }

  /** The deliveries of other channels of which it is unknown whether they have arrived. */
  List<Delivery> sendingOutside(String channel) {
    return select("select * from deliveries where state = 'SENDING' and channel <> ?", channel);
  }

  /** The deliveries in a conversation of which it is unknown whether they have arrived. */
  List<Delivery> sendingIn(String channel, String conversation) {
    return select(
        "select * from deliveries where channel = ? and conversation = ? and state = 'SENDING'",
        channel,
        conversation);
  }

  /**
   * The deliveries of one state, the newest first; fewer where they are more than a {@link Page}.
   */
  public List<Delivery> list(State state, int max) {
    return reading
        .sql("select * from deliveries where state = ? order by id desc limit ?")
        .params(state.name(), max)
        .query(Page.of(max, Outbox::row, delivery -> delivery.text().length()))
        .rows();
  }

  /** A delivery; empty where there is none of this id. */
  Optional<Delivery> byId(long id) {
    return select("select * from deliveries where id = ?", id).stream().findFirst();
  }

  /**
   * Has a reply tried again at once, all parts of it that have not arrived, also when it was given
   * up or refused; false where there is no such part.
   */
  boolean retry(long id) {
    long now = clock.millis();
    return log.changed(statements -> statements.run(RETRY, now, now, id)) > 0;
  }

  /** Takes what has not arrived of a reply away for good; false where there is no such part. */
  boolean drop(long id) {
    long now = clock.millis();
    return log.changed(statements -> statements.run(DROP, now, id)) > 0;
  }

  /** Whether a delivery is so. */
  boolean any(String condition, Object... values) {
    return reading
        .sql("select 1 from deliveries where " + condition + " limit 1")
        .params(values)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  private List<Delivery> select(String sql, Object... values) {
    return reading.sql(sql).params(values).query(Outbox::row).list();
  }

  static Delivery row(ResultSet row, int number) throws SQLException {
    State state = State.valueOf(row.getString("state"));
    return new Delivery(
        row.getLong("id"),
        row.getLong("turn_id"),
        row.getInt("part"),
        row.getString("channel"),
        row.getString("conversation"),
        Delivery.Kind.valueOf(row.getString("kind")),
        row.getString("text"),
        state,
        row.getInt("attempts"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        state.open() ? instant(row, "next_try") : null,
        instant(row, "sent_at"),
        instant(row, "ended_at"),
        row.getString("provider_id"),
        row.getString("problem"));
  }

  /** A time in milliseconds; null where the column is. */
  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
