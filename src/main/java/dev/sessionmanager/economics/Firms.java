package dev.sessionmanager.economics;

import static dev.sessionmanager.economics.InputKind.FREQUENCY;
import static dev.sessionmanager.economics.InputKind.MONEY;
import static dev.sessionmanager.economics.InputKind.PERCENT;

import java.util.List;

/** A firm's figures: its cost of capital, its bonds, its break-even point. */
final class Firms {

  static final List<Calculator> ALL = List.of(costOfCapital(), bond(), breakEven());

  private Firms() {}

  private static Calculator costOfCapital() {
    return new Calculator(
        "wacc",
        "Costo promedio ponderado del capital (WACC)",
        "Calcula el WACC con el capital propio, la deuda, sus costos y el impuesto a las"
            + " ganancias.",
        Phrase.list(
            "wacc",
            "cppc",
            "ccpp",
            "costo promedio ponderado",
            "costo promedio ponderado capital",
            "costo capital promedio"),
        List.of(
            Input.of(
                InputKind.SHARE,
                "capital_propio",
                "el capital propio",
                "capital propio",
                "patrimonio",
                "patrimonio neto",
                "equity",
                "acciones",
                "e"),
            Input.of(InputKind.SHARE, "deuda", "la deuda", "deuda", "debt", "pasivo", "d"),
            Input.of(
                PERCENT,
                "costo_capital_propio",
                "el costo del capital propio (%)",
                "ke",
                "costo capital propio",
                "costo patrimonio",
                "costo equity",
                "costo acciones"),
            Input.of(
                PERCENT,
                "costo_deuda",
                "el costo de la deuda (%)",
                "kd",
                "costo deuda",
                "tasa deuda",
                "interes deuda"),
            Input.of(
                PERCENT,
                "impuesto",
                "el impuesto a las ganancias (%)",
                "impuesto",
                "impuestos",
                "impuesto ganancias",
                "alicuota",
                "tasa impositiva",
                "t",
                "tax")),
        "WACC con capital propio 600, deuda 400, costo del capital propio 15 %, costo de la deuda"
            + " 10 % e impuesto 30 %",
        Firms::costOfCapital);
  }

  private static Calculation costOfCapital(Arguments given) {
    double equity = given.number("capital_propio");
    double debt = given.number("deuda");
    if (equity < 0 || debt < 0 || equity + debt == 0) {
      throw new Refusal("el capital propio y la deuda no pueden ser negativos ni ambos cero.");
    }
    double share = equity / (equity + debt);
    double wacc =
        share * given.fraction("costo_capital_propio")
            + (1 - share) * given.fraction("costo_deuda") * (1 - given.fraction("impuesto"));
    return Calculation.of(
        "WACC = E/(E+D) · ke + D/(E+D) · kd · (1 − t)",
        "Es lo menos que tiene que rendir un proyecto para pagar a dueños y acreedores.",
        "WACC: " + Numbers.percent(wacc),
        "Peso del capital propio: "
            + Numbers.percent(share)
            + "; de la deuda: "
            + Numbers.percent(1 - share));
  }

  private static Calculator bond() {
    return new Calculator(
        "precio_bono",
        "Precio de un bono",
        "Calcula el precio de un bono con cupón fijo a partir del rendimiento pedido.",
        Phrase.list(
            "precio bono", "bono", "valor bono", "valuar bono", "cotizacion bono", "bond price"),
        List.of(
            Input.of(
                MONEY, "valor_nominal", "el valor nominal", "nominal", "vn", "bono", "principal"),
            Input.of(InputKind.RATE, "cupon", "el cupón (%)", "cupon", "cupones", "coupon"),
            Input.of(
                InputKind.RATE,
                "rendimiento",
                "el rendimiento pedido (%)",
                "rendimiento",
                "tasa",
                "tir",
                "yield",
                "mercado",
                "al"),
            Input.of(InputKind.TIME, "plazo", "el plazo", "plazo", "vence", "vencimiento"),
            Input.of(
                    FREQUENCY,
                    "frecuencia",
                    "la frecuencia del cupón",
                    "cupon",
                    "cupones",
                    "pagos",
                    "paga")
                .optional()),
        "precio de un bono de valor nominal 1.000 con cupón del 8 %, rendimiento 10 % y plazo 5"
            + " años",
        Firms::bond);
  }

  private static Calculation bond(Arguments given) {
    Rate paid = given.rate("cupon");
    double own = paid.period() == null ? 1 : paid.period().perYear;
    Double asked = given.frequency("frecuencia");
    double m = asked == null ? own : asked;
    Rate.Terms terms = given.rate("rendimiento").over(years(given.time("plazo")), m, false);
    double face = given.positive("valor_nominal", "el valor nominal");
    double rate = terms.rate();
    double count = Math.round(terms.count());
    if (count < 1 || rate <= -1) {
      throw new Refusal("hacen falta un plazo con al menos un cupón y una tasa sobre −100 %.");
    }
    double coupon = face * paid.fraction() * own / m;
    double price = coupon * Annuities.presentFactor(rate, count) + face / Math.pow(1 + rate, count);
    return Calculation.of(
        "P = Σ C / (1 + i)^t + VN / (1 + i)^n",
        reading(price, face) + (asked == null && own == 1 ? " Se supuso un cupón por año." : ""),
        "Precio: " + given.money(price),
        "Cada cupón: " + given.money(coupon) + " (" + Numbers.plain(count) + " cupones)");
  }

  private static String reading(double price, double face) {
    if (Math.abs(price - face) < 0.005) {
      return "Cotiza a la par: el cupón paga justo el rendimiento pedido.";
    }
    return price > face
        ? "Cotiza sobre la par: el cupón paga más que el rendimiento pedido."
        : "Cotiza bajo la par: el cupón paga menos que el rendimiento pedido.";
  }

  /** A bare "10" is years. */
  private static Amount years(Amount time) {
    return time.period() == null
        ? new Amount(time.value(), time.kind(), Period.YEAR, false, 0, 0)
        : time;
  }

  private static Calculator breakEven() {
    return new Calculator(
        "punto_de_equilibrio_empresa",
        "Punto de equilibrio de la empresa",
        "Calcula cuántas unidades hay que vender para no ganar ni perder.",
        Phrase.list(
            "punto equilibrio",
            "punto equilibrio empresa",
            "punto equilibrio & costos fijos",
            "punto equilibrio & costo fijo",
            "equilibrio & costos fijos",
            "equilibrio & costo fijo",
            "umbral rentabilidad",
            "break even",
            "breakeven",
            "punto muerto"),
        List.of(
            Input.of(
                MONEY,
                "costos_fijos",
                "los costos fijos",
                "costos fijos",
                "costo fijo",
                "fijos",
                "fijo",
                "cf",
                "gastos fijos"),
            Input.of(
                MONEY,
                "precio",
                "el precio por unidad",
                "precio",
                "precio venta",
                "vendo",
                "p",
                "precio unitario"),
            Input.of(
                MONEY,
                "costo_variable",
                "el costo variable por unidad",
                "costo variable",
                "variable",
                "cv",
                "cvu",
                "costo variable unitario",
                "costo unitario")),
        "punto de equilibrio con costos fijos 10.000, precio 50 y costo variable 30",
        Firms::breakEven);
  }

  private static Calculation breakEven(Arguments given) {
    double fixed = given.number("costos_fijos");
    double price = given.number("precio");
    double margin = price - given.number("costo_variable");
    if (margin <= 0 || fixed < 0) {
      throw new Refusal(
          "no hay punto de equilibrio: el precio tiene que superar al costo variable por"
              + " unidad y los costos fijos no pueden ser negativos.");
    }
    double units = fixed / margin;
    return Calculation.of(
        "Q = CF / (p − cv)",
        "Con menos unidades se pierde; cada una de más deja "
            + given.money(margin)
            + " de ganancia.",
        "Punto de equilibrio: " + Numbers.plain(units) + " unidades",
        "Ventas en ese punto: " + given.money(units * price));
  }
}
