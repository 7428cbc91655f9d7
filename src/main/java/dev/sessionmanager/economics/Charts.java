package dev.sessionmanager.economics;

import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.awt.AWTError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Charts of demand, supply, both with their equilibrium, costs, or a series of numbers. Without
 * numbers it draws an example and names its numbers. Where the system has no fonts it answers in
 * words alone and says what to install.
 */
final class Charts implements Tool {

  private static final Logger LOG = LoggerFactory.getLogger(Charts.class);

  private static final Polynomial DEMAND = Polynomial.line(100, -2);
  private static final Polynomial SUPPLY = Polynomial.line(20, 3);
  private static final Polynomial COST = new Polynomial(List.of(100.0, 10.0, 0.5, 0.0));

  private static final List<Input> INPUTS = CalculatorFile.inputs(CalculatorFile.chart());

  /** Words of charts that cannot be drawn here. */
  private static final List<Phrase> OTHERS = Phrase.list(Lexicon.FILE.entries("other-charts"));

  private static final String KINDS =
      "Puedo hacer estos gráficos: **demanda** («gráfico de demanda Qd = 100 - 2P»), **oferta**,"
          + " **oferta y demanda** (con el equilibrio), **costos** («gráfico de costos CT = 100 +"
          + " 10q + 0,5q²») y **serie** («gráfico de la serie 3; 5; 4; 8»).";

  private static final String EXAMPLE =
      " Es un ejemplo con números elegidos; también puede ser con los tuyos.";

  private static final String UNKNOWN_SHIFT =
      " Qué curva mueve lo que contás no lo sé: si sube un costo o falta producto, la oferta se"
          + " corre a la izquierda (sube el precio, baja la cantidad); si la gente quiere o puede"
          + " comprar más, la demanda se corre a la derecha (suben los dos).";

  private final Function<Plot, byte[]> painter;

  Charts(Function<Plot, byte[]> painter) {
    this.painter = painter;
  }

  @Override
  public String name() {
    return "grafico";
  }

  @Override
  public String description() {
    return CalculatorFile.chart().text("about");
  }

  @Override
  public Map<String, Object> parameters() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(
        "tipo",
        Map.of(
            "type", "string",
            "enum", Stream.of(ChartKind.values()).map(ChartKind::word).toList(),
            "description", "Qué dibujar."));
    INPUTS.forEach(input -> properties.put(input.name(), input.schema()));
    return Input.object(properties, List.of("tipo"));
  }

  @Override
  public Answer use(Map<String, Object> arguments, @Nullable String username) {
    try {
      Map<String, Object> numbers = new LinkedHashMap<>(arguments);
      ChartKind kind = ChartKind.of(numbers.remove("tipo"));
      Arguments given = ArgumentReader.read(INPUTS, numbers);
      return draw(ChartRequest.of(kind, given), UnaryOperator.identity());
    } catch (Refusal refusal) {
      return Answer.of(refusal.sentence());
    }
  }

  @Override
  public Optional<Answer> asked(Asked asked) {
    Sentence sentence = Sentence.of(asked);
    boolean numbers = sentence.carriesNumbers();
    if (!sentence.asksForChart()
        || sentence.says(OTHERS)
        || (sentence.asksForMeaning() && !numbers)) {
      return Optional.empty();
    }
    ChartKind kind = ChartKind.of(sentence);
    if (kind == null) {
      return Optional.of(Answer.of(English.answer(asked, KINDS)));
    }
    try {
      UnaryOperator<String> words = text -> English.answer(asked, text);
      ChartRequest request = ChartRequest.of(kind, sentence);
      boolean example = request.demand() == null && request.supply() == null;
      return Optional.of(
          kind == ChartKind.BOTH && example && Shift.happens(sentence)
              ? shifted(sentence, words)
              : draw(request, words));
    } catch (Refusal refusal) {
      return Optional.of(Answer.of(English.answer(asked, "**Gráfico**: " + refusal.sentence())));
    }
  }

  /** The example's market, and what happens to it; which curve that moves must be known. */
  private Answer shifted(Sentence sentence, UnaryOperator<String> words) {
    Equilibrium before = Equilibrium.of(DEMAND, SUPPLY);
    Shift shift = Shift.of(sentence);
    if (shift == null) {
      return answer(Plots.both(before), ChartTexts.both(before) + EXAMPLE + UNKNOWN_SHIFT, words);
    }
    Equilibrium after = shift.of(before);
    return answer(
        Plots.shifted(before, after, shift.ofDemand()),
        ChartTexts.shifted(shift, before, after) + EXAMPLE,
        words);
  }

  private Answer draw(ChartRequest request, UnaryOperator<String> words) {
    Polynomial demand = request.demand();
    Polynomial supply = request.supply();
    Polynomial cost = request.cost();
    List<Double> values = request.values();
    boolean example =
        switch (request.kind()) {
          case DEMAND -> demand == null;
          case SUPPLY -> supply == null;
          case BOTH -> demand == null && supply == null;
          case COSTS -> cost == null;
          case SERIES -> false;
        };
    if (request.kind() == ChartKind.BOTH && (demand == null) != (supply == null)) {
      throw new Refusal(
          "falta la curva de %s: «gráfico de oferta y demanda Qd = 100 - 2P, Qs = 20 + 3P»."
              .formatted(demand == null ? "demanda" : "oferta"));
    }
    Polynomial d = demand == null ? DEMAND : demand;
    Polynomial s = supply == null ? SUPPLY : supply;
    Polynomial c = cost == null ? COST : cost;
    String note = example ? EXAMPLE : "";
    return switch (request.kind()) {
      case DEMAND -> answer(Plots.demand(d), ChartTexts.demand(d) + note, words);
      case SUPPLY -> answer(Plots.supply(s), ChartTexts.supply(s) + note, words);
      case BOTH -> {
        Equilibrium at = Equilibrium.of(d, s);
        yield answer(Plots.both(at), ChartTexts.both(at) + note, words);
      }
      case COSTS -> answer(Plots.costs(c), ChartTexts.costs(c) + note, words);
      case SERIES -> {
        if (values.size() < 2) {
          throw new Refusal(
              "para una serie hacen falta al menos dos números: «gráfico de la serie 3; 5; 4; 8».");
        }
        yield answer(
            Plots.series(values, request.years()),
            ChartTexts.series(values, request.years()),
            words);
      }
    };
  }

  private Answer answer(Plot spanish, String said, UnaryOperator<String> words) {
    Plot plot = spanish.in(words);
    String text = words.apply(said);
    byte[] png;
    try {
      png = painter.apply(plot);
    } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
      LOG.warn("no chart could be drawn; charts need fonts (fontconfig, fonts-dejavu-core)", e);
      return Answer.of(
          text
              + words.apply(
                  "\n\nNo pude dibujar la imagen: al servidor le faltan tipografías (en Debian, los"
                      + " paquetes fontconfig y fonts-dejavu-core)."));
    }
    Picture picture = Picture.png(plot.title(), png);
    return new Answer(text + "\n\n" + picture.markdown(), picture);
  }
}
