package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogStatements;
import dev.sessionmanager.conversation.TurnLog;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.trace.Audit;
import dev.sessionmanager.trace.TraceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which conversations of messaging channels a human holds, and which messages in them are ours;
 * with those that wait for one. Any thread.
 */
@Component
public class HumanTakeover implements AnswerRule {

  private static final String SILENCE =
      """
      insert into handovers (channel, conversation, held_by, since, until) values (?, ?, ?, ?, ?)
      on conflict (channel, conversation) do update set held_by = excluded.held_by, until = excluded.until\
      """;

  private static final String SILENCE_REST =
      """
      update deliveries set state = 'SILENCED', ended_at = ?, problem = ?
      where channel = ? and conversation = ? and state = 'WAITING'\
      """;

  /** All but the words that say why. */
  private static final String SILENCE_OTHERS = SILENCE_REST + " and kind <> 'PAUSE'";

  private static final String UNSILENCE =
      "delete from handovers where channel = ? and conversation = ?";

  private static final String TAKEOVER = "handover.begin";

  private static final String ASKED_FOR = "handed over by the agent";

  private final TurnLog log;
  private final JdbcClient reading;
  private final Outbox outbox;
  private final MessengerSettings settings;
  private final HandoverDesk desk;
  private final Clock clock;

  HumanTakeover(
      TurnLog log,
      @Qualifier("readingDataSource") DataSource reading,
      Outbox outbox,
      MessengerSettings settings,
      HandoverDesk desk,
      Clock clock) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
    this.outbox = outbox;
    this.settings = settings;
    this.desk = desk;
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

  @Override
  public Optional<Kind> silent(Batch batch) {
    return holder(batch.channel(), batch.conversation()).map(by -> Kind.HELD_BY_PERSON);
  }

  /**
   * Conversations that wait for a human, those that have waited for longest first, then those that
   * one holds, the newest first.
   */
  List<Handover> list(int max) {
    Instant now = clock.instant();
    List<Handover> all = new ArrayList<>();
    desk.waiting(max).forEach(request -> all.add(Handover.of(request, now)));
    held(max).stream()
        .filter(held -> all.stream().noneMatch(held::isOfTheSame))
        .limit(max - all.size())
        .forEach(all::add);
    return all;
  }

  private List<Handover> held(int max) {
    return reading
        .sql("select * from handovers where until is null or until > ? order by since desc limit ?")
        .params(clock.millis(), max)
        .query(HumanTakeover::row)
        .list();
  }

  private static Handover row(ResultSet row, int number) throws SQLException {
    return Handover.held(
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
    LogStatements.Statement silenced = silenced(channel, conversation, by, until);
    LogStatements.Statement ended = desk.taken(channel, conversation, by);
    log.append(statements -> {
      silenced.run(statements);
      ended.run(statements);
    });
    desk.programsToTell();
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
    boolean held = holder(channel, conversation).isPresent() || desk.waits(channel, conversation);
    LogStatements.Statement ended = desk.givenBack(channel, conversation, who.name());
    log.append(statements -> {
      statements.run(UNSILENCE, channel, conversation);
      ended.run(statements);
    });
    desk.programsToTell();
    if (held) {
      Audit.note(who, "handover.end", channel + ' ' + conversation, Audit.DONE);
    }
  }

  /** Those that wait for a human, and what is done to have that seen. */
  HandoverDesk desk() {
    return desk;
  }

  /**
   * Those who are at the channel have been told that a human is wanted. Where the bot is to be
   * silent meanwhile, it is from this commit on.
   */
  void handedOver(Delivery delivery) {
    String channel = delivery.channel();
    String conversation = delivery.conversation();
    LogStatements.Statement delivered = Outbox.delivered(delivery, null, clock.instant());
    boolean silent = desk.silentFrom(delivery);
    LogStatements.Statement silenced =
        silent ? silenced(channel, conversation, ASKED_FOR, null) : statements -> {};
    log.append(statements -> {
      delivered.run(statements);
      silenced.run(statements);
    });
    Audit.note(
        new Audit.Actor("agent", "", channel, ""),
        silent ? TAKEOVER : "handover.ask",
        channel + ' ' + conversation,
        Audit.DONE);
  }

  /**
   * The bot pauses in a conversation from the commit on in which this runs: like one that a human
   * holds, so that the operator sees it there and gives it back.
   *
   * @param why for the operator
   */
  LogStatements.Statement paused(String channel, String conversation, String why) {
    Duration lasts = settings.handoverLasts();
    long now = clock.millis();
    Long end = lasts.isZero() ? null : now + lasts.toMillis();
    return statements -> {
      statements.run(SILENCE, channel, conversation, why, now, end);
      statements.run(SILENCE_OTHERS, now, why, channel, conversation);
    };
  }

  /** Whether a human who has a conversation until then has it no more. */
  boolean isOver(@Nullable Instant until) {
    return until != null && !until.isAfter(clock.instant());
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
    return beingSent || outbox.sent(Account.of(channel, conversation), providerId);
  }

  /** Somebody whom a channel tells of: they are at the provider, and none of our users. */
  static Audit.Actor actor(String by, String channel) {
    return new Audit.Actor(by, "", channel, Objects.requireNonNullElse(TraceId.current(), ""));
  }

  /** Letters and digits only: a provider's markup may differ from ours. */
  static String words(String text) {
    return text.replaceAll("[^\\p{L}\\p{N}]+", "").toLowerCase(Locale.ROOT);
  }
}
