package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.TurnLog;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Up to when it is known what customers wrote, for each account at a messaging provider; kept over
 * restarts. Any thread.
 */
@Component
class LookMarks {

  private static final String MOVE =
      """
      insert into looks (channel, begun, mark) values (?, ?, ?)
      on conflict (channel) do update set mark = excluded.mark\
      """;

  /**
   * How far an account was looked through.
   *
   * @param begun since when it is served: what is older was never missed
   * @param at up to when everything is known
   */
  record Mark(Instant begun, Instant at) {}

  private final TurnLog log;
  private final JdbcClient reading;

  LookMarks(TurnLog log, @Qualifier("readingDataSource") DataSource reading) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
  }

  /** Empty for an account that was never looked through. */
  Optional<Mark> find(String account) {
    return reading
        .sql("select begun, mark from looks where channel = ?")
        .params(account)
        .query((row, number) ->
            new Mark(
                Instant.ofEpochMilli(row.getLong("begun")),
                Instant.ofEpochMilli(row.getLong("mark"))))
        .optional();
  }

  /**
   * Everything is known up to the mark; on the disk when this returns.
   *
   * @throws LogFailure when it is not
   */
  void move(String account, Mark mark) {
    log.append(statements ->
        statements.run(MOVE, account, mark.begun().toEpochMilli(), mark.at().toEpochMilli()));
  }
}
