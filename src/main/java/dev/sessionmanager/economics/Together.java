package dev.sessionmanager.economics;

import dev.sessionmanager.economics.Amount.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Joins what was found as several numbers but is one: "3 años y 6 meses", "1 año, 2 meses y 15
 * días", "2 millones 500 mil". Pure functions.
 */
final class Together {

  private static final String SPACES = Unit.SPACE + "*+";
  private static final Pattern AND =
      Pattern.compile(
          SPACES
              + "(?:,?"
              + SPACES
              + "(?:"
              + String.join("|", Lexicon.FILE.entries("and"))
              + ")"
              + SPACES
              + ")?+");
  private static final Pattern COMMA = Pattern.compile(SPACES + "," + SPACES);
  private static final Pattern LARGE =
      Pattern.compile(".*[0-9\\p{L}] ?(?:" + String.join("|", Lexicon.FILE.words("large")) + ")");

  private Together() {}

  /**
   * The numbers with those joined that are one.
   *
   * @param text folded, in which they were found
   */
  static List<Amount> join(List<Amount> found, String text) {
    List<Amount> joined = new ArrayList<>();
    int at = 0;
    while (at < found.size()) {
      int end = end(found, at, text);
      Amount first = found.get(at);
      if (end == at + 1) {
        joined.add(first);
      } else if (first.kind() == Kind.TIME) {
        joined.add(Amount.together(found.subList(at, end)));
      } else {
        joined.add(sum(found.subList(at, end)));
      }
      at = end;
    }
    return joined;
  }

  /** Behind the last number that belongs to the one at {@code at}. */
  private static int end(List<Amount> found, int at, String text) {
    int end = at + 1;
    for (int i = at; i + 1 < found.size(); i++) {
      Amount one = found.get(i);
      Amount other = found.get(i + 1);
      String between = text.substring(one.end(), other.start());
      boolean times = isTime(one) && isTime(other) && smaller(other.period(), one.period());
      boolean sums = isLarge(one, text) && isRest(one, other) && between.isBlank();
      if ((times && AND.matcher(between).matches()) || sums) {
        end = i + 2;
      } else if (!times || !COMMA.matcher(between).matches()) {
        break; // behind a comma only where a last part follows with "y"
      }
    }
    return end;
  }

  private static boolean isTime(Amount amount) {
    return amount.kind() == Kind.TIME && amount.period() != null && amount.value() >= 0;
  }

  private static boolean smaller(@Nullable Period one, @Nullable Period other) {
    return one != null && other != null && one.perYear > other.perYear;
  }

  private static boolean isLarge(Amount amount, String text) {
    return amount.isPlain()
        && amount.period() == null
        && LARGE.matcher(text.substring(amount.start(), amount.end())).matches();
  }

  private static boolean isRest(Amount one, Amount other) {
    double size = Math.abs(one.value());
    return other.isPlain() && other.value() > 0 && other.value() < (size >= 1e6 ? 1e6 : 1e3);
  }

  private static Amount sum(List<Amount> parts) {
    Amount first = parts.getFirst();
    Amount last = parts.getLast();
    double value = parts.stream().mapToDouble(Amount::value).sum();
    return new Amount(
        value,
        Kind.PLAIN,
        last.period(),
        false,
        first.start(),
        last.end(),
        first.said(),
        List.of());
  }
}
