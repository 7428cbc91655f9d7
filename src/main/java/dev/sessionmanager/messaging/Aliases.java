package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.TurnLog;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Two names of one person, where a channel comes to know that they are: WhatsApp's hidden number
 * and the real one. Kept over restarts; who wants no messages under the one wants none under the
 * other. Any thread.
 */
@Component
public class Aliases {

  private static final String LEARN =
      """
      insert into aliases (channel, alias, person, at) values (?, ?, ?, ?)
      on conflict (channel, alias) do update set person = excluded.person, at = excluded.at\
      """;

  /** What they have said last counts, whichever name they said it under. */
  private static final String FORGET_OLDER =
      """
      delete from opt_outs where channel = ? and person = ? and exists (
        select 1 from opt_outs other where other.channel = opt_outs.channel and other.person = ?
          and coalesce(other.ended_at, other.since) >= coalesce(opt_outs.ended_at, opt_outs.since))\
      """;

  private static final String JOIN =
      """
      update opt_outs set person = ?, conversation = case when conversation = person then ? else conversation end
      where channel = ? and person = ? and not exists (
        select 1 from opt_outs other where other.channel = opt_outs.channel and other.person = ?)\
      """;

  private final TurnLog log;
  private final JdbcClient reading;
  private final Clock clock;

  Aliases(TurnLog log, @Qualifier("readingDataSource") DataSource reading, Clock clock) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
    this.clock = clock;
  }

  /**
   * A person has another name from now on; on the disk when this returns.
   *
   * @param alias as messages name them that do not tell the other
   * @param person by which they are known
   * @throws LogFailure when it is not
   */
  public void learn(String channel, String alias, String person) {
    long now = clock.millis();
    log.append(statements -> {
      statements.run(LEARN, channel, alias, person, now);
      statements.run(FORGET_OLDER, channel, person, alias);
      statements.run(JOIN, person, person, channel, alias, person);
      statements.run(FORGET_OLDER, channel, alias, person);
    });
  }

  /** The other name of a person; empty where none is known. */
  public Optional<String> of(String channel, String alias) {
    return reading
        .sql("select person from aliases where channel = ? and alias = ?")
        .params(channel, alias)
        .query(String.class)
        .optional();
  }
}
