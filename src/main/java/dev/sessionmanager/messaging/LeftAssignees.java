package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.TurnLog;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * To whom conversations were assigned when somebody ended them: where a provider leaves them
 * assigned as the customer writes again, that person does not hold them. Any thread.
 */
@Component
public class LeftAssignees {

  private static final String KEEP =
      """
      insert into left_assignees (channel, conversation, assignee, at) values (?, ?, ?, ?)
      on conflict (channel, conversation) do update set assignee = excluded.assignee, at = excluded.at\
      """;

  private final TurnLog log;
  private final JdbcClient reading;
  private final Clock clock;

  LeftAssignees(TurnLog log, @Qualifier("readingDataSource") DataSource reading, Clock clock) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
    this.clock = clock;
  }

  /** The conversation has ended, and this person is assigned still. */
  public void left(String channel, String conversation, String assignee) {
    long now = clock.millis();
    log.append(statements -> statements.run(KEEP, channel, conversation, assignee, now));
  }

  /** Somebody was assigned anew. */
  public void assigned(String channel, String conversation) {
    if (of(channel, conversation).isPresent()) {
      log.append(statements ->
          statements.run(
              "delete from left_assignees where channel = ? and conversation = ?",
              channel,
              conversation));
    }
  }

  /** Who was assigned when the conversation ended, and has not been assigned anew since. */
  public Optional<String> of(String channel, String conversation) {
    return reading
        .sql("select assignee from left_assignees where channel = ? and conversation = ?")
        .params(channel, conversation)
        .query(String.class)
        .optional();
  }
}
