package dev.sessionmanager.economics;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a chart shows, one panel above the other, with one horizontal axis.
 *
 * @param points whether each point is marked and the horizontal axis counts in whole numbers
 */
record Plot(String title, String horizontal, List<Panel> panels, boolean points) {

  /**
   * @param top where the vertical axis ends; 0 lets it fit the lines
   */
  record Panel(String vertical, List<Line> lines, @Nullable Mark mark, double top) {}

  /** As many xs as ys. */
  record Line(String name, List<Double> xs, List<Double> ys) {
    Line {
      if (Stream.concat(xs.stream(), ys.stream())
          .anyMatch(v -> !Double.isFinite(v) || Math.abs(v) > Numbers.LARGEST)) {
        throw new Refusal(
            "los números son demasiado grandes para dibujarlos (el máximo es 10^15).");
      }
    }
  }

  /** The same with other words on it. */
  Plot in(UnaryOperator<String> words) {
    return new Plot(
        words.apply(title),
        words.apply(horizontal),
        panels.stream()
            .map(panel ->
                new Panel(
                    words.apply(panel.vertical),
                    panel.lines.stream()
                        .map(line -> new Line(words.apply(line.name), line.xs, line.ys))
                        .toList(),
                    panel.mark,
                    panel.top))
            .toList(),
        points);
  }

  /** A point that is named, with lines to both axes. */
  record Mark(double x, double y, String name) {}
}
