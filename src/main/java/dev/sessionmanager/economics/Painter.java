package dev.sessionmanager.economics;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.DecimalFormat;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.annotations.XYPointerAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Draws a plot with JFreeChart into a PNG of {@value #WIDTH} × {@value #HEIGHT} pixels, in colours
 * that the colour-blind tell apart (Okabe and Ito, 2008) and with decimal commas. Needs fonts of
 * the system: where there are none, the JDK throws an error.
 */
final class Painter {

  static final int WIDTH = 900;
  static final int HEIGHT = 560;

  private static final Color[] COLOURS = {
    new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7)
  };
  private static final Color INK = new Color(0x333333);
  private static final Color GRID = new Color(0xD9D9D9);
  private static final BasicStroke THICK =
      new BasicStroke(3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final BasicStroke DASHED =
      new BasicStroke(
          1.3f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10f, new float[] {6f, 5f}, 0f);

  private Painter() {}

  static byte[] png(Plot plot) {
    BufferedImage image = chart(plot).createBufferedImage(WIDTH, HEIGHT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static JFreeChart chart(Plot plot) {
    NumberAxis horizontal = axis(plot.horizontal());
    if (plot.points()) {
      horizontal.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
      horizontal.setAutoRangeIncludesZero(false);
      horizontal.setNumberFormatOverride(new DecimalFormat("0")); // a year is no 2.020
    }
    CombinedDomainXYPlot panels = new CombinedDomainXYPlot(horizontal);
    panels.setGap(14);
    int colour = 0;
    for (Plot.Panel panel : plot.panels()) {
      panels.add(panel(panel, plot.points(), colour), panel.lines().size() > 1 ? 3 : 2);
      colour += panel.lines().size();
    }
    JFreeChart chart = new JFreeChart(plot.title(), font(Font.BOLD, 20), panels, true);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(12, 12, 10, 22));
    chart.getTitle().setPaint(INK);
    chart.getTitle().setPadding(2, 0, 10, 0);
    chart.getLegend().setItemFont(font(Font.PLAIN, 15));
    chart.getLegend().setItemPaint(INK);
    chart.getLegend().setFrame(BlockBorder.NONE);
    return chart;
  }

  private static XYPlot panel(Plot.Panel panel, boolean points, int firstColour) {
    XYSeriesCollection data = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, points);
    for (Plot.Line line : panel.lines()) {
      XYSeries series = new XYSeries(line.name(), false);
      for (int i = 0; i < line.xs().size(); i++) {
        series.add(line.xs().get(i), line.ys().get(i));
      }
      int at = data.getSeriesCount();
      renderer.setSeriesPaint(at, COLOURS[(firstColour + at) % COLOURS.length]);
      renderer.setSeriesStroke(at, THICK);
      renderer.setSeriesShape(at, new Ellipse2D.Double(-4.5, -4.5, 9, 9));
      data.addSeries(series);
    }
    NumberAxis vertical = axis(panel.vertical());
    if (panel.top() > 0) {
      vertical.setRange(0, panel.top());
    }
    XYPlot plot = new XYPlot(data, null, vertical, renderer);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setDomainGridlinePaint(GRID);
    plot.setRangeGridlinePaint(GRID);
    plot.setOutlineVisible(false);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    Plot.Mark mark = panel.mark();
    if (mark != null) {
      mark(plot, mark);
    }
    return plot;
  }

  private static void mark(XYPlot plot, Plot.Mark mark) {
    XYSeriesCollection data = (XYSeriesCollection) plot.getDataset();
    XYLineAndShapeRenderer renderer = (XYLineAndShapeRenderer) plot.getRenderer();
    double middle = data.getDomainUpperBound(false) / 2;
    XYSeries point = new XYSeries("Equilibrio");
    point.add(mark.x(), mark.y());
    int at = data.getSeriesCount();
    data.addSeries(point);
    renderer.setSeriesShapesVisible(at, true);
    renderer.setSeriesLinesVisible(at, false);
    renderer.setSeriesShape(at, new Ellipse2D.Double(-6, -6, 12, 12));
    renderer.setSeriesPaint(at, INK);
    plot.addAnnotation(new XYLineAnnotation(mark.x(), 0, mark.x(), mark.y(), DASHED, INK));
    plot.addAnnotation(new XYLineAnnotation(0, mark.y(), mark.x(), mark.y(), DASHED, INK));
    boolean left = mark.x() > middle; // the lines leave most room on the wider side
    XYPointerAnnotation name =
        new XYPointerAnnotation(mark.name(), mark.x(), mark.y(), left ? Math.PI : 0);
    name.setTextAnchor(left ? TextAnchor.CENTER_RIGHT : TextAnchor.CENTER_LEFT);
    name.setBackgroundPaint(new Color(255, 255, 255, 225));
    name.setFont(font(Font.BOLD, 15));
    name.setPaint(INK);
    name.setArrowPaint(INK);
    name.setBaseRadius(52);
    name.setTipRadius(10);
    name.setLabelOffset(4);
    plot.addAnnotation(name);
  }

  private static NumberAxis axis(String label) {
    NumberAxis axis = new NumberAxis(label);
    axis.setNumberFormatOverride(Numbers.axis());
    axis.setLabelFont(font(Font.PLAIN, 15));
    axis.setTickLabelFont(font(Font.PLAIN, 13));
    axis.setLabelPaint(INK);
    axis.setTickLabelPaint(INK);
    axis.setAxisLinePaint(INK);
    return axis;
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }
}
