package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.TurnLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The conversations that a human holds. Any thread. */
@Component
public class Handovers {

  private final TurnLog log;
  private final JdbcClient reading;
  private final Clock clock;

  Handovers(TurnLog log, @Qualifier("readingDataSource") DataSource reading, Clock clock) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
    this.clock = clock;
  }

  /**
   * A human holds it from now on: what waits to be sent in it is dropped, in the same commit.
   *
   * @param until null for until it is given back
   */
  public void silence(String channel, String conversation, String by, @Nullable Instant until) {
    Handover handover = new Handover(channel, conversation, by, clock.instant(), until);
    log.append(MessagingStatements.silenced(handover));
  }

  /** The bot may speak in it again. */
  public void unsilence(String channel, String conversation) {
    log.append(MessagingStatements.unsilenced(channel, conversation));
  }

  /** Who holds it now; empty when the bot may speak. */
  public Optional<Handover> find(String channel, String conversation) {
    return reading
        .sql("select * from handovers where channel = ? and conversation = ?")
        .params(channel, conversation)
        .query(Handovers::row)
        .optional()
        .filter(handover -> handover.at(clock.instant()));
  }

  /** All that are held now, the newest first. */
  public List<Handover> list(int max) {
    return reading
        .sql("select * from handovers where until is null or until > ? order by since desc limit ?")
        .params(clock.millis(), max)
        .query(Handovers::row)
        .list();
  }

  private static Handover row(ResultSet row, int number) throws SQLException {
    long until = row.getLong("until");
    boolean endless = row.wasNull();
    return new Handover(
        row.getString("channel"),
        row.getString("conversation"),
        row.getString("held_by"),
        Instant.ofEpochMilli(row.getLong("since")),
        endless ? null : Instant.ofEpochMilli(until));
  }
}
