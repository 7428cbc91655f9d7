package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogStatements;
import dev.sessionmanager.conversation.TurnLog;
import dev.sessionmanager.problem.Problem.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * Who wants no messages: from the commit on in which their STOP is kept until they write that they
 * want messages again, or the operator lifts it. One confirmation goes out, and nothing else, by
 * whatever conversation of the person's, and by whichever channel shows it. Any thread.
 */
@Component
class OptOuts implements AnswerRule {

  /** An older word that comes late does not undo a newer one. */
  private static final String OUT =
      """
      insert into opt_outs (channel, person, conversation, name, message_id, since) values (?, ?, ?, ?, ?, ?)
      on conflict (channel, person) do update set conversation = excluded.conversation, name = excluded.name,
        message_id = excluded.message_id, since = excluded.since, ended_at = null
      where opt_outs.ended_at <= excluded.since\
      """;

  /**
   * Of one person: as this channel knows them, or by a conversation that another channel shows as
   * well, see {@link Mirrors}, where nobody else writes in it: of such a one WhatsApp's name is the
   * person's.
   */
  private static final String OF_PERSON =
      """
      (channel = ? and person = ? or exists (
        select 1 from mirrors m where m.channel = opt_outs.channel and m.conversation = opt_outs.conversation
          and m.other_channel = ? and m.other_conversation = ?
          and (opt_outs.person = opt_outs.conversation or m.other_conversation = ?)))\
      """;

  private static final String BACK =
      "update opt_outs set ended_at = ?, message_id = ? where ended_at is null and since <= ? and "
          + OF_PERSON;

  private static final String FIND =
      "select message_id, ended_at from opt_outs where "
          + OF_PERSON
          + " order by case when ended_at is null then 0 else 1 end, since desc limit 1";

  /** What is told to humans goes on; it is no message to the person. */
  private static final String SILENCE =
      """
      update deliveries set state = 'SILENCED', ended_at = ?, problem = ?
      where state = 'WAITING' and kind <> 'HANDOVER' and channel = ? and turn_id in (
        select turn_id from arrivals where channel = ? and person = ? and turn_id is not null)\
      """;

  /**
   * Of a reply the person is known by the messages that it answers; by the conversation, once those
   * are no longer kept.
   */
  private static final String TO_WHOM =
      """
      select 1 from opt_outs where ended_at is null and (
        channel = ? and person in (
          select person from arrivals where turn_id = ?
          union select n.person from arrivals b join aliases n on n.channel = b.channel and n.alias = b.person
            where b.turn_id = ?)
        or channel = ? and conversation = ? and not exists (select 1 from arrivals where turn_id = ?)
        or exists (select 1 from mirrors m join arrivals a
            on m.other_channel = a.channel and m.other_conversation = a.conversation
          where a.turn_id = ? and m.channel = opt_outs.channel and m.conversation = opt_outs.conversation
            and (opt_outs.person = opt_outs.conversation or a.person = a.conversation))) limit 1\
      """;

  /** Why nothing is sent, for the operator. */
  static final String REASON = "the person wants no messages";

  private record Row(String messageId, boolean out) {}

  private final TurnLog log;
  private final JdbcClient reading;
  private final Supplier<OptOutWords> words;
  private final MessageSource sentences;
  private final Clock clock;

  OptOuts(
      TurnLog log,
      @Qualifier("readingDataSource") DataSource reading,
      SilenceSettings settings,
      MessageSource sentences,
      Clock clock) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
    this.words = SingletonSupplier.of(() -> new OptOutWords(settings));
    this.sentences = sentences;
    this.clock = clock;
  }

  /**
   * What a message that is being kept says about this, to be written in the commit that keeps it;
   * nothing for most.
   */
  LogStatements.Statement heard(Arrival m) {
    long at = m.writtenAt().toEpochMilli();
    long now = clock.millis();
    if (words.get().wantsOut(m.text())) {
      return statements -> {
        int changed =
            statements.run(
                OUT, m.channel(), m.person(), m.conversation(), m.name(), m.messageId(), at);
        if (changed > 0) {
          statements.run(SILENCE, now, REASON, m.channel(), m.channel(), m.person());
        }
      };
    }
    return words.get().wantsBack(m.text())
        ? statements ->
            statements.run(
                BACK,
                at,
                m.messageId(),
                at,
                m.channel(),
                m.person(),
                m.channel(),
                m.conversation(),
                m.person())
        : statements -> {};
  }

  /** Whether this message may be the one by which its person has opted out. */
  boolean isWish(Arrival message) {
    return words.get().wantsOut(message.text());
  }

  boolean isOut(Arrival message) {
    Row row = row(message);
    return row != null && row.out();
  }

  /** Whether nobody whom this delivery would reach wants it. */
  boolean unwanted(Delivery delivery) {
    return delivery.kind() != Delivery.Kind.HANDOVER
        && reading
            .sql(TO_WHOM)
            .params(
                delivery.channel(),
                delivery.turnId(),
                delivery.turnId(),
                delivery.channel(),
                delivery.conversation(),
                delivery.turnId(),
                delivery.turnId())
            .query(Integer.class)
            .optional()
            .isPresent();
  }

  private @Nullable Row row(Arrival message) {
    return reading
        .sql(FIND)
        .params(
            message.channel(),
            message.person(),
            message.channel(),
            message.conversation(),
            message.person())
        .query((row, number) ->
            new Row(row.getString("message_id"), Outbox.instant(row, "ended_at") == null))
        .optional()
        .orElse(null);
  }

  private static boolean decides(Row row, Batch batch) {
    return batch.rows().stream().anyMatch(r -> r.message().messageId().equals(row.messageId()));
  }

  /** The batch in which they say so is confirmed. */
  @Override
  public Optional<Kind> silent(Batch batch) {
    Row row = row(batch.first());
    return row != null && row.out() && !decides(row, batch)
        ? Optional.of(Kind.OPTED_OUT)
        : Optional.empty();
  }

  @Override
  public Optional<OwnWords> words(Batch batch) {
    Row row = row(batch.first());
    if (row == null || !decides(row, batch)) {
      return Optional.empty();
    }
    if (row.out()) {
      return Optional.of(words(batch, "messaging.opted_out", Delivery.Kind.LAST));
    }
    // Who comes back with a question gets its answer.
    boolean nothingElse =
        batch.rows().stream()
            .map(r -> r.message().text())
            .allMatch(text -> words.get().wantsBack(text) || words.get().wantsOut(text));
    return nothingElse
        ? Optional.of(words(batch, "messaging.opted_in", Delivery.Kind.TEXT))
        : Optional.empty();
  }

  private OwnWords words(Batch batch, String key, Delivery.Kind kind) {
    return new OwnWords(sentences.getMessage(key, null, batch.first().language()), kind);
  }

  /** All who want no messages now, the newest first. */
  List<OptOut> list(int max) {
    return reading
        .sql("select * from opt_outs where ended_at is null order by since desc limit ?")
        .params(max)
        .query(OptOuts::optOut)
        .list();
  }

  private static OptOut optOut(ResultSet row, int number) throws SQLException {
    return new OptOut(
        row.getString("channel"),
        row.getString("person"),
        row.getString("name"),
        row.getString("conversation"),
        row.getString("message_id"),
        Instant.ofEpochMilli(row.getLong("since")));
  }

  /** The bot answers them again, if it did not. */
  void lift(String channel, String person) {
    log.append(statements ->
        statements.run("delete from opt_outs where channel = ? and person = ?", channel, person));
  }
}
