package dev.sessionmanager.session;

import dev.sessionmanager.user.Users;
import java.time.Clock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What is done about sessions from time to time. */
@Component
class SessionUpkeep {

  private final LiveSessions live;
  private final SessionEndings endings;
  private final KeySecrets keys;
  private final SessionRepository rows;
  private final SessionSettings settings;
  private final TransactionOperations transaction;
  private final Clock clock;

  SessionUpkeep(
      LiveSessions live,
      SessionEndings endings,
      KeySecrets keys,
      SessionRepository rows,
      SessionSettings settings,
      TransactionOperations transaction,
      Users users,
      Clock clock) {
    this.live = live;
    this.endings = endings;
    this.keys = keys;
    this.rows = rows;
    this.settings = settings;
    this.transaction = transaction;
    this.clock = clock;
    users.onForeignChange(this::followFile);
  }

  private void followFile() {
    flush();
    keys.forget();
    endings.followFile();
  }

  /** Writes down which connections came and went, and who was seen when. */
  @Scheduled(
      fixedDelayString = "${sessions.flush-interval}",
      initialDelayString = "${sessions.flush-interval}")
  void flush() {
    live.write();
  }

  @Scheduled(
      fixedDelayString = "${sessions.idle-check}",
      initialDelayString = "${sessions.idle-check}")
  void endIdle() {
    endings.endIdle();
  }

  /** Removes rows of sessions that ended longer ago than {@code sessions.history}. */
  @Scheduled(fixedDelayString = "PT6H", initialDelayString = "PT1M")
  void removeOld() {
    long before = clock.instant().minus(settings.history()).toEpochMilli();
    transaction.executeWithoutResult(status -> rows.forget(before));
  }
}
