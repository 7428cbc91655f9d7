package dev.sessionmanager.economics;

import java.util.Map;

/** Where a linear demand and a linear supply meet, and what both sides gain by it. */
final class Markets {

  static final Map<String, Formula> FORMULAS =
      Map.of("equilibrio", Markets::balance, "excedentes", Markets::surpluses);

  private Markets() {}

  private static Calculation balance(Arguments given) {
    Equilibrium at = equilibrium(given);
    return Calculation.of(
        "P* = (a − c) / (d − b);  Q* = a + b·P*",
        "A ese precio se ofrece justo lo que se demanda; más arriba sobra y más abajo falta.",
        "Precio de equilibrio: P* = " + Numbers.plain(at.price()),
        "Cantidad de equilibrio: Q* = " + Numbers.plain(at.quantity()));
  }

  private static Calculation surpluses(Arguments given) {
    Equilibrium at = equilibrium(given);
    return Calculation.of(
        "EC = (Pmax − P*) · Q* / 2;  EP = área entre P* y la oferta, desde P = 0",
        "Con P* = %s y Q* = %s: es lo que ganan con el intercambio quienes pagarían más y quienes venderían por menos."
            .formatted(Numbers.plain(at.price()), Numbers.plain(at.quantity())),
        "Excedente total: " + given.money(at.consumers() + at.producers()),
        "Excedente del consumidor: " + given.money(at.consumers()),
        "Excedente del productor: " + given.money(at.producers()));
  }

  private static Equilibrium equilibrium(Arguments given) {
    return Equilibrium.of(given.curve(Curves.DEMAND), given.curve(Curves.SUPPLY));
  }
}
