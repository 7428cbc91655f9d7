package dev.sessionmanager.safety;

import dev.sessionmanager.text.PatternIndex;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds the explicit signs of danger in what a person writes, in Spanish, Portuguese and English,
 * by rules: the same text always gives the same answer. {@link Dangers} looks for what is only
 * hinted at, too. The rules are {@code safety/signs.yaml}; what they are compared with is said at
 * {@link Spelling} and {@link Vocabulary}.
 *
 * <p>A phrase of the file is a sign unless
 *
 * <ul>
 *   <li>its last word belongs to a harmless phrase ("me muero de risa", "matar el tiempo"),
 *   <li>it is denied in the same clause ("no quiero morir", "ya no pienso en matarme"),
 *   <li>it speaks of others in a sentence about fiction, games, machines or vermin, or threatens
 *       with a laugh; what people say of themselves is a sign in such a sentence too.
 * </ul>
 *
 * Where several stay, what happens now goes first, then the order of {@link Danger.Kind}. A sign
 * becomes {@link Danger.Urgency#NOW} by a word of time in its sentence ("hoy", "tonight").
 *
 * <p>In doubt it errs towards safety: a needless question costs less than a missed one. It is no
 * diagnosis and misses what is only hinted at. Any thread; linear in the length of the text.
 */
public final class DangerSigns {

  private static final Comparator<Danger> GRAVEST =
      Comparator.comparing(Danger::urgency).thenComparing(Danger::kind);

  /** Words between a "no" and what it denies, at most. */
  private static final int DENIED_WITHIN = 7;

  private final Rules rules = new Rules();

  /** The gravest sign in a text; empty where there is none. */
  public Optional<Danger> in(String text) {
    SpokenText message = SpokenText.of(text, rules);
    BitSet harmless = harmless(message);
    Danger gravest = null;
    int sentence = -1;
    boolean now = false;
    boolean fiction = false;
    boolean laughter = false;
    for (int at = 0; at < message.size(); at++) {
      if (message.before(at) == SpokenText.Break.SENTENCE || sentence < 0) {
        sentence = at;
        now = says(message, sentence, "now");
        fiction = says(message, sentence, "fiction");
        laughter = says(message, sentence, "laughter");
      }
      for (PatternIndex.Entry<Danger> sign : rules.signs(message.word(at))) {
        int end = sign.pattern().match(message, at);
        if (end < 0 || harmless.get(end - 1) || denied(message, at)) {
          continue;
        }
        Danger danger = sign.meaning();
        boolean laughed = laughter && danger.kind() == Danger.Kind.OTHERS;
        if (laughed || (fiction && danger.kind() != Danger.Kind.SELF)) {
          continue;
        }
        if (now && danger.urgency() == Danger.Urgency.CONCERN) {
          danger = new Danger(danger.kind(), Danger.Urgency.NOW, danger.language());
        }
        if (gravest == null || GRAVEST.compare(danger, gravest) < 0) {
          gravest = danger;
        }
      }
    }
    return Optional.ofNullable(gravest);
  }

  private BitSet harmless(SpokenText message) {
    BitSet harmless = new BitSet(message.size());
    for (int at = 0; at < message.size(); at++) {
      for (PatternIndex.Entry<Boolean> phrase : rules.innocent(message.word(at))) {
        int end = phrase.pattern().match(message, at);
        if (end > at) {
          harmless.set(at, end);
        }
      }
    }
    return harmless;
  }

  /**
   * Whether a "no" governs what begins here: with nothing but small words between, in one clause.
   */
  private boolean denied(SpokenText message, int at) {
    if (rules.has("denials", message.word(at))) {
      return false; // the "no" is a part of the sign: "no quiero vivir"
    }
    int furthest = Math.max(0, at - DENIED_WITHIN);
    for (int i = at; i > furthest && message.before(i) == SpokenText.Break.NONE; i--) {
      String word = message.word(i - 1);
      if (rules.has("denials", word)) {
        return true;
      }
      if (!rules.has("between", word)) {
        return false;
      }
    }
    return false;
  }

  /** Whether a text has a word of time ("hoy", "tonight", "agora"). */
  boolean now(String text) {
    SpokenText message = SpokenText.of(text, rules);
    for (int at = 0; at < message.size(); at++) {
      if (rules.has("now", message.word(at))) {
        return true;
      }
    }
    return false;
  }

  private boolean says(SpokenText message, int sentence, String list) {
    int at = sentence;
    do {
      if (rules.has(list, message.word(at))) {
        return true;
      }
      at++;
    } while (at < message.size() && message.before(at) != SpokenText.Break.SENTENCE);
    return false;
  }
}
