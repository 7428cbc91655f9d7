package dev.sessionmanager.messaging;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Words of the business's own side that stand right behind the first message of a customer, sooner
 * than anybody could have read that and typed them. Any thread.
 */
final class FirstWords {

  /** Who has written nothing for so long writes a first message; to older ones a human may type. */
  private static final long SILENT = Duration.ofDays(1).toMillis();

  /** A customer's first message in a conversation that no human was in, within this time. */
  private static final String FIRST =
      """
      select 1 from arrivals a where a.channel = ? and a.conversation = ? and a.written_at between ? and ?
        and not exists (select 1 from arrivals b where b.channel = a.channel and b.conversation = a.conversation
          and b.written_at < a.written_at and b.written_at >= a.written_at - ?)
        and not exists (select 1 from human_replies h where h.channel = a.channel
          and h.conversation = a.conversation and h.written_at < a.written_at and h.written_at >= a.written_at - ?)
      limit 1\
      """;

  /** Texts that a customer's message may have set off. */
  private static final String SET_OFF =
      """
      select * from phone_texts p
      where channel = ? and conversation = ? and held = 0 and doubt = 0 and words <> '' and written_at between ? and ?
        and not exists (select 1 from automatic_texts t where t.words = p.words)\
      """;

  private static final String IN_DOUBT =
      "select * from phone_texts where doubt = 1 and written_at <= ? order by written_at";

  /**
   * Words that were written, by their hash.
   *
   * @param letters how many letters and digits they have
   */
  record Words(Mirrors.Shown place, String messageId, String hash, int letters, long writtenAt) {

    private static Words of(ResultSet row, int number) throws SQLException {
      return new Words(
          new Mirrors.Shown(row.getString("channel"), row.getString("conversation")),
          row.getString("message_id"),
          row.getString("words"),
          row.getInt("letters"),
          row.getLong("written_at"));
    }
  }

  private final JdbcClient reading;
  private final long sooner;

  FirstWords(JdbcClient reading, AutomaticSettings settings) {
    this.reading = reading;
    this.sooner = settings.soonerThan().toMillis();
  }

  /** Words that are there, and that this message of a customer's may have set off. */
  List<Words> setOff(Mirrors.Shown place, Arrival message) {
    long at = message.writtenAt().toEpochMilli();
    return sooner == 0
        ? List.of()
        : reading
            .sql(SET_OFF)
            .params(place.channel(), place.conversation(), at, at + sooner)
            .query(Words::of)
            .list();
  }

  /** Words of which it is not known whether whoever wrote them goes on, written before then. */
  List<Words> inDoubt(long before) {
    return reading.sql(IN_DOUBT).params(before).query(Words::of).list();
  }

  /** Whether a customer's first message stands right before this time. */
  boolean areAt(List<Mirrors.Shown> places, long at) {
    return sooner > 0 && places.stream().anyMatch(place -> isFirst(place, at));
  }

  private boolean isFirst(Mirrors.Shown place, long at) {
    return reading
        .sql(FIRST)
        .params(place.channel(), place.conversation(), at - sooner, at, SILENT, SILENT)
        .query(Integer.class)
        .optional()
        .isPresent();
  }
}
