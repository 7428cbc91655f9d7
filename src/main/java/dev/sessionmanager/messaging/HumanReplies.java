package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.TurnLog;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * When a human of ours has last written in a conversation. What its customer wrote before counts as
 * answered, in whatever order the provider tells of both: after it was away it tells of hours at
 * once. Any thread.
 */
@Component
class HumanReplies {

  private static final String WROTE =
      """
      insert into human_replies (channel, conversation, written_at) values (?, ?, ?)
      on conflict (channel, conversation) do update set written_at = excluded.written_at
      where human_replies.written_at < excluded.written_at\
      """;

  /** Replies to nothing but what was written before. */
  private static final String SILENCE_ANSWERED =
      """
      update deliveries set state = 'SILENCED', ended_at = ?, problem = 'a human has answered'
      where state = 'WAITING' and kind <> 'HANDOVER' and channel = ? and conversation = ? and not exists (
        select 1 from arrivals where arrivals.turn_id = deliveries.turn_id and written_at >= ?)\
      """;

  private final TurnLog log;
  private final JdbcClient reading;
  private final Clock clock;

  HumanReplies(TurnLog log, @Qualifier("readingDataSource") DataSource reading, Clock clock) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
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

  /** By the provider's clock; empty where none is known to have written. */
  Optional<Instant> last(String channel, String conversation) {
    return reading
        .sql("select written_at from human_replies where channel = ? and conversation = ?")
        .params(channel, conversation)
        .query(Long.class)
        .optional()
        .map(Instant::ofEpochMilli);
  }
}
