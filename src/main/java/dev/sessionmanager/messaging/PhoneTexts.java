package dev.sessionmanager.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.conversation.TurnLog;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells what a human has written on the phone from WhatsApp Business's own greetings and away
 * messages, which come as the business's like a human's: those are named in a setting, or the same
 * words go to two people, or they are there sooner after a customer's first message than anybody
 * types them. Until one of these is so nobody can know, and a human holds the conversation; then it
 * is a {@link Mistake}. Words are kept as hashes. Any thread.
 */
@Component
class PhoneTexts {

  /** Letters and digits; a human greets two people with fewer, word for word. */
  private static final int WORDS_MIN = 15;

  /** Letters and digits that nobody types within seconds; most greetings have more. */
  private static final int TYPED_MAX = 40;

  /** Who has written nothing for so long writes a first message; to older ones a human may type. */
  private static final long SILENT = Duration.ofDays(1).toMillis();

  private static final String KEEP =
      """
      insert into phone_texts (channel, message_id, conversation, held_by, words, letters, held, written_at)
      values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing\
      """;

  private static final String AUTOMATIC =
      """
      insert into automatic_texts (words, seen_at) values (?, ?)
      on conflict (words) do update set seen_at = excluded.seen_at\
      """;

  private static final String ELSEWHERE =
      """
      select 1 from phone_texts
      where channel = ? and words = ? and conversation <> ? and message_id <> ? and written_at between ? and ?
      limit 1\
      """;

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
      select words, written_at from phone_texts p
      where channel = ? and conversation = ? and held = 0 and letters >= ? and written_at between ? and ?
        and not exists (select 1 from automatic_texts t where t.words = p.words)\
      """;

  private static final String OF_CONVERSATION =
      """
      select held_by, held, written_at,
        exists (select 1 from automatic_texts t where t.words = p.words) as automatic
      from phone_texts p where channel = ? and conversation = ? order by written_at, message_id\
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
   * A conversation that a human seemed to hold because of words that no human has written.
   *
   * @param heldBy who was taken for a human
   * @param writtenAt when each of these words was written, in epoch milliseconds, the oldest first
   */
  record Mistake(String channel, String conversation, String heldBy, List<Long> writtenAt) {

    /** Since when it seemed to be held. */
    long since() {
      return writtenAt.getFirst();
    }
  }

  /**
   * What words are.
   *
   * @param automatic whether no human has written them
   * @param mistakes what that makes of conversations in which they have come before
   */
  record Finding(boolean automatic, List<Mistake> mistakes) {}

  private record Text(String heldBy, boolean held, long writtenAt, boolean automatic) {}

  private record Words(String hash, long writtenAt) {}

  /**
   * Keeps words in mind, and says what they are.
   *
   * @param places every channel's name for the conversation
   * @param held whether somebody holds it already
   */
  Finding take(OutsideMessage message, List<Mirrors.Shown> places, boolean held) {
    String said = HumanTakeover.words(message.text());
    String words = said.length() < WORDS_MIN ? "" : hash(said);
    if (named.contains(said) || (!words.isEmpty() && isKnown(words))) {
      seen(words);
      return new Finding(true, List.of());
    }
    long at = Math.min(message.writtenAt().toEpochMilli(), clock.millis());
    log.append(statements ->
        statements.run(
            KEEP,
            message.channel(),
            message.id(),
            message.conversation(),
            message.by(),
            words,
            said.length(),
            held ? 1 : 0,
            at));
    boolean atOnce = !held && said.length() >= TYPED_MAX && isFirst(places, at);
    return !words.isEmpty() && (atOnce || isElsewhere(message, words, at))
        ? new Finding(true, mistakes(words))
        : new Finding(false, List.of());
  }

  /** Whether words are there that this message of a customer's may have set off. */
  boolean mayHaveSetOff(Arrival message) {
    return !setOff(Mirrors.Shown.of(message), message).isEmpty();
  }

  /**
   * What a customer's message makes of words that were heard of before it.
   *
   * @param places every channel's name for its conversation
   */
  List<Mistake> setOffBy(Arrival message, List<Mirrors.Shown> places) {
    List<Mistake> mistakes = new ArrayList<>();
    for (Mirrors.Shown place : places) {
      for (Words words : setOff(place, message)) {
        if (isFirst(places, words.writtenAt())) {
          mistakes.addAll(mistakes(words.hash()));
        }
      }
    }
    return mistakes;
  }

  private List<Words> setOff(Mirrors.Shown place, Arrival message) {
    long sooner = settings.soonerThan().toMillis();
    long at = message.writtenAt().toEpochMilli();
    return sooner == 0
        ? List.of()
        : reading
            .sql(SET_OFF)
            .params(place.channel(), place.conversation(), TYPED_MAX, at, at + sooner)
            .query((row, number) -> new Words(row.getString("words"), row.getLong("written_at")))
            .list();
  }

  /** Whether a customer's first message stands right before this time. */
  private boolean isFirst(List<Mirrors.Shown> places, long at) {
    long sooner = settings.soonerThan().toMillis();
    return sooner > 0
        && places.stream()
            .anyMatch(place ->
                any(FIRST, place.channel(), place.conversation(), at - sooner, at, SILENT, SILENT));
  }

  private boolean isElsewhere(OutsideMessage message, String words, long at) {
    long within = settings.within().toMillis();
    return within > 0
        && any(
            ELSEWHERE,
            message.channel(),
            words,
            message.conversation(),
            message.id(),
            at - within,
            at + within);
  }

  /** From now on these words are no human's: what was held by them alone is held by nobody. */
  private List<Mistake> mistakes(String words) {
    seen(words);
    return reading
        .sql("select distinct channel, conversation from phone_texts where words = ?")
        .params(words)
        .query((row, number) ->
            new Mirrors.Shown(row.getString("channel"), row.getString("conversation")))
        .list()
        .stream()
        .flatMap(place -> mistake(place).stream())
        .toList();
  }

  /** Empty where something else has been written since the hold began, or began it. */
  private Optional<Mistake> mistake(Mirrors.Shown place) {
    List<Text> hold = new ArrayList<>();
    boolean begun = false;
    for (Text text : texts(place)) {
      if (!text.held()) {
        hold.clear();
        begun = true;
      }
      hold.add(text);
    }
    return begun && hold.stream().allMatch(Text::automatic)
        ? Optional.of(
            new Mistake(
                place.channel(),
                place.conversation(),
                hold.getLast().heldBy(),
                hold.stream().map(Text::writtenAt).toList()))
        : Optional.empty();
  }

  private List<Text> texts(Mirrors.Shown place) {
    return reading
        .sql(OF_CONVERSATION)
        .params(place.channel(), place.conversation())
        .query(PhoneTexts::text)
        .list();
  }

  private static Text text(ResultSet row, int number) throws SQLException {
    return new Text(
        row.getString("held_by"),
        row.getInt("held") == 1,
        row.getLong("written_at"),
        row.getBoolean("automatic"));
  }

  private boolean isKnown(String words) {
    return any("select 1 from automatic_texts where words = ?", words);
  }

  private boolean any(String sql, Object... values) {
    return reading.sql(sql).params(values).query(Integer.class).optional().isPresent();
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
