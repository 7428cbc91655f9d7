package dev.sessionmanager.economics;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in words: "tres", "treinta y seis", "dos mil quinientos", "un millón", "three". Texts are
 * folded; a number ends where the next word does not continue it. One thread, one number.
 */
final class NumberWords {

  private static final Map<String, Double> NUMBERS = Lexicon.values("numbers", Double::valueOf);
  private static final Set<String> HUNDREDS = Lexicon.FILE.words("hundreds");
  private static final Set<String> THOUSANDS = Lexicon.FILE.words("thousands");
  private static final Set<String> MILLIONS = Lexicon.FILE.words("millions");

  /** They are articles too, and numbers only where a unit follows. */
  private static final Set<String> ARTICLES = Lexicon.FILE.words("number-articles");

  /** They speak of a part or a multiple of another number, which is never calculated with. */
  private static final Set<String> PARTS = Lexicon.FILE.words("number-parts");

  private static final Pattern WORD =
      Pattern.compile(Unit.SPACE + "*+(?<![\\p{L}\\p{Nd}])(\\p{L}++)(?![\\p{Nd}_])");

  /** Before the decimals of a number in words. */
  private static final Set<String> SIGNS = Lexicon.FILE.words("decimal-signs");

  private static final String ZERO = "cero";

  /** Words of one number, at most. */
  private static final int MAX_WORDS = 12;

  /**
   * A number that was read.
   *
   * @param end behind its last word
   * @param article whether it is "un", "una", "a" alone
   * @param unit of which a half may follow: a million behind "dos millones", else 1
   */
  record Read(double value, int end, boolean article, double unit) {}

  private double millions;
  private double thousands;
  private double group;
  private int count;

  private NumberWords() {}

  /** Whether a word names an amount that cannot be read: "el doble", "un tercio". */
  static boolean isPart(String word) {
    return PARTS.contains(word);
  }

  /** The number whose first word begins at {@code start}; null where none does. */
  static @Nullable Read at(String text, int start) {
    NumberWords number = new NumberWords();
    Matcher words = WORD.matcher(text);
    int end = start;
    int from = start;
    String first = "";
    while (number.count < MAX_WORDS && words.region(from, text.length()).lookingAt()) {
      String word = words.group(1);
      from = words.end();
      if (word.equals("y") && number.isTens()) {
        continue; // what follows must be a unit, or the number ended before the "y"
      }
      if (!number.takes(word)) {
        break;
      }
      first = number.count == 1 ? word : first;
      end = from;
    }
    double value = number.millions + number.thousands + number.group;
    Read decimals = number.count == 0 ? null : decimals(text, end, words);
    if (decimals != null) {
      return new Read(value + decimals.value(), decimals.end(), false, 1);
    }
    return number.count == 0
        ? null
        : new Read(
            value,
            end,
            number.count == 1 && ARTICLES.contains(first),
            value > 0 && number.millions == value ? 1e6 : 1);
  }

  /** "coma cinco" is 0,5, "coma veinticinco" 0,25 and "coma cero cinco" 0,05; null for none. */
  private static @Nullable Read decimals(String text, int at, Matcher words) {
    if (!words.region(at, text.length()).lookingAt() || !SIGNS.contains(words.group(1))) {
      return null;
    }
    int end = words.end();
    double unit = 1;
    while (words.region(end, text.length()).lookingAt() && words.group(1).equals(ZERO)) {
      unit /= 10;
      end = words.end();
    }
    NumberWords rest = new NumberWords();
    while (words.region(end, text.length()).lookingAt()) {
      String word = words.group(1);
      boolean joins = word.equals("y") && rest.isTens() && rest.group > 0;
      if (!joins && (NUMBERS.get(word) == null || !rest.takes(word))) {
        break;
      }
      end = words.end();
    }
    boolean fraction = rest.count > 0 && rest.group > 0 && rest.group < 100;
    return fraction
        ? new Read(rest.group * unit / (rest.group < 10 ? 10 : 100), end, false, 1)
        : null;
  }

  private boolean isTens() {
    return group % 10 == 0 && group % 100 >= 20;
  }

  private boolean takes(String word) {
    boolean begins = count == 0 || word.charAt(0) != 'a'; // "cien a ochenta" are two
    Double number = begins ? NUMBERS.get(word) : null;
    if (number != null) {
      boolean fits = group == 0 || (group % 100 == 0 && number < 100) || (isTens() && number < 10);
      if (!fits) {
        return false;
      }
      group += number;
    } else if (HUNDREDS.contains(word) && group < 10) {
      group = Math.max(1, group) * 100;
    } else if (THOUSANDS.contains(word) && thousands == 0) {
      thousands = Math.max(1, group) * 1e3;
      group = 0;
    } else if (MILLIONS.contains(word) && count > 0 && millions == 0) {
      millions = (thousands + group) * 1e6;
      thousands = 0;
      group = 0;
    } else {
      return false;
    }
    count++;
    return true;
  }
}
