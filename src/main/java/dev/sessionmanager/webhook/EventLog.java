package dev.sessionmanager.webhook;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.LogStatements;
import dev.sessionmanager.conversation.TurnLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events that wait for their receivers, in the file: what was written here survives the process.
 * What was taken is deleted, what was given up stays for the operator to see. Any thread.
 */
@Component
class EventLog {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String INSERT =
      """
      insert into webhook_events (id, target, event, body, created_at, next_try) values (?, ?, ?, ?, ?, ?)\
      """;

  private static final String PUT_OFF =
      "update webhook_events set attempts = attempts + 1, next_try = ?, problem = ? where seq = ?";

  private static final String GIVE_UP =
      "update webhook_events set given_up_at = ?, problem = ? where seq = ?";

  private static final String DELETE = "delete from webhook_events where seq = ?";

  private final TurnLog log;
  private final JdbcClient reading;
  private final Clock clock;

  EventLog(TurnLog log, @Qualifier("readingDataSource") DataSource reading, Clock clock) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
    this.clock = clock;
  }

  /** Writes an event, within the commit of whoever runs the statement. */
  LogStatements.Statement insert(WebhookTarget target, String event, Map<String, ?> data) {
    String id = UUID.randomUUID().toString();
    Instant now = clock.instant();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", id);
    body.put("event", event);
    body.put("at", now.toString());
    body.put("data", data);
    String json = JSON.writeValueAsString(body);
    long millis = now.toEpochMilli();
    return statements -> statements.run(INSERT, id, target.name(), event, json, millis, millis);
  }

  /**
   * Runs a statement on its own; on the disk when this returns.
   *
   * @throws LogFailure when it is not
   */
  void append(LogStatements.Statement statement) {
    log.append(statement);
  }

  /** The event of a target that has been due for longest; empty where none is. */
  Optional<WebhookEvent> due(WebhookTarget target) {
    return reading
        .sql(
            """
            select * from webhook_events where target = ? and given_up_at is null and next_try <= ?
            order by next_try, seq limit 1\
            """)
        .params(target.name(), clock.millis())
        .query(EventLog::row)
        .optional();
  }

  /** How many events of a target wait to be taken. */
  int waiting(WebhookTarget target) {
    return reading
        .sql("select count(*) from webhook_events where target = ? and given_up_at is null")
        .param(target.name())
        .query(Integer.class)
        .single();
  }

  void delivered(WebhookEvent event) {
    log.append(statements -> statements.run(DELETE, event.seq()));
  }

  void putOff(WebhookEvent event, Instant nextTry, String problem) {
    log.append(statements -> statements.run(PUT_OFF, nextTry.toEpochMilli(), problem, event.seq()));
  }

  void giveUp(WebhookEvent event, String problem) {
    log.append(statements -> statements.run(GIVE_UP, clock.millis(), problem, event.seq()));
  }

  /** Deletes what was given up before then. */
  void forget(Instant before) {
    log.append(statements ->
        statements.run("delete from webhook_events where given_up_at < ?", before.toEpochMilli()));
  }

  /** Why the last event of a target that could not be delivered has not been; null for none. */
  @Nullable String problem(WebhookTarget target) {
    return reading
        .sql(
            """
            select problem from webhook_events where target = ? and problem is not null
            order by seq desc limit 1\
            """)
        .param(target.name())
        .query(String.class)
        .optional()
        .orElse(null);
  }

  private static WebhookEvent row(ResultSet row, int number) throws SQLException {
    return new WebhookEvent(
        row.getLong("seq"),
        row.getString("id"),
        row.getString("event"),
        row.getString("body"),
        row.getInt("attempts"),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }
}
