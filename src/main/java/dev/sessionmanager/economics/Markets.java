package dev.sessionmanager.economics;

import static dev.sessionmanager.economics.InputKind.CURVE;

import java.util.List;

/** Where a linear demand and a linear supply meet, and what both sides gain by it. */
final class Markets {

  static final Input DEMAND = Input.of(CURVE, Curves.DEMAND, "la curva de demanda (Qd = a + bP)");
  static final Input SUPPLY = Input.of(CURVE, Curves.SUPPLY, "la curva de oferta (Qs = c + dP)");

  static final List<Calculator> ALL = List.of(balance(), surpluses());

  private Markets() {}

  /** The price at which as much is asked for as is offered. */
  record Equilibrium(Polynomial demand, Polynomial supply, double price, double quantity) {

    /** Refused when the curves slope the wrong way, or meet nowhere. */
    static Equilibrium of(Polynomial demand, Polynomial supply) {
      if (demand.coefficient(1) >= 0) {
        throw new Refusal(
            "la demanda tiene que bajar con el precio: b menor que 0 en Qd = a + bP.");
      }
      if (supply.coefficient(1) <= 0) {
        throw new Refusal("la oferta tiene que subir con el precio: d mayor que 0 en Qs = c + dP.");
      }
      double price =
          (demand.coefficient(0) - supply.coefficient(0))
              / (supply.coefficient(1) - demand.coefficient(1));
      double quantity = demand.at(price);
      if (price < 0 || quantity < 0) {
        throw new Refusal(
            "las curvas se cruzan en P = "
                + Numbers.plain(price)
                + ", Q = "
                + Numbers.plain(quantity)
                + ": no hay un equilibrio con precio y cantidad positivos.");
      }
      return new Equilibrium(demand, supply, price, quantity);
    }

    /** Between the price at which nobody buys any more and the equilibrium. */
    double consumers() {
      double reservation = -demand.coefficient(0) / demand.coefficient(1);
      return (reservation - price) * quantity / 2;
    }

    /** Between the equilibrium and the price (not below 0) at which offering begins. */
    double producers() {
      double first = -supply.coefficient(0) / supply.coefficient(1);
      if (first >= 0) {
        return (price - first) * quantity / 2;
      }
      return price * (supply.coefficient(0) + quantity) / 2; // some is offered even at price 0
    }

    static Equilibrium of(Arguments given) {
      return of(given.curve(Curves.DEMAND), given.curve(Curves.SUPPLY));
    }
  }

  private static Calculator balance() {
    return new Calculator(
        "equilibrio",
        "Equilibrio de mercado",
        "Calcula el precio y la cantidad de equilibrio de una demanda y una oferta lineales.",
        Phrase.list(
            "equilibrio",
            "equilibrio mercado",
            "precio equilibrio",
            "cantidad equilibrio",
            "punto equilibrio",
            "equilibrium",
            "equilibrium price"),
        List.of(DEMAND, SUPPLY),
        "equilibrio de Qd = 100 - 2P y Qs = 20 + 3P",
        given -> {
          Equilibrium at = Equilibrium.of(given);
          return Calculation.of(
              "P* = (a − c) / (d − b);  Q* = a + b·P*",
              "A ese precio se ofrece justo lo que se demanda; más arriba sobra y más abajo falta.",
              "Precio de equilibrio: P* = " + Numbers.plain(at.price()),
              "Cantidad de equilibrio: Q* = " + Numbers.plain(at.quantity()));
        });
  }

  private static Calculator surpluses() {
    return new Calculator(
        "excedentes",
        "Excedentes del consumidor y del productor",
        "Calcula los excedentes del consumidor, del productor y total, con curvas lineales.",
        Phrase.list(
            "excedente",
            "excedentes",
            "excedente consumidor",
            "excedente productor",
            "excedente total",
            "excedentes consumidor productor",
            "consumer surplus",
            "producer surplus",
            "excedentes & equilibrio",
            "excedente & equilibrio"),
        List.of(DEMAND, SUPPLY),
        "excedentes con Qd = 100 - 2P y Qs = 20 + 3P",
        given -> {
          Equilibrium at = Equilibrium.of(given);
          return Calculation.of(
              "EC = (Pmax − P*) · Q* / 2;  EP = área entre P* y la oferta, desde P = 0",
              "Con P* = "
                  + Numbers.plain(at.price())
                  + " y Q* = "
                  + Numbers.plain(at.quantity())
                  + ": es lo que ganan con el intercambio quienes pagarían más y quienes venderían"
                  + " por menos.",
              "Excedente total: " + given.money(at.consumers() + at.producers()),
              "Excedente del consumidor: " + given.money(at.consumers()),
              "Excedente del productor: " + given.money(at.producers()));
        });
  }
}
