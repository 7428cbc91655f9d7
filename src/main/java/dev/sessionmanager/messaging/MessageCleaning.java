package dev.sessionmanager.messaging;

import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes what of the messaging channels nobody needs any more; what waits stays. */
@Component
class MessageCleaning {

  /** Rows deleted by one statement, so that no message waits long behind it. */
  private static final int MAX = 1000;

  /** Longer than a human holds a conversation after what they have written on the phone. */
  private static final Duration PHONE_KEPT = Duration.ofDays(1);

  /** What is learned anew when it is needed again. */
  private static final Duration KNOWN_KEPT = Duration.ofDays(365);

  private static final String CONVERSATION = "channel, conversation";

  private final JdbcClient writing;
  private final KeepingSettings settings;
  private final AutomaticSettings automatic;
  private final Clock clock;

  MessageCleaning(
      JdbcClient writing, KeepingSettings settings, AutomaticSettings automatic, Clock clock) {
    this.writing = writing;
    this.settings = settings;
    this.automatic = automatic;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT2M")
  void clean() {
    // A message that is being answered is read again after a restart: it stays as well.
    delete(
        "arrivals",
        "id",
        """
        received_at < ? and (dropped_at is not null or
          turn_id in (select turn_id from outcomes) or
          turn_id is not null and turn_id not in (select id from turns))\
        """,
        settings.dedupeKept());
    delete(
        "deliveries",
        "id",
        "ended_at < ? and state in ('DELIVERED', 'SILENCED', 'DROPPED')",
        settings.dedupeKept());
    delete(
        "deliveries",
        "id",
        "ended_at < ? and state in ('DEAD', 'REFUSED')",
        settings.deadLettersKept());
    delete("quarantine", "id", "at < ?", settings.deadLettersKept());
    delete("human_replies", CONVERSATION + ", written_at", "written_at < ?", settings.dedupeKept());
    delete("handovers", CONVERSATION, "until < ?", Duration.ZERO);
    delete(
        "phone_texts",
        "channel, message_id",
        "written_at < ?",
        automatic.within().plus(PHONE_KEPT));
    delete("automatic_texts", "words", "seen_at < ?", KNOWN_KEPT);
    delete("left_assignees", CONVERSATION, "at < ?", KNOWN_KEPT);
    // Who wants no messages in one of two channels is known in the other for as long.
    delete(
        "mirrors",
        CONVERSATION + ", other_channel",
        """
        at < ? and not exists (
          select 1 from opt_outs o where o.channel = mirrors.channel and o.conversation = mirrors.conversation)\
        """,
        KNOWN_KEPT);
    delete(
        "aliases",
        "channel, alias",
        """
        at < ? and not exists (
          select 1 from opt_outs o where o.channel = aliases.channel and o.person = aliases.person)\
        """,
        KNOWN_KEPT);
    delete("handover_requests", CONVERSATION, "asked_at < ?", settings.deadLettersKept());
  }

  private void delete(String table, String key, String condition, Duration kept) {
    long before = clock.instant().minus(kept).toEpochMilli();
    String sql =
        "delete from %1$s where (%2$s) in (select %2$s from %1$s where %3$s limit %4$d)"
            .formatted(table, key, condition, MAX);
    while (writing.sql(sql).params(before).update() == MAX) {
      // the next of them
    }
  }
}
