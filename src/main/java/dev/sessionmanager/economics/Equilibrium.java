package dev.sessionmanager.economics;

/** The price at which as much is demanded as is supplied, and that quantity. */
record Equilibrium(Polynomial demand, Polynomial supply, double price, double quantity) {

  /**
   * @throws Refusal when a line slopes the wrong way, or they meet at no positive price
   */
  static Equilibrium of(Polynomial demand, Polynomial supply) {
    if (demand.coefficient(1) >= 0) {
      throw new Refusal("la demanda tiene que bajar con el precio: b menor que 0 en Qd = a + bP.");
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
          "las curvas se cruzan en P = %s, Q = %s: no hay un equilibrio con precio y cantidad positivos."
              .formatted(Numbers.plain(price), Numbers.plain(quantity)));
    }
    return new Equilibrium(demand, supply, price, quantity);
  }

  /** The consumers' surplus: between the price at which nobody buys any more and this one. */
  double consumers() {
    double reservation = -demand.coefficient(0) / demand.coefficient(1);
    return (reservation - price) * quantity / 2;
  }

  /** The producers' surplus: between this price and the one, not below 0, where supply begins. */
  double producers() {
    double first = -supply.coefficient(0) / supply.coefficient(1);
    if (first >= 0) {
      return (price - first) * quantity / 2;
    }
    return price * (supply.coefficient(0) + quantity) / 2; // some is offered even at price 0
  }
}
