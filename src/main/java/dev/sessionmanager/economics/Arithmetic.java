package dev.sessionmanager.economics;

import dev.sessionmanager.economics.ArithmeticWords.Symbol;
import dev.sessionmanager.text.Language;
import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Plain arithmetic and percentages: "el 15 % de 3.400", "125*8+3", "2 elevado a 10". It answers a
 * sentence that is a sum and nothing else. Stateless; any thread.
 */
final class Arithmetic implements Tool {

  private static final TextInput SUM = new TextInput("expresion", "La cuenta: «125 * 8 + 3».");

  /** What stands around the sum in a question. */
  private static final Pattern EDGES =
      Pattern.compile(
          "(?iu)^[\\s¿¡]*+(?:(?:cu[aá]nto (?:es|da|son|ser[ií]a|vale|hace)|what is|how much is"
              + "|calcul[aá](?:me|r)?)\\s++)?+|[\\s?!=.]++$");

  private static final String NUMBER = "[0-9]++(?:[.,][0-9]++)*+";

  /** "¿y el 30 %?", "¿y de 3.000?". */
  private static final Pattern CHANGES =
      Pattern.compile(
          "(?iu)[\\s¿]*(?:y|and|what"
              + " about)\\s+(?:(?:si|fuera|fuese|con|un|a|en|if|it|were)\\s+)*(?<share>(?:el|al)\\s+)?(?<whole>(?:de|sobre|of)\\s+)?(?:un\\s+)?(?<number>"
              + NUMBER
              + ")\\s*(?<percent>%|por ciento|percent)?(?:\\s+(?:de eso|de lo mismo))?[\\s?!.]*");

  private static final int MAX_CHANGE = 60;
  private static final Pattern PERCENTAGE =
      Pattern.compile("(?iu)(" + NUMBER + ")\\s*(?:%|por ciento|percent)");
  private static final Pattern PLAIN =
      Pattern.compile("(?iu)(" + NUMBER + ")(?!\\s*(?:%|por ciento|percent))");

  @Override
  public String name() {
    return "aritmetica";
  }

  @Override
  public String description() {
    return "Hace cuentas con números y porcentajes: «15 % de 3400», «(12 + 8) / 4», «2 elevado a"
        + " 10».";
  }

  @Override
  public Map<String, Object> parameters() {
    return SUM.schema();
  }

  @Override
  public Answer use(Map<String, Object> arguments, @Nullable String username) {
    String sum = SUM.of(arguments);
    return Answer.of(
        answer(sum).orElse("No entiendo «expresion». Tiene que ser una cuenta: «125 * 8 + 3»."));
  }

  @Override
  public Optional<Answer> asked(Asked asked) {
    return answer(asked.text())
        .or(() -> followed(asked.text(), asked.earlier()).flatMap(Arithmetic::answer))
        .map(answer -> Answer.of(English.isWanted(asked) ? inEnglish(answer) : answer));
  }

  /** The sum stays as it was written. */
  private static String inEnglish(String answer) {
    int result = answer.lastIndexOf(" = **");
    return result < 0
        ? English.of(answer)
        : answer.substring(0, result) + English.of(answer.substring(result));
  }

  /**
   * The sum before, where a question only changes a number of it: "¿y el 30%?" the percentage, "¿y
   * de 3.000?" the last number that is none.
   */
  private static Optional<String> followed(String text, List<String> earlier) {
    Matcher changes = CHANGES.matcher(text);
    if (text.length() > MAX_CHANGE || earlier.isEmpty() || !changes.matches()) {
      return Optional.empty();
    }
    String last = earlier.getLast();
    Optional<String> before =
        isSum(last)
            ? Optional.of(EDGES.matcher(last).replaceAll(""))
            : followed(last, earlier.subList(0, earlier.size() - 1));
    boolean percent = changes.group("percent") != null;
    String number = changes.group("number");
    if (percent || changes.group("whole") != null) {
      return before.flatMap(sum -> changed(sum, percent ? PERCENTAGE : PLAIN, number));
    }
    // "¿y el 20?" behind a percentage is another percentage
    boolean share = changes.group("share") != null;
    return before.flatMap(sum ->
        changed(sum, share ? PERCENTAGE : PLAIN, number).or(() -> changed(sum, PLAIN, number)));
  }

  /** A sum with another number in the place of the last one of a kind; empty where it has none. */
  private static Optional<String> changed(String sum, Pattern kind, String number) {
    return kind.matcher(sum)
        .results()
        .reduce((first, second) -> second)
        .map(last -> sum.substring(0, last.start(1)) + number + sum.substring(last.end(1)));
  }

  /** Whether a text is a sum and nothing else. */
  static boolean isSum(String text) {
    return answer(text).isPresent();
  }

  private static Optional<String> answer(String text) {
    boolean english = Language.of(text) == Language.ENGLISH;
    List<Symbol> symbols = ArithmeticWords.read(english ? English.spanishNumbers(text) : text);
    if (symbols == null) {
      return Optional.empty();
    }
    try {
      ArithmeticParser.Value value = ArithmeticParser.value(symbols);
      String shown = Numbers.plain(value.number()) + (value.percent() ? " %" : "");
      String sum = EDGES.matcher(text).replaceAll("").replace("*", "\\*");
      return Optional.of("%s = **%s**".formatted(sum, shown));
    } catch (ArithmeticParser.NoSum none) {
      return Optional.empty();
    } catch (Refusal refusal) {
      return Optional.of(refusal.sentence());
    }
  }
}
