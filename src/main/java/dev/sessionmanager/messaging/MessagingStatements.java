package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogStatements;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the log writes for messaging channels, each within one commit. */
final class MessagingStatements {

  private static final String RECEIVE =
      """
      insert into arrivals (id, channel, message_id, conversation, person, name, text, note, urgent, language,
        trace_id, written_at, received_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing\
      """;

  private static final String JOIN =
      "update arrivals set turn_id = ? where id = ? and turn_id is null and dropped_at is null";

  private static final String REOPEN = "update arrivals set turn_id = null where turn_id = ?";

  private static final String DROP =
      "update arrivals set dropped_at = ? where id = ? and turn_id is null and dropped_at is null";

  /** Only where the turn still exists: its owner may have deleted the conversation meanwhile. */
  private static final String DELIVER =
      """
      insert into deliveries (id, turn_id, part, channel, conversation, kind, text, next_try, created_at)
      select ?, id, ?, ?, ?, ?, ?, ?, ? from turns where id = ?\
      """;

  private static final String SENDING =
      """
      update deliveries set state = 'SENDING', sent_at = coalesce(sent_at, ?)
      where id = ? and state in ('WAITING', 'SENDING')\
      """;

  private static final String PUT_OFF =
      """
      update deliveries set state = case when ? is null then 'WAITING' else 'SENDING' end, sent_at = ?,
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

  private static final String DROP_DELIVERY =
      """
      update deliveries set state = 'DROPPED', ended_at = ?
      where turn_id = (select turn_id from deliveries where id = ?)
        and state in ('WAITING', 'DEAD', 'REFUSED')\
      """;

  private static final String SILENCE =
      """
      insert into handovers (channel, conversation, held_by, since, until) values (?, ?, ?, ?, ?)
      on conflict do update set held_by = excluded.held_by, until = excluded.until\
      """;

  private static final String SILENCE_REST =
      """
      update deliveries set state = 'SILENCED', ended_at = ?, problem = ?
      where channel = ? and conversation = ? and state = 'WAITING'\
      """;

  private static final String UNSILENCE =
      "delete from handovers where channel = ? and conversation = ?";

  private static final String QUARANTINE =
      """
      insert into quarantine (id, channel, message_id, reason, at) values (?, ?, ?, ?, ?)
      on conflict do nothing\
      """;

  private MessagingStatements() {}

  /** Changes nothing for a duplicate. */
  static LogStatements.Change received(long id, Arrival m) {
    return statements ->
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
            m.receivedAt().toEpochMilli());
  }

  static LogStatements.Statement joined(long turnId, NewTurn turn, List<Long> received) {
    return statements -> {
      LogStatements.question(turnId, turn).run(statements);
      for (Long id : received) {
        if (statements.run(JOIN, turnId, id) != 1) {
          throw new IllegalStateException("message " + id + " does not wait any more");
        }
      }
    };
  }

  static LogStatements.Statement outcome(
      long turnId, NewTurn turn, Outcome outcome, List<Delivery.New> deliveries, long firstId) {
    long now = outcome.endedAt().toEpochMilli();
    return statements -> {
      LogStatements.outcome(turnId, turn, outcome).run(statements);
      for (int part = 0; part < deliveries.size(); part++) {
        Delivery.New d = deliveries.get(part);
        statements.run(
            DELIVER,
            firstId + part,
            part,
            d.channel(),
            d.conversation(),
            d.kind().name(),
            d.text(),
            now,
            now,
            turnId);
      }
    };
  }

  static LogStatements.Statement reopened(long turnId, NewTurn turn, Outcome outcome) {
    return statements -> {
      LogStatements.outcome(turnId, turn, outcome).run(statements);
      statements.run(REOPEN, turnId);
    };
  }

  static LogStatements.Statement dropped(List<Long> received, Instant now) {
    return statements -> {
      for (Long id : received) {
        statements.run(DROP, now.toEpochMilli(), id);
      }
    };
  }

  static LogStatements.Statement sending(long id, Instant now) {
    return statements -> statements.run(SENDING, now.toEpochMilli(), id);
  }

  static LogStatements.Statement putOff(
      long id, @Nullable Instant sentAt, Instant nextTry, String problem) {
    Long sent = millis(sentAt);
    return statements -> statements.run(PUT_OFF, sent, sent, nextTry.toEpochMilli(), problem, id);
  }

  static LogStatements.Statement delivered(
      Delivery delivery, @Nullable String providerId, Instant now) {
    String state = Delivery.State.DELIVERED.name();
    return statements ->
        statements.run(END, state, now.toEpochMilli(), providerId, null, delivery.id());
  }

  /** With the parts that would follow it. */
  static LogStatements.Statement ended(
      Delivery delivery, Delivery.State state, String problem, Instant now) {
    return statements -> {
      statements.run(END, state.name(), now.toEpochMilli(), null, problem, delivery.id());
      statements.run(
          END_REST, state.name(), now.toEpochMilli(), problem, delivery.turnId(), delivery.id());
    };
  }

  static LogStatements.Change retried(long id, Instant now) {
    long at = now.toEpochMilli();
    return statements -> statements.run(RETRY, at, at, id);
  }

  static LogStatements.Change dropped(long id, Instant now) {
    return statements -> statements.run(DROP_DELIVERY, now.toEpochMilli(), id);
  }

  static LogStatements.Statement silenced(Handover h) {
    return statements -> {
      long since = h.since().toEpochMilli();
      statements.run(SILENCE, h.channel(), h.conversation(), h.by(), since, millis(h.until()));
      statements.run(SILENCE_REST, since, h.by(), h.channel(), h.conversation());
    };
  }

  static LogStatements.Statement unsilenced(String channel, String conversation) {
    return statements -> statements.run(UNSILENCE, channel, conversation);
  }

  static LogStatements.Statement quarantined(long id, Quarantined q) {
    return statements ->
        statements.run(
            QUARANTINE, id, q.channel(), q.messageId(), q.reason(), q.at().toEpochMilli());
  }

  private static @Nullable Long millis(@Nullable Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }
}
