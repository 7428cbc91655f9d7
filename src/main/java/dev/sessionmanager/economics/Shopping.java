package dev.sessionmanager.economics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What people reckon in everyday life: discounts, rises, taxes in prices, currencies, sales. */
final class Shopping {

  static final Map<String, Formula> FORMULAS =
      Map.of(
          "descuento", Shopping::discount,
          "precio_original", Shopping::original,
          "rebaja_porcentual", Shopping::discountRate,
          "repartir_cuenta", Shopping::split,
          "aumento", Shopping::rise,
          "precio_sin_iva", Shopping::withoutTax,
          "precio_con_iva", Shopping::withTax,
          "margen", Shopping::profit,
          "ingreso_y_ganancia", Shopping::revenue,
          "cuotas_o_contado", Shopping::instalmentsOrCash);

  private static final int HALVINGS = 200;

  private Shopping() {}

  private static Calculation discount(Arguments given) {
    double price = given.number("precio");
    double first = share(given.fraction("descuento"));
    double second = given.has("otro_descuento") ? share(given.fraction("otro_descuento")) : 0;
    double pays = price * (1 - first) * (1 - second);
    return Calculation.of(
        given.has("otro_descuento") ? "final = P · (1 − d1) · (1 − d2)" : "final = P · (1 − d)",
        given.has("otro_descuento")
            ? "El segundo descuento se hace sobre lo que queda del primero: juntos son %s."
                .formatted(Numbers.percent(1 - (1 - first) * (1 - second)))
            : "El descuento se hace sobre el precio de lista.",
        "Se paga: " + given.money(pays),
        "Descuento: " + given.money(price - pays));
  }

  private static Calculation original(Arguments given) {
    double paid = given.number("pagado");
    double discount = share(given.fraction("descuento"));
    if (discount == 1) {
      throw new Refusal("con un descuento del 100 % no se sabe cuál era el precio.");
    }
    double before = paid / (1 - discount);
    return Calculation.of(
        "P = final / (1 − d)",
        "El descuento se hizo sobre el precio de lista: por eso se divide.",
        "Precio sin descuento: " + given.money(before),
        "Descuento: " + given.money(before - paid));
  }

  /** The discount between two prices, or of a sum that is taken off one. */
  private static Calculation discountRate(Arguments given) {
    double before = given.positive("antes", "el precio de antes");
    double after =
        given.has("descuento") ? before - given.number("descuento") : given.number("ahora");
    double discount = share(1 - after / before);
    return Calculation.of(
        "d = (P1 − P2) / P1",
        "Es la parte del precio de antes que se deja de pagar.",
        "Descuento: " + Numbers.percent(discount),
        "En dinero: " + given.money(before - after),
        "Se paga: " + given.money(after));
  }

  /** A bill in equal parts, with a tip on top where one is said. */
  private static Calculation split(Arguments given) {
    if (given.flag("aparte")) {
      throw new Refusal(
          "decí cuántas personas son en total, con vos: «somos 4 y la cuenta fue 20.000».");
    }
    double people = given.number("personas");
    if (people < 1 || people != Math.rint(people)) {
      throw new Refusal("la cantidad de personas tiene que ser un número entero desde 1.");
    }
    double bill = given.positive("total", "la cuenta");
    double tip = given.has("propina") ? bill * given.fraction("propina") : 0;
    List<String> results =
        new ArrayList<>(List.of("Cada persona: " + given.money((bill + tip) / people)));
    if (given.has("propina")) {
      results.add("Propina: " + given.money(tip));
      results.add("Total a pagar: " + given.money(bill + tip));
    }
    return new Calculation(
        given.has("propina") ? "parte = T · (1 + p) / n" : "parte = T / n",
        results,
        "En partes iguales.",
        "");
  }

  /** A discount takes away at most everything. */
  private static double share(double discount) {
    if (discount < 0 || discount > 1) {
      throw new Refusal("el descuento tiene que estar entre 0 % y 100 %.");
    }
    return discount;
  }

  private static Calculation rise(Arguments given) {
    double before = given.number("monto");
    boolean two = given.has("otro_aumento");
    double more = two ? given.fraction("otro_aumento") : 0;
    double after = before * (1 + given.fraction("aumento")) * (1 + more);
    return Calculation.of(
        two ? "nuevo = M · (1 + a1) · (1 + a2)" : "nuevo = M · (1 + a)",
        two
            ? "El segundo aumento se hace sobre lo que dejó el primero."
            : "Es el monto de antes más ese porcentaje de él.",
        "Nuevo monto: " + given.money(after),
        "Aumento: " + given.money(after - before));
  }

  private static Calculation withoutTax(Arguments given) {
    double price = given.number("precio");
    double net = price / (1 + rate(given));
    return Calculation.of(
        "neto = P / (1 + IVA)",
        "El IVA se calcula sobre el neto: por eso se divide, y no se resta el porcentaje del"
            + " total.",
        "Precio sin IVA: " + given.money(net),
        "IVA: " + given.money(price - net));
  }

  private static Calculation withTax(Arguments given) {
    double net = given.number("precio");
    double tax = net * rate(given);
    return Calculation.of(
        "P = neto · (1 + IVA)",
        "El IVA se suma al precio neto.",
        "Precio con IVA: " + given.money(net + tax),
        "IVA: " + given.money(tax));
  }

  private static double rate(Arguments given) {
    double rate = given.fraction("iva");
    if (rate < 0) {
      throw new Refusal("el IVA no puede ser negativo.");
    }
    return rate;
  }

  private static Calculation profit(Arguments given) {
    double cost = given.positive("costo", "el costo");
    double price = given.positive("venta", "el precio de venta");
    double profit = price - cost;
    return Calculation.of(
        "ganancia % = (V − C) / C · 100",
        "Sobre el costo; sobre el precio de venta (el margen) es %s."
            .formatted(Numbers.percent(profit / price)),
        (profit < 0 ? "Pérdida: " : "Ganancia: ")
            + Numbers.percent(Math.abs(profit / cost))
            + " sobre el costo",
        "En dinero: " + given.money(profit));
  }

  private static Calculation revenue(Arguments given) {
    double revenue = given.number("cantidad") * given.number("precio");
    List<String> results = new ArrayList<>(List.of("Ingreso total: " + given.money(revenue)));
    if (given.has("costo_total")) {
      double profit = revenue - given.number("costo_total");
      results.add((profit < 0 ? "Pérdida: " : "Ganancia: ") + given.money(Math.abs(profit)));
    }
    return new Calculation(
        given.has("costo_total") ? "IT = P · Q;  ganancia = IT − CT" : "IT = P · Q",
        results,
        "El ingreso total es lo que se vende por su precio; la ganancia, lo que queda de él tras"
            + " los costos.",
        "");
  }

  /**
   * Instalments that are paid at the end of each period against cash; where the first is paid at
   * once they cost more.
   */
  private static Calculation instalmentsOrCash(Arguments given) {
    Amount term = given.time("cuotas");
    int count = (int) Math.rint(term.value());
    if (count < 1 || count != term.value() || count > Loans.MAX_INSTALMENTS) {
      throw new Refusal("la cantidad de cuotas tiene que ser un número entero desde 1.");
    }
    double one = given.positive("cuota", "la cuota");
    double other = given.positive("contado", "el precio al contado");
    double each = Math.min(one, other); // either may be said first
    double cash = Math.max(one, other);
    if (!given.has("tasa")) {
      return withoutRate(given, count, each, cash);
    }
    Rate rate = given.rate("tasa");
    double monthly = rate.period() == null ? rate.fraction() : rate.each(12);
    double today = each * Annuities.presentFactor(monthly, count);
    boolean better = cash < today;
    return Calculation.of(
        "VP = C · (1 − (1 + i)^−n) / i",
        "Las cuotas se traen a hoy con la tasa (%s por mes) y se comparan con el contado; se pagan al final de cada mes (con la primera al contado, su valor es %s)."
            .formatted(Numbers.percent(monthly), given.money(today * (1 + monthly))),
        better
            ? "Conviene pagar al contado: las cuotas valen hoy %s, más que %s"
                .formatted(given.money(today), given.money(cash))
            : "A esa tasa la financiación sale menos: las cuotas valen hoy %s, y el contado %s"
                .formatted(given.money(today), given.money(cash)),
        "Suma de las cuotas: " + given.money(each * count));
  }

  private static Calculation withoutRate(Arguments given, int count, double each, double cash) {
    double sum = each * count;
    if (sum <= cash) {
      return Calculation.of(
          "suma = n · C",
          "La suma de las cuotas no supera el contado: financiar no cuesta nada.",
          "Suma de las cuotas: " + given.money(sum),
          "Al contado: " + given.money(cash));
    }
    double low = 0;
    double high = 10;
    for (int i = 0; i < HALVINGS; i++) {
      double rate = (low + high) / 2;
      if (each * Annuities.presentFactor(rate, count) > cash) {
        low = rate;
      } else {
        high = rate;
      }
    }
    return Calculation.of(
        "contado = C · (1 − (1 + i)^−n) / i",
        "Si tu dinero rinde más que esa tasa por mes, convienen más las cuotas; si rinde menos, el"
            + " contado.",
        "Suma de las cuotas: %s; al contado %s: %s más"
            .formatted(given.money(sum), given.money(cash), Numbers.percent(sum / cash - 1)),
        "Tasa que se paga por financiar: %s por mes".formatted(Numbers.percent((low + high) / 2)));
  }
}
