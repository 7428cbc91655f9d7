package dev.sessionmanager.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.conversation.TurnLog;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
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
 * types them. Of fewer words that are there as soon it is not known before whoever wrote them has
 * left it at that. Until one of these is so nobody can know, and a human holds the conversation;
 * then it is a {@link Mistake}. Words are kept as hashes. Any thread.
 */
@Component
class PhoneTexts {

  /** Letters and digits; a human greets two people with fewer, word for word. */
  private static final int WORDS_MIN = 15;

  /** Letters and digits that nobody types within seconds; fewer somebody may have had ready. */
  private static final int TYPED_MAX = 40;

  private static final String KEEP =
      """
      insert into phone_texts (channel, message_id, conversation, held_by, words, letters, held, doubt, written_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing\
      """;

  private static final String DOUBT =
      "update phone_texts set doubt = ? where channel = ? and message_id = ?";

  private static final String LEFT_AT_THAT =
      "select 1 from phone_texts where channel = ? and message_id = ? and doubt = 2";

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

  private static final String OF_CONVERSATION =
      """
      select held_by, held, written_at,
        doubt = 2 or exists (select 1 from automatic_texts t where t.words = p.words) as automatic
      from phone_texts p where channel = ? and conversation = ? order by written_at, message_id\
      """;

  private final TurnLog log;
  private final JdbcClient reading;
  private final AutomaticSettings settings;
  private final Set<String> named;
  private final FirstWords first;
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
    this.first = new FirstWords(this.reading, settings);
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
    if (any(LEFT_AT_THAT, message.channel(), message.id())) {
      return new Finding(true, List.of()); // the next who has these words may be a human
    }
    long at = Math.min(message.writtenAt().toEpochMilli(), clock.millis());
    boolean atOnce = !held && !words.isEmpty() && first.areAt(places, at);
    boolean few = said.length() < TYPED_MAX;
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
            atOnce && few ? 1 : 0,
            at));
    return !words.isEmpty() && ((atOnce && !few) || isElsewhere(message, words, at))
        ? new Finding(true, mistakes(words))
        : new Finding(false, List.of());
  }

  /** Whether words are there that this message of a customer's may have set off. */
  boolean mayHaveSetOff(Arrival message) {
    return !first.setOff(Mirrors.Shown.of(message), message).isEmpty();
  }

  /**
   * What a customer's message makes of words that were heard of before it.
   *
   * @param places every channel's name for its conversation
   */
  List<Mistake> setOffBy(Arrival message, List<Mirrors.Shown> places) {
    List<Mistake> mistakes = new ArrayList<>();
    for (Mirrors.Shown place : places) {
      for (FirstWords.Words words : first.setOff(place, message)) {
        if (!first.areAt(places, words.writtenAt())) {
          continue;
        }
        if (words.letters() >= TYPED_MAX) {
          mistakes.addAll(mistakes(words.hash()));
        } else {
          doubt(words, 1);
        }
      }
    }
    return mistakes;
  }

  /**
   * Conversations that few words have taken which came at once, {@code
   * messengers.automatic.alone-for} ago, and to which nothing was added since: a human who has come
   * goes on.
   */
  List<Mistake> leftAtThat() {
    List<Mistake> mistakes = new ArrayList<>();
    if (settings.aloneFor().isZero()) {
      return mistakes;
    }
    long before = clock.millis() - settings.aloneFor().toMillis();
    for (FirstWords.Words words : first.inDoubt(before)) {
      doubt(words, 2);
      mistake(words.place()).ifPresentOrElse(mistakes::add, () -> doubt(words, 0));
    }
    return mistakes;
  }

  private void doubt(FirstWords.Words words, int state) {
    log.append(
        statements -> statements.run(DOUBT, state, words.place().channel(), words.messageId()));
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
