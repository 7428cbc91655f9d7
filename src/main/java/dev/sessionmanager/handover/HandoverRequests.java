package dev.sessionmanager.handover;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.LogStatements;
import dev.sessionmanager.conversation.TurnLog;
import dev.sessionmanager.webhook.OutgoingWebhooks;
import dev.sessionmanager.webhook.WebhookTarget;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Wishes for a human of every channel, from the moment one is uttered until a human has taken the
 * conversation or it is given back: one a conversation, however often it is uttered. {@code
 * HANDOVER_WEBHOOK} is told of the beginning and the end of each, in the same commit. Any thread.
 */
@Component
public class HandoverRequests {

  /** How a wish ends, as programs are told. */
  public enum End {
    TAKEN("handover.taken"),
    GIVEN_BACK("handover.given_back");

    private final String event;

    End(String event) {
      this.event = event;
    }
  }

  private static final String ASK =
      """
      insert into handover_requests (channel, conversation, person, agent, reason, said, summary, trace_id, asked_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing\
      """;

  private static final String END =
      "delete from handover_requests where channel = ? and conversation = ?";

  private static final String FAILED =
      "update handover_requests set problem = ? where channel = ? and conversation = ?";

  private final TurnLog log;
  private final JdbcClient reading;
  private final OutgoingWebhooks webhooks;
  private final Clock clock;

  HandoverRequests(
      TurnLog log,
      @Qualifier("readingDataSource") DataSource reading,
      OutgoingWebhooks webhooks,
      MeterRegistry meters,
      Clock clock) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
    this.webhooks = webhooks;
    this.clock = clock;
    Gauge.builder("sessionmanager.handovers.waiting", this, HandoverRequests::count)
        .description("Conversations that wait for a human")
        .register(meters);
    Gauge.builder("sessionmanager.handovers.oldest", this, HandoverRequests::oldestSeconds)
        .description("How long the oldest of them has waited")
        .baseUnit("seconds")
        .register(meters);
  }

  /** Whether a program of the operator's is told of every wish. */
  public boolean programTold() {
    return webhooks.connected(WebhookTarget.HANDOVER);
  }

  /** Whether a conversation waits for a human. */
  public boolean waiting(String channel, String conversation) {
    return find(channel, conversation).isPresent();
  }

  /** What a conversation waits with; empty where it does not wait for a human. */
  public Optional<HandoverRequest> find(String channel, String conversation) {
    return reading
        .sql("select * from handover_requests where channel = ? and conversation = ?")
        .params(channel, conversation)
        .query(HandoverRequests::row)
        .optional();
  }

  /** Those that have waited for longest, first. */
  public List<HandoverRequest> list(int max) {
    return reading
        .sql("select * from handover_requests order by asked_at limit ?")
        .param(max)
        .query(HandoverRequests::row)
        .list();
  }

  /**
   * A conversation waits from the commit of this statement on, and programs are told; nothing where
   * it waits already. {@link #wake} once that is done.
   */
  public LogStatements.Statement ask(HandoverRequest request) {
    LogStatements.Statement event =
        webhooks.event(WebhookTarget.HANDOVER, "handover.requested", request.data());
    long at = request.askedAt().toEpochMilli();
    return statements -> {
      int asked =
          statements.run(
              ASK,
              request.channel(),
              request.conversation(),
              request.person(),
              request.agent(),
              request.reason(),
              request.said(),
              request.summary(),
              request.traceId(),
              at);
      if (asked > 0) {
        event.run(statements);
      }
    };
  }

  /**
   * A conversation does not wait any more, from the commit of this statement on, and programs are
   * told; nothing where it does not wait. {@link #wake} once that is done.
   *
   * @param by who has ended it, for the operator's eye
   */
  public LogStatements.Statement end(String channel, String conversation, End end, String by) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("channel", channel);
    data.put("conversation", conversation);
    data.put("by", by);
    LogStatements.Statement event = webhooks.event(WebhookTarget.HANDOVER, end.event, data);
    return statements -> {
      if (statements.run(END, channel, conversation) > 0) {
        event.run(statements);
      }
    };
  }

  /**
   * Nobody could be told at the channel.
   *
   * @throws LogFailure when that is not on the disk
   */
  public void failed(String channel, String conversation, String problem) {
    log.append(statements -> statements.run(FAILED, problem, channel, conversation));
  }

  /** There may be something to tell programs. */
  public void wake() {
    webhooks.wake();
  }

  private double count() {
    return reading
        .sql("select count(*) from handover_requests")
        .query(Integer.class)
        .single()
        .doubleValue();
  }

  private double oldestSeconds() {
    return reading
        .sql("select coalesce(min(asked_at), ?) from handover_requests")
        .param(clock.millis())
        .query((row, number) -> Math.max(0, clock.millis() - row.getLong(1)) / 1e3)
        .single();
  }

  private static HandoverRequest row(ResultSet row, int number) throws SQLException {
    return new HandoverRequest(
        row.getString("channel"),
        row.getString("conversation"),
        row.getString("person"),
        row.getString("agent"),
        row.getString("reason"),
        row.getString("said"),
        row.getString("summary"),
        row.getString("trace_id"),
        Instant.ofEpochMilli(row.getLong("asked_at")),
        row.getString("problem"));
  }
}
