package dev.sessionmanager.economics;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A firm's figures: its cost of capital, its bonds, its break-even point. */
final class Firms {

  static final Map<String, Formula> FORMULAS =
      Map.of(
          "wacc", Firms::costOfCapital,
          "precio_bono", Firms::bond,
          "punto_de_equilibrio_empresa", Firms::breakEven);

  private Firms() {}

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
        "Peso del capital propio: %s; de la deuda: %s"
            .formatted(Numbers.percent(share), Numbers.percent(1 - share)));
  }

  private static Calculation bond(Arguments given) {
    Rate paid = given.rate("cupon");
    double own = paid.perYear();
    Double asked = given.frequency("frecuencia");
    double m = asked == null ? own : asked;
    Rate.Terms terms = given.rate("rendimiento").paid(m).over(years(given.time("plazo")), m, false);
    double face = given.positive("valor_nominal", "el valor nominal");
    double rate = terms.rate();
    int count = terms.whole("cupones");
    if (count < 1 || rate <= -1) {
      throw new Refusal("hacen falta un plazo con al menos un cupón y una tasa sobre −100 %.");
    }
    double coupon = face * paid.fraction() * own / m;
    double price = coupon * Annuities.presentFactor(rate, count) + face / Math.pow(1 + rate, count);
    String each =
        "Cada cupón: %s (%s cupones)".formatted(given.money(coupon), Numbers.plain(count));
    if (own > 1 && own == m) { // "8 % semestral" is said of both
      double less = face * paid.fraction() / m;
      double other = less * Annuities.presentFactor(rate, count) + face / Math.pow(1 + rate, count);
      return Calculation.of(
          "P = Σ C / (1 + i)^t + VN / (1 + i)^n",
          "Un cupón así se dice de dos maneras: por cada pago o por año, repartido en los pagos.",
          "Precio, si cada cupón es de %s: %s".formatted(given.money(coupon), given.money(price)),
          "Precio, si la tasa del cupón es anual y cada uno es de %s: %s"
              .formatted(given.money(less), given.money(other)));
    }
    return Calculation.of(
        "P = Σ C / (1 + i)^t + VN / (1 + i)^n",
        reading(price, face) + assumed(asked, paid),
        "Precio: " + given.money(price),
        each);
  }

  private static String assumed(@Nullable Double asked, Rate paid) {
    if (asked == null) {
      return paid.perYear() == 1 ? " Se supuso un cupón por año." : "";
    }
    return paid.period() == null && asked != 1
        ? " El cupón se tomó como tasa anual, que se paga en %s veces por año."
            .formatted(Numbers.plain(asked))
        : "";
  }

  private static String reading(double price, double face) {
    if (Math.abs(price - face) < 0.005) {
      return "Cotiza a la par: el cupón paga justo el rendimiento pedido.";
    }
    return price > face
        ? "Cotiza sobre la par: el cupón paga más que el rendimiento pedido."
        : "Cotiza bajo la par: el cupón paga menos que el rendimiento pedido.";
  }

  /** A bond's term; a bare "10" is years. */
  private static Amount years(Amount time) {
    return time.period() == null
        ? new Amount(time.value(), time.kind(), Period.YEAR, false, 0, 0)
        : time;
  }

  private static Calculation breakEven(Arguments given) {
    double fixed = given.number("costos_fijos");
    double price = given.number("precio");
    double margin = price - given.number("costo_variable");
    if (margin <= 0 || fixed < 0) {
      throw new Refusal(
          "no hay punto de equilibrio: el precio tiene que superar al costo variable por unidad y"
              + " los costos fijos no pueden ser negativos.");
    }
    double units = fixed / margin;
    return Calculation.of(
        "Q = CF / (p − cv)",
        "Con menos unidades se pierde; cada una de más deja %s de ganancia."
            .formatted(given.money(margin)),
        "Punto de equilibrio: " + Numbers.plain(units) + " unidades" + whole(units),
        "Ventas en ese punto: " + given.money(units * price));
  }

  /** Of things that are sold whole, the next whole number. */
  private static String whole(double units) {
    double next = Math.ceil(units - 1e-9);
    return Math.abs(next - units) < 1e-9 ? "" : " (enteras, %s)".formatted(Numbers.plain(next));
  }
}
