package dev.sessionmanager.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.conversation.TurnLog;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells what a human has written on the phone from WhatsApp Business's own greetings and away
 * messages, which come as the business's like a human's: those are named in a setting, or the same
 * words go to two people. The first time such words come nobody can know; once they have come to a
 * second, the first conversation is given back. Words are kept as hashes. Any thread.
 */
@Component
class PhoneTexts {

  /** Letters and digits; a human greets two people with fewer, word for word. */
  private static final int WORDS_MIN = 15;

  private static final String KEEP =
      """
      insert into phone_texts (channel, message_id, conversation, held_by, words, written_at)
      values (?, ?, ?, ?, ?, ?) on conflict do nothing\
      """;

  private static final String AUTOMATIC =
      """
      insert into automatic_texts (words, seen_at) values (?, ?)
      on conflict (words) do update set seen_at = excluded.seen_at\
      """;

  /** Where the same words have gone and nothing else since that a human may have written. */
  private static final String ELSEWHERE =
      """
      select conversation, held_by, exists (
        select 1 from phone_texts b where b.channel = a.channel and b.conversation = a.conversation
          and b.words <> a.words and b.written_at >= a.written_at) as more
      from phone_texts a
      where channel = ? and words = ? and conversation <> ? and message_id <> ? and written_at between ? and ?\
      """;

  private final TurnLog log;
  private final JdbcClient reading;
  private final AutomaticSettings settings;
  private final Set<String> named;
  private final Clock clock;

  PhoneTexts(
      TurnLog log,
      @Qualifier("readingDataSource") DataSource reading,
      AutomaticSettings settings,
      Clock clock) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
    this.settings = settings;
    this.named = settings.named();
    this.clock = clock;
  }

  /**
   * A conversation in which the same words have come.
   *
   * @param heldBy who was taken for a human because of them
   * @param more whether a human has written something else there since
   */
  record Elsewhere(String conversation, String heldBy, boolean more) {}

  /**
   * What words are.
   *
   * @param automatic whether no human has written them
   * @param elsewhere where the same have come before, which is given back
   */
  record Finding(boolean automatic, List<Elsewhere> elsewhere) {}

  /** Keeps words in mind, and says what they are. */
  Finding take(OutsideMessage message) {
    String said = HumanTakeover.words(message.text());
    String words = said.length() < WORDS_MIN ? "" : hash(said);
    if (named.contains(said) || (!words.isEmpty() && isKnown(words))) {
      seen(words);
      return new Finding(true, List.of());
    }
    long at = message.writtenAt().toEpochMilli();
    log.append(statements ->
        statements.run(
            KEEP,
            message.channel(),
            message.id(),
            message.conversation(),
            message.by(),
            words,
            at));
    List<Elsewhere> elsewhere = words.isEmpty() ? List.of() : elsewhere(message, words, at);
    if (!elsewhere.isEmpty()) {
      seen(words);
    }
    return new Finding(!elsewhere.isEmpty(), elsewhere);
  }

  private List<Elsewhere> elsewhere(OutsideMessage message, String words, long at) {
    long within = settings.within().toMillis();
    return within == 0
        ? List.of()
        : reading
            .sql(ELSEWHERE)
            .params(
                message.channel(),
                words,
                message.conversation(),
                message.id(),
                at - within,
                at + within)
            .query((row, number) ->
                new Elsewhere(
                    row.getString("conversation"),
                    row.getString("held_by"),
                    row.getBoolean("more")))
            .list();
  }

  private boolean isKnown(String words) {
    return reading
        .sql("select 1 from automatic_texts where words = ?")
        .params(words)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** What is named needs no row: it is found by its name. */
  private void seen(String words) {
    long now = clock.millis();
    if (!words.isEmpty()) {
      log.append(statements -> statements.run(AUTOMATIC, words, now));
    }
  }

  private static String hash(String words) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(words.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java has it
    }
  }
}
