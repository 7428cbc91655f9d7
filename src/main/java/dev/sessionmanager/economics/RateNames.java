package dev.sessionmanager.economics;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words by which rates are told apart, folded. */
final class RateNames {

  private static final Map<String, Period> ACRONYMS = Lexicon.values("acronyms", Period::named);
  private static final Set<String> EFFECTIVE = Lexicon.FILE.words("effective");
  private static final Set<String> NOMINAL = Lexicon.FILE.words("nominal");
  private static final Set<String> OTHER_THINGS = Lexicon.FILE.words("not-of-a-rate");

  private RateNames() {}

  /** TNA, TEA, TEM: what follows is a percentage, with or without its sign. */
  static boolean isAcronym(String word) {
    return ACRONYMS.containsKey(word);
  }

  static boolean isEffective(String word) {
    return EFFECTIVE.contains(word);
  }

  static boolean isNominal(String word) {
    return NOMINAL.contains(word);
  }

  /** Behind such a word "mensual" says how often something happens, not of what kind a rate is. */
  static boolean isOfOtherThings(String word) {
    return OTHER_THINGS.contains(word);
  }

  /** The period that an acronym or a word of time names; null for another word. */
  static @Nullable Period period(String word) {
    Period period = ACRONYMS.get(word);
    return period == null ? Period.of(word) : period;
  }
}
