package dev.sessionmanager.economics;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The general rate of the tax on sales, where a sentence names its country and no rate. */
final class Vat {

  private static final Map<String, Double> RATES =
      Lexicon.values("vat-of-countries", Double::valueOf);

  /** The input of calculators that have this tax. */
  private static final String INPUT = "iva";

  private Vat() {}

  /** Gives the country's rate where the tax is wanted and no number says it, and says so. */
  static void suppose(List<Input> inputs, TokenRow tokens, Arguments given) {
    if (given.has(INPUT) || inputs.stream().noneMatch(input -> input.name().equals(INPUT))) {
      return;
    }
    List<String> named =
        tokens.stream().map(Token::word).filter(RATES::containsKey).distinct().toList();
    if (named.size() != 1) {
      return;
    }
    String country = named.getFirst();
    double rate = Objects.requireNonNull(RATES.get(country));
    given.put(INPUT, Amount.plain(rate).as(Amount.Kind.PERCENT));
    given.note(
        "Se tomó la tasa general de %s, %s %%; hay productos con otra, y las tasas cambian."
            .formatted(
                country.substring(0, 1).toUpperCase(Locale.ROOT) + country.substring(1),
                Numbers.plain(rate)));
  }
}
