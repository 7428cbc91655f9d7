package dev.sessionmanager.economics;

import java.util.Map;

/** Inflation and what it does to sums and rates. */
final class Prices {

  static final Map<String, Formula> FORMULAS =
      Map.of(
          "ajuste_por_inflacion", Prices::adjustByRate,
          "ajuste_por_indice", Prices::adjustByIndex,
          "inflacion", Prices::inflation,
          "tasa_real", Prices::realRate,
          "variacion_porcentual", Prices::change,
          "tasa_acumulada", Prices::accumulated,
          "poder_de_compra", Prices::purchasingPower,
          "poder_de_compra_de_un_ingreso", Prices::worthNow);

  private Prices() {}

  private static Calculation adjustByRate(Arguments given) {
    Amount time = given.has("tiempo") ? given.time("tiempo") : Amount.plain(1).as(Amount.Kind.TIME);
    Rate rate = given.rate("inflacion");
    Rate.Terms terms = new Rate(rate.fraction(), rate.period(), true).over(time, null, false);
    double factor = Math.pow(1 + terms.rate(), terms.count());
    double sum = given.number("monto");
    return Calculation.of(
        "ajustado = M · (1 + π)^n",
        "Hace falta esa suma para comprar lo que antes se compraba con %s; en %s los precios suben %s en total.%s"
            .formatted(
                given.money(sum), terms.periods(), Numbers.percent(factor - 1), terms.note()),
        "Monto ajustado: " + given.money(sum * factor),
        "Poder de compra del monto sin ajustar: " + given.money(sum / factor));
  }

  /** A rise that repeats: each is of what the ones before it left. */
  private static Calculation accumulated(Arguments given) {
    Rate rate = given.rate("tasa");
    if (rate.period() == null) {
      throw new Refusal("decí cada cuánto sube: por mes, por año…");
    }
    Rate.Terms terms =
        new Rate(rate.fraction(), rate.period(), true).over(time(given), null, false);
    double rise = Math.pow(1 + terms.rate(), terms.count()) - 1;
    return Calculation.of(
        "total = (1 + i)^n − 1",
        "%s durante %s: cada aumento se hace sobre el anterior, por eso se multiplica y no se suma."
            .formatted(terms.rates(), terms.periods()),
        "Aumento acumulado: " + Numbers.percent(rise));
  }

  /** "en el año" is a year, though no number says so. */
  private static Amount time(Arguments given) {
    boolean year = given.flag("anual");
    if (year && given.has("tiempo")) {
      throw new Refusal("hay dos tiempos en la pregunta: decí uno solo.");
    }
    return year ? new Amount(1, Amount.Kind.TIME, Period.YEAR, false, 0, 0) : given.time("tiempo");
  }

  private static Calculation purchasingPower(Arguments given) {
    double change = (1 + given.fraction("aumento")) / (1 + given.fraction("inflacion")) - 1;
    return Calculation.of(
        "poder de compra = (1 + a) / (1 + π) − 1",
        change < 0
            ? "Los precios subieron más que el ingreso; restar los porcentajes da solo una"
                + " aproximación."
            : "El ingreso subió al menos lo que los precios; restar los porcentajes da solo una"
                + " aproximación.",
        (change < 0 ? "Poder de compra perdido: " : "Poder de compra ganado: ")
            + Numbers.percent(Math.abs(change)));
  }

  /** A sum that stays while prices rise. */
  private static Calculation worthNow(Arguments given) {
    Rate rate = given.rate("inflacion");
    if (rate.period() == null) {
      throw new Refusal("decí de qué plazo es la inflación: por mes, por año…");
    }
    Rate.Terms terms =
        new Rate(rate.fraction(), rate.period(), true).over(given.time("tiempo"), null, false);
    double factor = Math.pow(1 + terms.rate(), terms.count());
    double sum = given.number("monto");
    return Calculation.of(
        "poder de compra = M / (1 + π)^n",
        "En %s los precios suben %s en total, y el monto sigue siendo el mismo."
            .formatted(terms.periods(), Numbers.percent(factor - 1)),
        "Hoy compra lo que antes compraban: " + given.money(sum / factor),
        "Poder de compra perdido: " + Numbers.percent(1 - 1 / factor),
        "Para comprar lo mismo que antes tendría que ser: " + given.money(sum * factor));
  }

  private static Calculation adjustByIndex(Arguments given) {
    double factor = indexRatio(given);
    return Calculation.of(
        "ajustado = M · IPC final / IPC inicial",
        "Hace falta esa suma para comprar lo mismo: los precios variaron %s."
            .formatted(Numbers.percent(factor - 1)),
        "Monto ajustado: " + given.money(given.number("monto") * factor));
  }

  private static Calculation inflation(Arguments given) {
    double inflation = indexRatio(given) - 1;
    return Calculation.of(
        "π = IPC final / IPC inicial − 1",
        inflation >= 0
            ? "En promedio los precios subieron eso entre los dos momentos."
            : "En promedio los precios bajaron entre los dos momentos: deflación.",
        "Inflación: " + Numbers.percent(inflation));
  }

  private static double indexRatio(Arguments given) {
    return given.positive("indice_final", "el índice final")
        / given.positive("indice_inicial", "el índice inicial");
  }

  private static Calculation realRate(Arguments given) {
    Rate nominal = given.rate("nominal");
    Rate inflation = given.rate("inflacion");
    if (nominal.perYear() != inflation.perYear()) {
      throw new Refusal(
          "la tasa nominal y la inflación tienen que ser del mismo plazo; una es %s y la otra %s."
              .formatted(plazo(nominal), plazo(inflation)));
    }
    double real = (1 + nominal.fraction()) / (1 + inflation.fraction()) - 1;
    return Calculation.of(
        "r = (1 + i) / (1 + π) − 1",
        real >= 0
            ? "El dinero gana poder de compra: la tasa le gana a la inflación."
            : "El dinero pierde poder de compra: la inflación le gana a la tasa.",
        "Tasa real: " + Numbers.percent(real));
  }

  private static String plazo(Rate rate) {
    Period period = rate.period();
    return period == null ? "no dice de qué plazo" : period.adjective;
  }

  private static Calculation change(Arguments given) {
    double first = given.number("inicial");
    if (first == 0) {
      throw new Refusal("desde cero no hay variación porcentual: se dividiría por cero.");
    }
    double change = (given.number("final") - first) / Math.abs(first);
    return Calculation.of(
        "Δ% = (V2 − V1) / |V1| · 100",
        change >= 0 ? "El valor subió eso." : "El valor bajó eso.",
        "Variación: " + Numbers.percent(change));
  }
}
