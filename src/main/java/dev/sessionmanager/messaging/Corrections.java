package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.LogStatements;
import dev.sessionmanager.conversation.TurnLog;
import dev.sessionmanager.messaging.Correction.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Corrections of messages that have come before: they replace what waits to be answered, and follow
 * what is answered. Each counts once, however often and by whichever events it comes. Any thread.
 */
@Component
class Corrections {

  private static final String REPLACE =
      """
      update arrivals set text = ?, note = null, edited_at = ?, edited_text = ?
      where id = ? and turn_id is null and dropped_at is null\
      """;

  private static final String NOTE =
      "update arrivals set edited_at = ?, edited_text = ? where id = ?";

  private final TurnLog log;
  private final JdbcClient reading;
  private final Inbox inbox;
  private final Intake intake;
  private final OptOuts optOuts;
  private final Clock clock;

  Corrections(
      TurnLog log,
      @Qualifier("readingDataSource") DataSource reading,
      Inbox inbox,
      Intake intake,
      OptOuts optOuts,
      Clock clock) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
    this.inbox = inbox;
    this.intake = intake;
    this.optOuts = optOuts;
    this.clock = clock;
  }

  /**
   * The message that is put right.
   *
   * @param says its newest words
   * @param editedAt by the writer's clock, of its newest correction; null where there is none
   */
  private record Known(Arrival.Row row, String says, @Nullable Long editedAt) {

    boolean has(Correction correction) {
      Instant at = correction.at();
      boolean older = at != null && editedAt != null && at.toEpochMilli() <= editedAt;
      return older || says.equals(correction.text());
    }
  }

  /**
   * Takes a correction; what it means is on the disk when this returns. One at a time: two of one
   * message are taken in some order.
   *
   * @throws LogFailure when it could not be kept
   */
  synchronized Outcome take(Correction correction) {
    Optional<Known> known = find(correction);
    if (known.isEmpty()) {
      return Outcome.UNKNOWN;
    }
    if (known.get().has(correction)) {
      return Outcome.KNOWN;
    }
    Arrival.Row row = known.get().row();
    if (intake.replace(row.id(), correction.text(), () -> replaced(row, correction))) {
      return Outcome.REPLACED;
    }
    return follows(known.get(), correction) ? Outcome.FOLLOWS : Outcome.KNOWN;
  }

  /** By whichever channel the message has come, where two show the conversation. */
  private Optional<Known> find(Correction correction) {
    String channel = correction.channel();
    String id = correction.messageId();
    return reading
        .sql(
            """
            select * from arrivals
            where channel = ? and message_id = ? or channel <> ? and message_id = ?\
            """)
        .params(channel, id, channel, Arrival.counterpart(id))
        .query(Corrections::known)
        .optional();
  }

  private static Known known(ResultSet row, int number) throws SQLException {
    String edited = row.getString("edited_text");
    Instant at = Outbox.instant(row, "edited_at");
    return new Known(
        Inbox.row(row, number),
        edited == null ? row.getString("text") : edited,
        at == null ? null : Long.valueOf(at.toEpochMilli()));
  }

  private boolean replaced(Arrival.Row row, Correction correction) {
    Long at = millis(correction.at());
    String text = correction.text();
    LogStatements.Statement heard = optOuts.heard(row.message().saying(text));
    return log.changed(statements -> {
      int changed = statements.run(REPLACE, text, at, text, row.id());
      if (changed == 1) {
        heard.run(statements);
      }
      return changed;
    })
        == 1;
  }

  private boolean follows(Known known, Correction correction) {
    Long at = millis(correction.at());
    Arrival first = known.row().message();
    String id = first.messageId();
    Arrival follow =
        first.followed(
            at == null ? Arrival.edited(id, correction.text()) : id + "-edit-" + at,
            correction.followUp(),
            clock.instant(),
            correction.traceId());
    LogStatements.Statement heard = optOuts.heard(follow.saying(correction.text()));
    Optional<Arrival.Row> row =
        inbox.receive(
            follow,
            statements -> {
              statements.run(NOTE, at, correction.text(), known.row().id());
              heard.run(statements);
            });
    row.ifPresent(intake::arrived);
    return row.isPresent();
  }

  private static @Nullable Long millis(@Nullable Instant at) {
    return at == null ? null : Long.valueOf(at.toEpochMilli());
  }
}
