package dev.sessionmanager.economics;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A length of time in which rates, terms and payments are said. A year has 12 months, 52 weeks and
 * 365 days (the commercial convention for TNA).
 */
enum Period {
  YEAR(1, "anual", "año", "años"),
  SEMESTER(2, "semestral", "semestre", "semestres"),
  FOUR_MONTHS(3, "cuatrimestral", "cuatrimestre", "cuatrimestres"),
  QUARTER(4, "trimestral", "trimestre", "trimestres"),
  TWO_MONTHS(6, "bimestral", "bimestre", "bimestres"),
  MONTH(12, "mensual", "mes", "meses"),
  FORTNIGHT(24, "quincenal", "quincena", "quincenas"),
  WEEK(52, "semanal", "semana", "semanas"),
  DAY(365, "diaria", "día", "días");

  /** The folded nouns, adjectives and adverbs of each; read when the first is looked for. */
  private static final class Words {

    static final Map<String, Period> PERIODS = new HashMap<>();
    static final Set<String> EVERY = Lexicon.FILE.words("every");

    static {
      Lexicon.values("periods", words -> words.split(" ", -1))
          .forEach((period, words) -> {
            for (String word : words) {
              PERIODS.put(word, named(period));
            }
          });
    }
  }

  /** How many of it make a year. */
  final double perYear;

  final String adjective;
  private final String one;
  private final String many;

  Period(double perYear, String adjective, String one, String many) {
    this.perYear = perYear;
    this.adjective = adjective;
    this.one = one;
    this.many = many;
  }

  /** The period with this name in word files: four_months. */
  static Period named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The period that a folded noun, adjective or adverb says; null for another word. */
  static @Nullable Period of(String word) {
    return Words.PERIODS.get(word);
  }

  /** The period of which that many make a year; null for an unusual number. */
  static @Nullable Period perYear(double times) {
    for (Period period : values()) {
      if (period.perYear == times) {
        return period;
      }
    }
    return null;
  }

  /** Whether a folded word says that a length of time repeats: "cada" 6 meses. */
  static boolean isEvery(String word) {
    return Words.EVERY.contains(word);
  }

  /** True for "anual", false for "año": only the first says of what kind a rate is. */
  static boolean isAdjective(String word) {
    return word.endsWith("al")
        || word.endsWith("ales")
        || word.endsWith("ly")
        || word.endsWith("mente")
        || word.startsWith("diari");
  }

  String noun(double count) {
    return count == 1 ? one : many;
  }
}
