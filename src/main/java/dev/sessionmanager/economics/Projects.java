package dev.sessionmanager.economics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** VAN and TIR of a project's flows, one a period, the first of them today. */
final class Projects {

  static final Map<String, Formula> FORMULAS =
      Map.of("van", Projects::netPresentValue, "tir", Projects::internalRate);

  /** Rates looked through for a TIR: from −99.99 % to 100 000 % a period, evenly in ln(1 + r). */
  private static final double LOWEST = Math.log(1e-4);

  private static final double HIGHEST = Math.log(1_001);
  private static final int STEPS = 4_000;

  private Projects() {}

  private static Calculation netPresentValue(Arguments given) {
    List<Double> flows = flows(given);
    Rate rate = given.rate("tasa");
    Double often = often(given);
    double each = often == null ? rate.fraction() : rate.each(often);
    double value = 0;
    for (int t = 0; t < flows.size(); t++) {
      value += flows.get(t) / Math.pow(1 + each, t);
    }
    return Calculation.of(
        "VAN = Σ F(t) / (1 + i)^t, con t = 0 … " + (flows.size() - 1),
        (value >= 0
                ? "El proyecto rinde al menos la tasa pedida: conviene."
                : "El proyecto no llega a rendir la tasa pedida: no conviene.")
            + periods(often, rate, each),
        "VAN: " + given.money(value));
  }

  /** How the rate and the flows were brought together. */
  private static String periods(@Nullable Double often, Rate rate, double each) {
    Period own = rate.period();
    Period flows = often == null ? own : Period.perYear(often);
    if (flows == null) {
      return "";
    }
    return " Con un flujo por %s y una tasa de %s %s."
        .formatted(flows.noun(1), Numbers.percent(each), flows.adjective);
  }

  private static Calculation internalRate(Arguments given) {
    List<Double> flows = flows(given);
    Double often = often(given);
    List<Double> rates = rates(flows);
    if (rates.isEmpty()) {
      throw new Refusal(none(flows));
    }
    Period period = often == null ? null : Period.perYear(often);
    String per = period == null ? "por período" : period.adjective;
    String found = rates.stream().map(Numbers::percent).collect(Collectors.joining("; "));
    String formula = "0 = Σ F(t) / (1 + TIR)^t, con t = 0 … " + (flows.size() - 1);
    return rates.size() > 1
        ? Calculation.of(
            formula,
            "Los flujos cambian de signo más de una vez y hay varias: la TIR no decide, mirá el"
                + " VAN.",
            "Hay " + rates.size() + " TIR: " + found)
        : Calculation.of(
            formula,
            "Es la tasa "
                + per
                + " con la que el VAN es cero: conviene si supera al costo del capital.",
            "TIR: " + found + (period == null || period == Period.YEAR ? "" : " " + per));
  }

  /** How many flows a year; null where nothing says it. */
  private static @Nullable Double often(Arguments given) {
    Double said = given.frequency("frecuencia");
    if (said != null || !given.has("tiempo")) {
      return said;
    }
    Period unit = given.time("tiempo").period();
    return unit == null ? null : Double.valueOf(unit.perYear);
  }

  /**
   * An investment given for itself is paid today, whatever its sign; one flow for a length of time
   * comes in each of its periods.
   */
  private static List<Double> flows(Arguments given) {
    List<Double> flows = new ArrayList<>(given.flows("flujos"));
    if (given.has("inversion")) {
      flows.addFirst(-Math.abs(given.number("inversion")));
    }
    if (given.has("tiempo")) {
      int times = times(given);
      if (flows.size() == 2 && flows.getFirst() < 0) {
        flows.addAll(Collections.nCopies(times - 1, flows.getLast()));
      } else if (times != flows.size() - 1) {
        throw new Refusal(
            "«%s» son %d períodos y después del primer flujo hay %d: no sé cuáles van."
                .formatted(given.time("tiempo").shown(), times, flows.size() - 1));
      }
    }
    return flows;
  }

  private static int times(Arguments given) {
    Amount time = given.time("tiempo");
    Double often = given.frequency("frecuencia");
    Period unit = time.period();
    boolean counted = often == null || unit == null || time.kind() == Amount.Kind.PAYMENTS;
    if (counted && unit != null && often != null && often != unit.perYear) {
      throw new Refusal("los flujos no pueden ser de dos frecuencias a la vez.");
    }
    double times =
        counted || often == null || unit == null
            ? time.value()
            : time.value() * often / unit.perYear;
    if (times < 1 || times > Input.MAX_FLOWS) {
      throw new Refusal("un flujo se puede repetir entre 1 y " + Input.MAX_FLOWS + " veces.");
    }
    return new Rate.Terms(0, times, unit, false).whole("flujos");
  }

  private static String none(List<Double> flows) {
    boolean gains = flows.stream().anyMatch(flow -> flow > 0);
    boolean losses = flows.stream().anyMatch(flow -> flow < 0);
    return gains && losses
        ? "no hay ninguna TIR entre −99,99 % y 100.000 %: el VAN no llega a cero con ninguna tasa."
        : "no hay TIR: todos los flujos tienen el mismo signo. Hace falta al menos uno negativo y"
            + " uno positivo.";
  }

  /** Where the VAN changes its sign, each found by halving; or touches zero at a step. */
  static List<Double> rates(List<Double> flows) {
    List<Double> found = new ArrayList<>();
    double width = (HIGHEST - LOWEST) / STEPS;
    double low = LOWEST;
    double atLow = sign(flows, low);
    for (int step = 1; step <= STEPS; step++) {
      double high = LOWEST + step * width;
      double atHigh = sign(flows, high);
      if (atLow * atHigh < 0) {
        found.add(halve(flows, low, high, atLow));
      } else if (atHigh == 0 && atLow != 0) {
        found.add(Math.expm1(high));
      }
      low = high;
      atLow = atHigh;
    }
    return found;
  }

  private static double halve(List<Double> flows, double from, double to, double atFrom) {
    double low = from;
    double high = to;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (atFrom * sign(flows, middle) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.expm1((low + high) / 2);
  }

  /**
   * The VAN's sign at ln(1 + r). Powers stay below 1: for negative rates the sum is taken from the
   * last flow's date, which does not change the sign.
   */
  private static double sign(List<Double> flows, double log) {
    double sum = 0;
    double factor = Math.exp(-Math.abs(log));
    List<Double> order = log >= 0 ? flows.reversed() : flows;
    for (double flow : order) {
      sum = sum * factor + flow;
    }
    return Math.signum(sum);
  }
}
