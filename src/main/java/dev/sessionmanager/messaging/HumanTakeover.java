package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogStatements;
import dev.sessionmanager.conversation.TurnLog;
import dev.sessionmanager.trace.Audit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which conversations of messaging channels a human holds, and which messages in them are ours. Any
 * thread.
 */
@Component
public class HumanTakeover {

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

  private static final String TAKEOVER = "handover.begin";

  private static final String ASKED_FOR = "handed over by the agent";

  private final TurnLog log;
  private final JdbcClient reading;
  private final Outbox outbox;
  private final MessengerSettings settings;
  private final Clock clock;

  HumanTakeover(
      TurnLog log,
      @Qualifier("readingDataSource") DataSource reading,
      Outbox outbox,
      MessengerSettings settings,
      Clock clock) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
    this.outbox = outbox;
    this.settings = settings;
    this.clock = clock;
  }

  /** Who holds a conversation now; empty when the bot may speak in it. */
  public Optional<String> holder(String channel, String conversation) {
    return reading
        .sql(
            """
            select held_by from handovers
            where channel = ? and conversation = ? and (until is null or until > ?)\
            """)
        .params(channel, conversation, clock.millis())
        .query(String.class)
        .optional();
  }

  /** All conversations that are held now, the newest first. */
  List<Handover> list(int max) {
    return reading
        .sql("select * from handovers where until is null or until > ? order by since desc limit ?")
        .params(clock.millis(), max)
        .query(HumanTakeover::row)
        .list();
  }

  private static Handover row(ResultSet row, int number) throws SQLException {
    return new Handover(
        row.getString("channel"),
        row.getString("conversation"),
        row.getString("held_by"),
        Instant.ofEpochMilli(row.getLong("since")),
        Outbox.instant(row, "until"));
  }

  /**
   * A human holds the conversation from now on: what waits to be sent in it is dropped, in the same
   * commit.
   *
   * @param until null for {@code messengers.handover-lasts} from now
   * @param who for the audit, where the conversation was the bot's
   */
  void silence(
      String channel, String conversation, String by, @Nullable Instant until, Audit.Actor who) {
    boolean taken = holder(channel, conversation).isEmpty();
    log.append(silenced(channel, conversation, by, until));
    if (taken) { // a human's further messages are no further takeovers
      Audit.note(who, TAKEOVER, channel + ' ' + conversation, Audit.DONE);
    }
  }

  /**
   * The bot may speak in the conversation again.
   *
   * @param who for the audit, where a human held it
   */
  void unsilence(String channel, String conversation, Audit.Actor who) {
    boolean held = holder(channel, conversation).isPresent();
    log.append(statements -> statements.run(UNSILENCE, channel, conversation));
    if (held) {
      Audit.note(who, "handover.end", channel + ' ' + conversation, Audit.DONE);
    }
  }

  /** The agent itself has given a conversation to a human, who holds it from this commit on. */
  void handedOver(Delivery delivery) {
    LogStatements.Statement delivered = Outbox.delivered(delivery, null, clock.instant());
    LogStatements.Statement silenced =
        silenced(delivery.channel(), delivery.conversation(), ASKED_FOR, null);
    log.append(statements -> {
      delivered.run(statements);
      silenced.run(statements);
    });
    Audit.note(
        new Audit.Actor("agent", "", delivery.channel(), ""),
        TAKEOVER,
        delivery.channel() + ' ' + delivery.conversation(),
        Audit.DONE);
  }

  private LogStatements.Statement silenced(
      String channel, String conversation, String by, @Nullable Instant until) {
    Duration lasts = settings.handoverLasts();
    long now = clock.millis();
    Long usual = lasts.isZero() ? null : now + lasts.toMillis();
    Long end = until == null ? usual : Long.valueOf(until.toEpochMilli());
    return statements -> {
      statements.run(SILENCE, channel, conversation, by, now, end);
      statements.run(SILENCE_REST, now, by, channel, conversation);
    };
  }

  /** See {@link MessagingService#sentByUs}. */
  boolean sentByUs(String channel, String conversation, String providerId, String text) {
    String words = words(text);
    // In this order: what is no longer being sent when it is looked at first has its id by then.
    boolean beingSent =
        outbox.sendingIn(channel, conversation).stream()
            .anyMatch(delivery -> words(delivery.text()).equals(words));
    return beingSent || outbox.sent(channel, providerId);
  }

  /** Letters and digits only: a provider's markup may differ from ours. */
  private static String words(String text) {
    return text.replaceAll("[^\\p{L}\\p{N}]+", "").toLowerCase(Locale.ROOT);
  }
}
