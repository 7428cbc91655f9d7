package dev.sessionmanager.messaging;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.LogStatements;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.TurnClaims;
import dev.sessionmanager.conversation.TurnLog;
import dev.sessionmanager.problem.Problem.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The messages that have come by messaging channels, and which of them wait to be answered. Any
 * thread.
 */
@Component
public class Inbox {

  private static final String RECEIVE =
      """
      insert into arrivals (id, channel, message_id, conversation, person, name, text, note, urgent, language,
        trace_id, written_at, received_at, inbox)
      select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
      where not exists (select 1 from arrivals where message_id = ? and channel <> ?) on conflict do nothing\
      """;

  private static final String JOIN =
      "update arrivals set turn_id = ? where id = ? and turn_id is null and dropped_at is null";

  private static final String REOPEN = "update arrivals set turn_id = null where turn_id = ?";

  private static final String HELD =
      """
      select a.* from arrivals a join outcomes o on o.turn_id = a.turn_id
      where a.channel = ? and a.conversation = ? and o.problem = ? and o.ended_at >= ? order by a.id\
      """;

  private static final String WAIT_AGAIN =
      "update arrivals set turn_id = null where id = ? and dropped_at is null";

  private static final String DROP =
      "update arrivals set dropped_at = ? where id = ? and turn_id is null and dropped_at is null";

  private static final String OF_ACCOUNT = "channel = ? and conversation >= ? and conversation < ?";

  private static final String QUARANTINE =
      """
      insert into quarantine (id, channel, message_id, reason, at) values (?, ?, ?, ?, ?)
      on conflict do nothing\
      """;

  private final TurnLog log;
  private final TurnClaims claims;
  private final JdbcClient reading;
  private final OptOuts optOuts;
  private final Clock clock;

  Inbox(
      TurnLog log,
      TurnClaims claims,
      @Qualifier("readingDataSource") DataSource reading,
      OptOuts optOuts,
      Clock clock) {
    this.log = log;
    this.claims = claims;
    this.reading = JdbcClient.create(reading);
    this.optOuts = optOuts;
    this.clock = clock;
  }

  /** Whether a message that is to be kept is one by which its person wants no more. */
  boolean optsOut(Arrival message) {
    return optOuts.isWish(message) && !optOuts.isOut(message);
  }

  /**
   * Keeps a message, with what follows from it if its person wants no more; on the disk when this
   * returns.
   *
   * @return empty for a message that is known already, by channel and id, or that another channel
   *     has brought, which shows the same conversation: see {@link Mirrors}
   * @throws LogFailure when the message could not be kept
   */
  Optional<Arrival.Row> receive(Arrival m) {
    return receive(m, statements -> {});
  }

  /** As above, with what is to be written along with a message that is new. */
  Optional<Arrival.Row> receive(Arrival m, LogStatements.Statement along) {
    long id = log.nextId();
    LogStatements.Statement heard = optOuts.heard(m);
    int kept =
        log.changed(statements -> {
          int rows =
              statements.run(
                  RECEIVE,
                  id,
                  m.channel(),
                  m.messageId(),
                  m.conversation(),
                  m.person(),
                  m.name(),
                  m.text(),
                  m.note(),
                  m.urgent() ? 1 : 0,
                  m.language().toLanguageTag(),
                  m.traceId(),
                  m.writtenAt().toEpochMilli(),
                  m.receivedAt().toEpochMilli(),
                  m.inbox(),
                  Arrival.counterpart(m.messageId()),
                  m.channel());
          if (rows == 1) {
            along.run(statements);
            heard.run(statements);
          }
          return rows;
        });
    return kept == 1 ? Optional.of(new Arrival.Row(id, m)) : Optional.empty();
  }

  /** The messages of these accounts that wait, oldest first: not in a turn, not dropped. */
  List<Arrival.Row> waiting(Collection<Account> accounts, int max) {
    if (accounts.isEmpty()) {
      return List.of();
    }
    List<Object> values = new ArrayList<>();
    for (Account account : accounts) {
      values.addAll(List.of(account.channel(), account.from(), account.to()));
    }
    values.add(max);
    String any = String.join(" or ", Collections.nCopies(accounts.size(), OF_ACCOUNT));
    return reading
        .sql(
            "select * from arrivals where turn_id is null and dropped_at is null and ("
                + any
                + ") order by id limit ?")
        .params(values)
        .query(Inbox::row)
        .list();
  }

  /** The messages that a turn was made of, oldest first. */
  List<Arrival.Row> of(long turnId) {
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
   * @param ids of {@link Arrival.Row}: all of these messages still wait
   * @return the turn's id
   * @throws LogFailure when it is not, or one of the messages does not wait any more
   */
  long join(NewTurn turn, List<Long> ids) {
    long turnId = log.nextId();
    log.append(statements -> {
      claims.accepting(turnId, turn).run(statements);
      for (Long id : ids) {
        if (statements.run(JOIN, turnId, id) != 1) {
          throw new IllegalStateException("message " + id + " does not wait any more");
        }
      }
    });
    return turnId;
  }

  /**
   * Ends a turn without an answer, and has the messages that it was made of wait again; on the disk
   * when this returns.
   *
   * @throws LogFailure when it is not
   */
  void reopen(long turnId, NewTurn turn, Outcome outcome) {
    log.append(statements -> {
      LogStatements.outcome(turnId, turn, outcome).run(statements);
      statements.run(REOPEN, turnId);
    });
  }

  /**
   * What was not answered in a conversation because a human held it waits again; on the disk when
   * this returns.
   *
   * @param since when that was decided at the earliest, in epoch milliseconds
   * @return what waits again, oldest first
   * @throws LogFailure when that could not be written
   */
  List<Arrival.Row> reopenHeld(String channel, String conversation, long since) {
    List<Arrival.Row> rows =
        reading
            .sql(HELD)
            .params(channel, conversation, Kind.HELD_BY_PERSON.code(), since)
            .query(Inbox::row)
            .list();
    if (!rows.isEmpty()) {
      log.append(statements -> {
        for (Arrival.Row row : rows) {
          statements.run(WAIT_AGAIN, row.id());
        }
      });
    }
    return rows;
  }

  /** These messages are not to be answered; those of them that are in a turn stay there. */
  void drop(List<Long> ids) {
    long now = clock.millis();
    log.append(statements -> {
      for (Long id : ids) {
        statements.run(DROP, now, id);
      }
    });
  }

  /** When the newest message of an account was written; empty when it has never had one. */
  Optional<Instant> lastWritten(Account account) {
    return reading
        .sql(
            "select written_at from arrivals where "
                + OF_ACCOUNT
                + " order by written_at desc limit 1")
        .params(account.channel(), account.from(), account.to())
        .query(Long.class)
        .optional()
        .map(Instant::ofEpochMilli);
  }

  /**
   * A message that was kept from being answered, because it is not sure whose it is; as the
   * operator reads it.
   *
   * @param reason one sentence
   */
  public record Quarantined(
      String channel, @JsonProperty("message_id") String messageId, String reason, Instant at) {}

  /** Keeps a message from being answered, and shows it to the operator. */
  void quarantine(String channel, String messageId, String reason) {
    long id = log.nextId();
    long now = clock.millis();
    log.append(statements -> statements.run(QUARANTINE, id, channel, messageId, reason, now));
  }

  /** The messages that are kept from being answered, the newest first. */
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

  static Arrival.Row row(ResultSet row, int number) throws SQLException {
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
            row.getString("trace_id"),
            row.getString("inbox")));
  }
}
