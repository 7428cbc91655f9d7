package dev.sessionmanager.economics;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be drawn, by the words of the original. */
enum ChartKind {
  DEMAND("demanda"),
  SUPPLY("oferta"),
  BOTH("oferta_demanda"),
  COSTS("costos"),
  SERIES("serie");

  private static final List<Phrase> COST_WORDS =
      Phrase.list("costo", "costos", "coste", "costes", "cmg", "cme", "ct", "costs");
  private static final List<Phrase> SERIES_WORDS =
      Phrase.list("serie", "evolucion", "valores", "datos", "puntos", "linea", "lineas", "numeros");
  private final String word;

  ChartKind(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  static ChartKind of(@Nullable Object argument) {
    String wanted = argument instanceof String text ? Spanish.fold(text).strip() : "";
    return Stream.of(values())
        .filter(kind -> kind.word.equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            new Refusal(
                "«tipo» tiene que ser uno de: "
                    + String.join(", ", Stream.of(values()).map(ChartKind::word).toList())
                    + "."));
  }

  /** Null when it names none and has no numbers to draw. */
  static @Nullable ChartKind of(Sentence sentence) {
    boolean demand = sentence.says(Phrase.list("demanda", "demand"));
    boolean supply = sentence.says(Phrase.list("oferta", "supply"));
    if (sentence.says(COST_WORDS)) {
      return COSTS;
    }
    if (sentence.says(SERIES_WORDS)) {
      return SERIES;
    }
    List<Equation> equations = sentence.equations();
    demand |= equations.stream().anyMatch(Equation::isDemand);
    supply |= equations.stream().anyMatch(Equation::isSupply);
    if ((demand && supply) || sentence.says(Phrase.list("equilibrio", "mercado"))) {
      return BOTH;
    }
    long numbers = sentence.tokens().stream().filter(token -> token.amount() != null).count();
    return demand ? DEMAND : supply ? SUPPLY : numbers > 1 ? SERIES : null;
  }
}
