package dev.sessionmanager.economics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** The curves of the textbook as plots: price upwards, quantity to the right. */
final class Plots {

  /** Points of a curve that is not straight. */
  private static final int POINTS = 160;

  private Plots() {}

  static Plot demand(Polynomial demand) {
    return market("Demanda: Qd = " + demand.shown("P"), List.of(demandLine(demand)), List.of());
  }

  static Plot supply(Polynomial supply) {
    if (supply.coefficient(1) <= 0) {
      throw new Refusal("la oferta tiene que subir con el precio: b mayor que 0 en Qs = a + bP.");
    }
    double first = Math.max(0, -supply.coefficient(0) / supply.coefficient(1));
    double last =
        first > 0 ? 2 * first : Math.max(10, supply.coefficient(0)) / supply.coefficient(1);
    return market(
        "Oferta: Qs = " + supply.shown("P"),
        List.of(straight("Oferta", supply, first, first + last)),
        List.of());
  }

  static Plot both(Equilibrium at) {
    Polynomial supply = at.supply();
    double first = Math.max(0, -supply.coefficient(0) / supply.coefficient(1));
    double reservation = -at.demand().coefficient(0) / at.demand().coefficient(1);
    double last = Math.max(Math.min(reservation, 2 * at.price()), first + 1e-9);
    return market(
        "Oferta y demanda",
        List.of(demandLine(at.demand()), straight("Oferta", supply, first, last)),
        List.of(
            new Plot.Mark(
                at.quantity(),
                at.price(),
                "P* = "
                    + Numbers.axis().format(at.price())
                    + ", Q* = "
                    + Numbers.axis().format(at.quantity()))));
  }

  /** The market before and after one of its curves has moved, with the equilibrium after. */
  static Plot shifted(Equilibrium before, Equilibrium after, boolean demand) {
    Plot old = both(before);
    Plot fresh = both(after);
    Plot.Panel panel = fresh.panels().getFirst();
    Plot.Line line = panel.lines().get(demand ? 0 : 1);
    List<Plot.Line> lines = new ArrayList<>(old.panels().getFirst().lines());
    lines.add(new Plot.Line(demand ? "Demanda nueva" : "Oferta nueva", line.xs(), line.ys()));
    return new Plot(
        fresh.title(),
        fresh.horizontal(),
        List.of(new Plot.Panel(panel.vertical(), lines, panel.mark(), 0)),
        false);
  }

  /** Total cost above, marginal and average cost below. */
  static Plot costs(Polynomial cost) {
    double last = lastQuantity(cost);
    Polynomial marginal = cost.derivative();
    DoubleUnaryOperator average = q -> cost.at(q) / q;
    double top = 1.8 * Math.max(marginal.at(last), average.applyAsDouble(last));
    double start = last / POINTS;
    Plot.Line total = curve("CT (costo total)", cost::at, 0, last);
    Plot.Line averages = curve("CMe (costo medio)", average, start, last);
    return new Plot(
        "Costos: CT = " + cost.shown("q"),
        "Cantidad (q)",
        List.of(
            new Plot.Panel("Costo total", List.of(total), null, 0),
            new Plot.Panel(
                "Costo por unidad",
                List.of(curve("CMg (costo marginal)", marginal::at, 0, last), averages),
                null,
                top)),
        false);
  }

  /**
   * @param years of the values; empty where they are merely in order
   */
  static Plot series(List<Double> values, List<Double> years) {
    List<Double> places =
        years.isEmpty()
            ? IntStream.rangeClosed(1, values.size()).mapToObj(i -> (double) i).toList()
            : years;
    return new Plot(
        "Serie de " + values.size() + " valores",
        years.isEmpty() ? "Orden" : "Año",
        List.of(new Plot.Panel("Valor", List.of(new Plot.Line("Serie", places, values)), null, 0)),
        true);
  }

  /** Twice the quantity of the lowest average cost, or 20 where that falls forever. */
  private static double lastQuantity(Polynomial cost) {
    boolean rises = cost.coefficient(0) > 0 && cost.coefficient(2) > 0 && cost.coefficient(3) >= 0;
    double best = rises ? Math.sqrt(cost.coefficient(0) / cost.coefficient(2)) : 10;
    for (int i = 0; i <= POINTS; i++) {
      double q = 2 * best * i / POINTS;
      if (cost.at(q) < 0 || cost.derivative().at(q) < 0) {
        throw new Refusal("el costo total no puede ser negativo ni bajar cuando se produce más.");
      }
    }
    return 2 * best;
  }

  private static Plot market(String title, List<Plot.Line> lines, List<Plot.Mark> marks) {
    Plot.Mark mark = marks.isEmpty() ? null : marks.getFirst();
    return new Plot(
        title, "Cantidad (Q)", List.of(new Plot.Panel("Precio (P)", lines, mark, 0)), false);
  }

  private static Plot.Line demandLine(Polynomial demand) {
    if (demand.coefficient(1) >= 0) {
      throw new Refusal("la demanda tiene que bajar con el precio: b menor que 0 en Qd = a + bP.");
    }
    if (demand.coefficient(0) <= 0) {
      throw new Refusal("con a = 0 o menos nadie demanda nada: a tiene que ser mayor que 0.");
    }
    return straight("Demanda", demand, 0, -demand.coefficient(0) / demand.coefficient(1));
  }

  private static Plot.Line straight(String name, Polynomial quantity, double from, double to) {
    List<Double> prices = List.of(from, to);
    return new Plot.Line(name, prices.stream().map(quantity::at).toList(), prices);
  }

  private static Plot.Line curve(String name, DoubleUnaryOperator f, double from, double to) {
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    for (int i = 0; i <= POINTS; i++) {
      double x = from + (to - from) * i / POINTS;
      xs.add(x);
      ys.add(f.applyAsDouble(x));
    }
    return new Plot.Line(name, xs, ys);
  }
}
