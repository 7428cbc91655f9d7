package dev.sessionmanager.economics;

import dev.sessionmanager.text.Folding;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be drawn, with the name by which models ask for it. */
enum ChartKind {
  DEMAND("demanda"),
  SUPPLY("oferta"),
  BOTH("oferta_demanda"),
  COSTS("costos"),
  SERIES("serie");

  /** The words that say what a chart is of. */
  private static final class Words {

    static final List<Phrase> DEMAND = of("demand");
    static final List<Phrase> SUPPLY = of("supply");
    static final List<Phrase> BOTH = of("both");
    static final List<Phrase> COSTS = of("costs");
    static final List<Phrase> SERIES = of("series");

    private static List<Phrase> of(String kind) {
      return Phrase.list(Lexicon.FILE.entries("chart-of-" + kind));
    }
  }

  private final String word;

  ChartKind(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  static ChartKind of(@Nullable Object argument) {
    String wanted = argument instanceof String text ? Folding.ENYE_FOLDED.of(text).strip() : "";
    return Stream.of(values())
        .filter(kind -> kind.word.equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            new Refusal(
                "«tipo» tiene que ser uno de: "
                    + String.join(", ", Stream.of(values()).map(ChartKind::word).toList())
                    + "."));
  }

  /** The kind of chart a sentence asks for; null when it names none and has no numbers to draw. */
  static @Nullable ChartKind of(Sentence sentence) {
    boolean demand = sentence.says(Words.DEMAND);
    boolean supply = sentence.says(Words.SUPPLY);
    if (sentence.says(Words.COSTS)) {
      return COSTS;
    }
    if (sentence.says(Words.SERIES)) {
      return SERIES;
    }
    List<Equation> equations = sentence.equations();
    demand |= equations.stream().anyMatch(Equation::isDemand);
    supply |= equations.stream().anyMatch(Equation::isSupply);
    if ((demand && supply) || sentence.says(Words.BOTH)) {
      return BOTH;
    }
    long numbers = sentence.tokens().stream().filter(token -> token.amount() != null).count();
    return demand ? DEMAND : supply ? SUPPLY : numbers > 1 ? SERIES : null;
  }
}
