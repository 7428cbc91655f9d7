package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.TurnLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * When humans of ours have written in a conversation. What its customer wrote before counts as
 * answered, in whatever order the provider tells of both: after it was away it tells of hours at
 * once. Any thread.
 */
@Component
class HumanReplies {

  private static final String WROTE =
      """
      insert into human_replies (channel, conversation, written_at) values (?, ?, ?)
      on conflict do nothing\
      """;

  /** Replies to nothing but what was written before. */
  private static final String SILENCE_ANSWERED =
      """
      update deliveries set state = 'SILENCED', ended_at = ?, problem = 'a human has answered'
      where state = 'WAITING' and kind <> 'HANDOVER' and channel = ? and conversation = ? and not exists (
        select 1 from arrivals where arrivals.turn_id = deliveries.turn_id and written_at >= ?)\
      """;

  private static final String TAKE_BACK =
      "delete from human_replies where channel = ? and conversation = ? and written_at = ?";

  /** Of what the customer still waits for, see {@link MessengerSettings#missedMaxAge}. */
  private static final String REVIVE =
      """
      update deliveries set state = 'WAITING', ended_at = null, problem = null
      where state = 'SILENCED' and kind <> 'HANDOVER' and channel = ? and conversation = ?
        and problem in (?, 'a human has answered') and ended_at >= ? and created_at >= ?\
      """;

  private final TurnLog log;
  private final JdbcClient reading;
  private final MessengerSettings settings;
  private final Clock clock;

  HumanReplies(
      TurnLog log,
      @Qualifier("readingDataSource") DataSource reading,
      MessengerSettings settings,
      Clock clock) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
    this.settings = settings;
    this.clock = clock;
  }

  /** A human wrote then: what waits to be sent to older messages is dropped, in the same commit. */
  void wrote(String channel, String conversation, Instant at) {
    long now = clock.millis();
    long written = Math.min(now, at.toEpochMilli());
    log.append(statements -> {
      statements.run(WROTE, channel, conversation, written);
      statements.run(SILENCE_ANSWERED, now, channel, conversation, written);
    });
  }

  /** It was no human who wrote: what was not sent because of it may be sent. */
  void takeBack(String channel, String conversation, PhoneTexts.Mistake mistake) {
    Duration maxAge = settings.missedMaxAge();
    long since = mistake.since();
    long oldest = maxAge.isZero() ? 0 : clock.millis() - maxAge.toMillis();
    log.append(statements -> {
      for (Long at : mistake.writtenAt()) {
        statements.run(TAKE_BACK, channel, conversation, at);
      }
      statements.run(REVIVE, channel, conversation, mistake.heldBy(), since, oldest);
    });
  }

  /** By the provider's clock; empty where none is known to have written. */
  Optional<Instant> last(String channel, String conversation) {
    return reading
        .sql(
            """
            select written_at from human_replies where channel = ? and conversation = ?
            order by written_at desc limit 1\
            """)
        .params(channel, conversation)
        .query(Long.class)
        .optional()
        .map(Instant::ofEpochMilli);
  }
}
