package dev.sessionmanager.economics;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What moves a curve of the market: "si sube la harina", "por una helada", "si baja el ingreso".
 */
enum Shift {
  SUPPLY_FALLS("supply-falls", "La oferta cae: se corre a la izquierda.", 0, -20),
  SUPPLY_RISES("supply-rises", "La oferta aumenta: se corre a la derecha.", 0, 20),
  DEMAND_FALLS("demand-falls", "La demanda cae: se corre a la izquierda.", -20, 0),
  DEMAND_RISES("demand-rises", "La demanda aumenta: se corre a la derecha.", 20, 0);

  /** What each is said by, read when the first chart is. */
  private static final class Phrases {

    static final Map<String, List<Phrase>> OF =
        Stream.of(values())
            .collect(
                Collectors.toUnmodifiableMap(
                    shift -> shift.words, shift -> Phrase.list(Lexicon.FILE.entries(shift.words))));
  }

  /** A sentence with one of these says that something happens. */
  private static final List<Phrase> HAPPENS = Phrase.list(Lexicon.FILE.entries("shifts-begin"));

  private final String words;
  final String sentence;
  private final double demanded;
  private final double supplied;

  Shift(String words, String sentence, double demanded, double supplied) {
    this.words = "chart-" + words;
    this.sentence = sentence;
    this.demanded = demanded;
    this.supplied = supplied;
  }

  /** The one that a sentence speaks of; null for none, and for several. */
  static @Nullable Shift of(Sentence sentence) {
    List<Shift> said =
        Stream.of(values())
            .filter(shift -> sentence.says(Phrases.OF.getOrDefault(shift.words, List.of())))
            .toList();
    return said.size() == 1 ? said.getFirst() : null;
  }

  /** Whether a sentence says that something happens, whatever it is. */
  static boolean happens(Sentence sentence) {
    return sentence.says(HAPPENS);
  }

  /** The market after it. */
  Equilibrium of(Equilibrium before) {
    return Equilibrium.of(
        Polynomial.line(before.demand().coefficient(0) + demanded, before.demand().coefficient(1)),
        Polynomial.line(before.supply().coefficient(0) + supplied, before.supply().coefficient(1)));
  }

  boolean ofDemand() {
    return demanded != 0;
  }
}
