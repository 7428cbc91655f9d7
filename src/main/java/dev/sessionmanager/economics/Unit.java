package dev.sessionmanager.economics;

import dev.sessionmanager.economics.Amount.Kind;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the words behind a number say of it: "millones", "% nominal anual", "meses", "años y medio",
 * "cuotas", "dólares por mes". Texts are folded.
 */
final class Unit {

  /** Spaces, those that do not break among them. */
  static final String SPACES = " \t\u00a0\u202f";

  /** One of them, as a regular expression. */
  static final String SPACE = "[" + SPACES + "]";

  private static final Pattern WORD = Pattern.compile(SPACE + "*+(\\p{L}++)");

  /** "3-year": a hyphen joins a number and its unit. */
  private static final Pattern JOINED = Pattern.compile("-(\\p{L}++)");

  private static final Pattern SLASH = Pattern.compile(SPACE + "*+/" + SPACE + "*+(\\p{L}++)");
  private static final Pattern EVERY =
      Pattern.compile(SPACE + "*+([0-9]{1,3}|\\p{L}++)" + SPACE + "++(\\p{L}++)");

  private static final Pattern PERCENT = oneOf("percent", "%%");
  private static final Pattern BASIS_POINTS = oneOf("basis-points", "bps");
  private static final Pattern AND_A_HALF = oneOf("and-a-half", "y 1/2");

  static final Map<String, Double> FACTORS = Lexicon.values("factors", Double::valueOf);

  /** Lengths of time that are multiples of others: "década" is ten years. */
  private static final Map<String, String> LONG_TIMES =
      Lexicon.values("long-times", words -> words);

  private static final Set<String> COUNTED = Lexicon.FILE.words("counted");
  private static final Set<String> PERIODS = Lexicon.FILE.words("counted-periods");

  /** Payments that say how often they come: "mensualidades". */
  private static final Map<String, Period> COUNTED_BY = Lexicon.values("counted-by", Period::named);

  private static final Set<String> ENGLISH_TIMES = Lexicon.FILE.words("english-times");
  private static final Set<String> MONEY = Lexicon.FILE.words("money");
  private static final Set<String> MEASURES = Lexicon.FILE.words("measures");

  /** Between a percentage and its period. */
  private static final Set<String> LINKS = Lexicon.FILE.words("links");

  /** Between a sum and how often it comes: "1.000 por mes". */
  private static final Set<String> EACH = Lexicon.FILE.words("each");

  /** Between "each" and the time: "por la semana", "todos los meses". */
  private static final Set<String> ARTICLES = Set.of("la", "los", "las");

  /** TNA, TEA, TEM: what follows is a percentage, with or without its sign. */
  static final Map<String, Period> ACRONYMS = Lexicon.values("acronyms", Period::named);

  static final Set<String> EFFECTIVE = Lexicon.FILE.words("effective");
  private static final Set<String> NOMINAL = Lexicon.FILE.words("nominal");

  /** Words behind a percentage in which its period is looked for. */
  private static final int WORDS_BEHIND = 4;

  double factor = 1;
  Kind kind = Kind.PLAIN;
  @Nullable Period period;

  boolean effective;
  boolean nominal;

  /** Half of the unit on top: "3 años y medio", "2 millones y medio". */
  double half;

  /** Behind the last word that belongs to the number. */
  int end;

  private final String text;

  private Unit(String text) {
    this.text = text;
  }

  private static Pattern oneOf(String list, String sign) {
    String words = String.join("|", Lexicon.FILE.entries(list)).replace(" ", SPACE + "++");
    return Pattern.compile(
        SPACE + "*+(?:" + sign.replace("%%", "%") + "|(?:" + words + ")(?![\\p{L}\\p{Nd}]))");
  }

  /**
   * What is said behind a number.
   *
   * @param end behind its last digit or word
   */
  static Unit behind(String text, int end) {
    Unit unit = new Unit(text);
    unit.end = end;
    unit.read(WORD.matcher(text));
    return unit;
  }

  private void read(Matcher words) {
    for (Double by = factor(words); by != null; by = factor(words)) {
      factor *= by;
      end = words.end();
    }
    half = skip(AND_A_HALF) ? 0.5 : 0;
    if (skip(PERCENT)) {
      kind = Kind.PERCENT;
      readPeriod(words);
    } else if (skip(BASIS_POINTS)) {
      kind = Kind.PERCENT;
      factor /= 100;
    } else {
      readNoun(words);
    }
  }

  private void readNoun(Matcher words) {
    int behind = end;
    String word = word(words);
    if (word.isEmpty()) {
      Matcher joined = JOINED.matcher(text).region(end, text.length());
      boolean unit = joined.lookingAt() && Period.of(joined.group(1)) != null;
      word = unit ? joined.group(1) : "";
      behind = unit ? joined.end() : end;
    } else {
      behind = words.end();
    }
    Period named = Period.of(word);
    String longTime = LONG_TIMES.get(word);
    if (named != null && !Period.isAdjective(word)) {
      time(behind, named);
    } else if (longTime != null) {
      int space = longTime.indexOf(' ');
      factor *= Double.parseDouble(longTime.substring(0, space));
      time(behind, Period.named(longTime.substring(space + 1)));
    } else if (COUNTED.contains(word) || PERIODS.contains(word)) {
      kind = COUNTED.contains(word) ? Kind.PAYMENTS : Kind.TIME;
      end = behind;
      readPeriod(words);
    } else if (COUNTED_BY.containsKey(word)) {
      kind = Kind.PAYMENTS;
      period = COUNTED_BY.get(word);
      end = behind;
    } else if (MEASURES.contains(word)) {
      kind = Kind.MEASURE;
      end = behind;
    } else {
      readEach(words);
    }
  }

  private void time(int behind, Period unit) {
    kind = Kind.TIME;
    period = unit;
    end = behind;
    if (half == 0 && skip(AND_A_HALF)) {
      half = 0.5;
    }
  }

  /** "pesos", "dólares mensuales", "por mes", "/mes": how often a sum comes. */
  private void readEach(Matcher words) {
    String word = word(words);
    while (MONEY.contains(word)) {
      end = words.end();
      word = word(words);
    }
    Matcher slash = SLASH.matcher(text).region(end, text.length());
    if (slash.lookingAt() && Period.of(slash.group(1)) != null) {
      period = Period.of(slash.group(1));
      end = slash.end();
    } else if (Period.of(word) != null && Period.isAdjective(word)) {
      period = Period.of(word);
      end = words.end();
      if (COUNTED.contains(word(words))) { // "5 annual payments"
        kind = Kind.PAYMENTS;
        end = words.end();
      }
    } else if (EACH.contains(word) && !every(word, words.end())) {
      word(words);
      int from = end;
      end = words.end();
      String next = word(words);
      if (ARTICLES.contains(next)) {
        end = words.end();
        next = word(words);
      }
      period = Period.of(next);
      end = period == null ? from : words.end();
    }
  }

  /** Whether an English word of time stands at a place: "a [year]". */
  static boolean isEnglish(String text, int at) {
    return ENGLISH_TIMES.contains(word(WORD.matcher(text), at));
  }

  private @Nullable Double factor(Matcher words) {
    return FACTORS.get(word(words));
  }

  private boolean skip(Pattern pattern) {
    Matcher found = pattern.matcher(text).region(end, text.length());
    boolean there = found.lookingAt();
    end = there ? found.end() : end;
    return there;
  }

  /** "nominal anual", "por mes", "TEA"; stops at the first word that is something else. */
  private void readPeriod(Matcher words) {
    int at = end;
    for (int i = 0; i < WORDS_BEHIND; i++) {
      String word = word(words, at);
      boolean kind = EFFECTIVE.contains(word) || NOMINAL.contains(word);
      boolean preposition = word.equals("a") && !isEnglish(text, words.end()); // "a TEA"
      if (word.isEmpty() || preposition || (period != null && !kind)) {
        return;
      }
      at = words.end();
      effective |= EFFECTIVE.contains(word);
      nominal |= NOMINAL.contains(word);
      if (period == null && every(word, at)) {
        return;
      }
      period = period == null ? period(word) : period;
      if (period != null || kind) {
        end = at;
      } else if (!LINKS.contains(word)) {
        return;
      }
    }
  }

  /** "cada 6 meses": every half year. What is no usual length of time is left to the reader. */
  private boolean every(String word, int at) {
    Matcher times = EVERY.matcher(text).region(at, text.length());
    Period unit = Period.isEvery(word) && times.lookingAt() ? Period.of(times.group(2)) : null;
    if (unit == null) {
      return false;
    }
    NumberWords.Read spoken = NumberWords.at(text, times.start(1));
    if (spoken == null && !Numeral.isDigits(times.group(1))) {
      return false;
    }
    double count = spoken == null ? Double.parseDouble(times.group(1)) : spoken.value();
    Period found = Period.perYear(unit.perYear / count);
    period = unit == Period.DAY && count == 30 ? Period.MONTH : found;
    end = period == null ? end : times.end();
    return period != null;
  }

  private String word(Matcher words) {
    return word(words, end);
  }

  /** The word at a place, or behind spaces there; empty when there is none. */
  private static String word(Matcher words, int at) {
    return words.region(at, words.regionEnd()).lookingAt() ? words.group(1) : "";
  }

  /** The period that an acronym or a word of time names; null for another word. */
  static @Nullable Period period(String word) {
    Period period = ACRONYMS.get(word);
    return period == null ? Period.of(word) : period;
  }
}
