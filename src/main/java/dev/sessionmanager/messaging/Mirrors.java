package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.TurnLog;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Conversations that two channels show at once: where Evolution's own integration writes WhatsApp's
 * messages into Chatwoot, and both are connected here. That two are one is learned from the first
 * message that came by both, and known for good. Any thread.
 */
@Component
class Mirrors {

  private static final String LINK =
      """
      insert into mirrors (channel, conversation, other_channel, other_conversation, at)
      select ?, ?, channel, conversation, ? from arrivals where message_id = ? and channel <> ?
      on conflict (channel, conversation, other_channel) do update set other_conversation = excluded.other_conversation, at = excluded.at\
      """;

  private static final String LINK_BACK =
      """
      insert into mirrors (channel, conversation, other_channel, other_conversation, at)
      select channel, conversation, ?, ?, ? from arrivals where message_id = ? and channel <> ?
      on conflict (channel, conversation, other_channel) do update set other_conversation = excluded.other_conversation, at = excluded.at\
      """;

  private final TurnLog log;
  private final JdbcClient reading;
  private final Outbox outbox;
  private final Clock clock;

  Mirrors(
      TurnLog log, @Qualifier("readingDataSource") DataSource reading, Outbox outbox, Clock clock) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
    this.outbox = outbox;
    this.clock = clock;
  }

  /** A conversation as one channel names it. */
  record Shown(String channel, String conversation) {

    static Shown of(Arrival message) {
      return new Shown(message.channel(), message.conversation());
    }
  }

  /** A message has come that was known: where another channel had brought it both are one. */
  void learn(Arrival duplicate) {
    String counterpart = Arrival.counterpart(duplicate.messageId());
    if (isNews(duplicate, counterpart)) {
      long now = clock.millis();
      String channel = duplicate.channel();
      String conversation = duplicate.conversation();
      log.append(statements -> {
        statements.run(LINK, channel, conversation, now, counterpart, channel);
        statements.run(LINK_BACK, channel, conversation, now, counterpart, channel);
      });
    }
  }

  private boolean isNews(Arrival duplicate, String counterpart) {
    Optional<Shown> other =
        shown(
                "select channel, conversation from arrivals where message_id = ? and channel <> ?",
                counterpart,
                duplicate.channel())
            .stream()
            .findFirst();
    return other.isPresent()
        && !of(duplicate.channel(), duplicate.conversation()).contains(other.get());
  }

  /** The conversations of other channels that are this one. */
  List<Shown> of(String channel, String conversation) {
    return shown(
        """
        select other_channel as channel, other_conversation as conversation from mirrors
        where channel = ? and conversation = ?\
        """,
        channel,
        conversation);
  }

  /** A conversation under each of its names, by this channel's first. */
  List<Shown> everywhere(String channel, String conversation) {
    return Stream.concat(
            Stream.of(new Shown(channel, conversation)), of(channel, conversation).stream())
        .toList();
  }

  private List<Shown> shown(String sql, Object... values) {
    return reading
        .sql(sql)
        .params(values)
        .query((row, number) -> new Shown(row.getString("channel"), row.getString("conversation")))
        .list();
  }

  /**
   * Whether a message that one channel shows is what we have sent, or are sending, by another.
   *
   * @param messageId as the other channel's provider knows it
   */
  boolean sentElsewhere(String channel, String messageId, String text) {
    String words = HumanTakeover.words(text);
    // In this order: what is no longer being sent when it is looked at first has its id by then.
    return outbox.sendingOutside(channel).stream()
            .anyMatch(delivery -> HumanTakeover.words(delivery.text()).equals(words))
        || outbox.sentOutside(channel, messageId);
  }
}
