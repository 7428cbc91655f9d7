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
        """
        received_at < ? and (dropped_at is not null or
          turn_id in (select turn_id from outcomes) or
          turn_id is not null and turn_id not in (select id from turns))\
        """,
        settings.dedupeKept());
    delete(
        "deliveries",
        "ended_at < ? and state in ('DELIVERED', 'SILENCED', 'DROPPED')",
        settings.dedupeKept());
    delete(
        "deliveries", "ended_at < ? and state in ('DEAD', 'REFUSED')", settings.deadLettersKept());
    delete("quarantine", "at < ?", settings.deadLettersKept());
    delete("human_replies", "written_at < ?", settings.dedupeKept());
    delete("handovers", "until < ?", Duration.ZERO);
    delete("phone_texts", "written_at < ?", automatic.within().plus(PHONE_KEPT));
    delete("automatic_texts", "seen_at < ?", KNOWN_KEPT);
    delete("left_assignees", "at < ?", KNOWN_KEPT);
    delete("mirrors", "at < ?", KNOWN_KEPT);
    delete("handover_requests", "asked_at < ?", settings.deadLettersKept());
  }

  private void delete(String table, String condition, Duration kept) {
    long before = clock.instant().minus(kept).toEpochMilli();
    String sql =
        "delete from %s where rowid in (select rowid from %s where %s limit %d)"
            .formatted(table, table, condition, MAX);
    while (writing.sql(sql).params(before).update() == MAX) {
      // the next of them
    }
  }
}
