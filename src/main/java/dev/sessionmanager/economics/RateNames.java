package dev.sessionmanager.economics;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words by which rates are told apart, folded. */
final class RateNames {

  /** Behind these, "mensual" says how often something happens, not of what kind a rate is. */
  static final Set<String> OTHER_THINGS =
      Set.of(
          "capitalizacion",
          "capitalizaciones",
          "capitalizable",
          "capitaliza",
          "cuota",
          "cuotas",
          "pago",
          "pagos",
          "flujo",
          "flujos",
          "cupon",
          "cupones",
          "renta",
          "rentas",
          "anualidad");

  private static final Set<String> EFFECTIVE =
      Set.of("tea", "tem", "efectiva", "efectivo", "effective");

  private RateNames() {}

  /** TNA, TEA, TEM: what follows is a percentage, with or without its sign. */
  static boolean isAcronym(String word) {
    return word.equals("tna") || word.equals("tea") || word.equals("tem");
  }

  static boolean isEffective(String word) {
    return EFFECTIVE.contains(word);
  }

  static @Nullable Period period(String word) {
    return switch (word) {
      case "tna", "tea" -> Period.YEAR;
      case "tem" -> Period.MONTH;
      default -> Period.of(word);
    };
  }
}
