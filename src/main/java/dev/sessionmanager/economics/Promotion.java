package dev.sessionmanager.economics;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an offer saves: "3x2", "segunda unidad al 70 %", with the price of one where it is said. It
 * answers a sentence that has an offer and at most one number besides. Stateless; any thread.
 */
final class Promotion implements Tool {

  private static final TextInput OFFER =
      new TextInput("promocion", "La promoción: «3x2 de 1500 cada uno».");

  private static final Pattern TAKE_PAY =
      Pattern.compile("(?<![0-9.,])([1-9][0-9]?)\\s*+[x×]\\s*+([1-9][0-9]?)(?![0-9.,])");

  /** "la segunda al 50 %": of the second one that much is taken off. */
  private static final Pattern SECOND =
      Pattern.compile(
          "(?:segund[ao]|2d[ao]|2°|2º|second)(?: (?:unidad|producto|item|one|unit))?(?:"
              + " (?:al|con|a|at|con el|for))? ([1-9][0-9]?)\\s*+(?:%|por ciento|percent)");

  /** Fewer than so many of something are a number of things and no price. */
  private static final int MANY = 20;

  private static final List<Phrase> WORDS = Phrase.list(Lexicon.FILE.entries("offers"));

  private record Saving(String name, double share, MatchResult written) {}

  @Override
  public String name() {
    return "promocion";
  }

  @Override
  public String description() {
    return "Calcula cuánto se ahorra con una promoción: «3x2», «segunda unidad al 70 %», con o sin"
        + " el precio de una unidad.";
  }

  @Override
  public Map<String, Object> parameters() {
    return OFFER.schema();
  }

  @Override
  public Answer use(Map<String, Object> arguments, @Nullable String username) {
    String offer = OFFER.of(arguments);
    return Answer.of(
        answer(offer)
            .orElse(
                "No entiendo «promocion». Tiene que ser como «3x2» o «segunda unidad al 70 %»."));
  }

  @Override
  public Optional<Answer> asked(Asked asked) {
    return Sentence.of(asked).says(WORDS)
        ? answer(asked.text()).map(text -> Answer.of(English.answer(asked, text)))
        : Optional.empty();
  }

  private static Optional<String> answer(String text) {
    String folded = Folding.ENYE_FOLDED.of(text);
    Saving saving = text.length() > Sentence.MAX_LENGTH ? null : saving(folded);
    if (saving == null) {
      return Optional.empty();
    }
    String rest =
        folded.substring(0, saving.written.start()) + " " + folded.substring(saving.written.end());
    List<Amount> numbers =
        Sentence.of(rest).tokens().stream().map(Token::amount).filter(Objects::nonNull).toList();
    numbers = numbers.stream().filter(number -> !counts(number)).toList();
    boolean priced = numbers.size() == 1 && numbers.getFirst().isPlain();
    if (numbers.size() > 1 || (numbers.size() == 1 && !priced)) {
      return Optional.empty();
    }
    String shown =
        "**Promoción %s**\n\n**Ahorro: %s del precio de cada unidad**"
            .formatted(saving.name, Numbers.percent(saving.share));
    if (!priced) {
      return Optional.of(shown + "\n\nDecime el precio de una unidad y te digo cuánto queda.\n");
    }
    Arguments money = new Arguments(Sentence.currency(text));
    double price = numbers.getFirst().value();
    try {
      return Optional.of(
          shown
              + "  \nCada unidad queda en: "
              + money.money(price * (1 - saving.share))
              + "  \nPrecio de una unidad sin la promoción: "
              + money.money(price)
              + "\n");
    } catch (Refusal refusal) {
      return Optional.of(refusal.sentence());
    }
  }

  /** "si llevo 2 iguales" says how many are taken, and is no price. */
  private static boolean counts(Amount number) {
    return number.isPlain() && number.value() < MANY && number.value() == Math.rint(number.value());
  }

  private static @Nullable Saving saving(String folded) {
    Matcher takePay = TAKE_PAY.matcher(folded);
    if (takePay.find()) {
      int taken = Integer.parseInt(takePay.group(1));
      int paid = Integer.parseInt(takePay.group(2));
      return taken > paid
          ? new Saving(taken + "x" + paid, 1 - (double) paid / taken, takePay.toMatchResult())
          : null;
    }
    Matcher second = SECOND.matcher(folded);
    return second.find()
        ? new Saving(
            "segunda unidad al " + second.group(1) + " %",
            Integer.parseInt(second.group(1)) / 200.0,
            second.toMatchResult())
        : null;
  }
}
