package dev.sessionmanager.economics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Charts, really drawn. */
class ChartsTest {

  private final Tool charts = new Charts(Painter::png);

  @ParameterizedTest
  @ValueSource(strings = {"demanda", "oferta", "oferta_demanda", "costos", "serie"})
  void everyKindIsAPictureOfItsSizeWithLinesOnIt(String kind) throws IOException {
    Tool.Answer answer =
        charts.use(
            kind.equals("serie")
                ? Map.of("tipo", kind, "valores", List.of(3, "5,5", 4))
                : Map.of("tipo", kind),
            null);
    Picture picture = Objects.requireNonNull(answer.picture());
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.content()));
    assertThat(picture.type()).isEqualTo("image/png");
    assertThat(image.getWidth()).isEqualTo(Painter.WIDTH);
    assertThat(image.getHeight()).isEqualTo(Painter.HEIGHT);
    assertThat(picture.content()).hasSizeLessThan(200_000);
    Set<Integer> colours = colours(image);
    assertThat(colours).contains(0xFFFFFF, 0x0072B2);
    assertThat(colours.contains(0xD55E00))
        .isEqualTo(kind.equals("oferta_demanda") || kind.equals("costos"));
  }

  @Test
  void theAnswerShowsItsPictureOnce() {
    Tool.Answer answer = charts.asked(new Asked("gráfico de oferta y demanda")).orElseThrow();
    Picture picture = Objects.requireNonNull(answer.picture());
    assertThat(answer.text()).containsOnlyOnce(picture.markdown()).contains("P* = 16");
  }

  @Test
  void anExampleIsCalledSo() {
    assertThat(charts.asked(new Asked("gráfico de demanda")).orElseThrow().text())
        .contains("ejemplo");
    assertThat(charts.asked(new Asked("gráfico de demanda Qd = 80 - 4P")).orElseThrow().text())
        .doesNotContain("ejemplo")
        .contains("Qd = 80 − 4·P");
  }

  @Test
  void aModelsWrongArgumentsAreNamed() {
    assertThat(charts.use(Map.of(), null).text()).contains("«tipo» tiene que ser uno de: demanda");
    assertThat(charts.use(Map.of("tipo", 3), null).text()).contains("«tipo»");
    assertThat(charts.use(Map.of("tipo", "demanda", "demanda", "abc"), null).text())
        .contains("No entiendo «demanda»");
    assertThat(charts.use(Map.of("tipo", "oferta", "oferta", "Q = 1 - P"), null).text())
        .contains("la oferta tiene que subir");
    assertThat(charts.use(Map.of("tipo", "serie", "valores", List.of(1)), null).text())
        .contains("al menos dos números");
    assertThat(charts.use(Map.of("tipo", "costos", "costo", "CT = 100 - 10q"), null).text())
        .contains("no puede ser negativo ni bajar");
    assertThat(charts.use(Map.of("tipo", "oferta", "colour", "red"), null).text())
        .contains("No hay un argumento «colour»");
  }

  @Test
  void whereNothingCanBeDrawnTheWordsStillCome() {
    Tool broken =
        new Charts(plot -> {
          throw new NoClassDefFoundError("Could not initialize class sun.awt.X11FontManager");
        });
    Tool.Answer answer = broken.asked(new Asked("gráfico de demanda")).orElseThrow();
    assertThat(answer.picture()).isNull();
    assertThat(answer.text()).contains("Qd = 100").contains("fontconfig y fonts-dejavu-core");
  }

  /** In a JVM of its own that finds no font. */
  @Test
  void whatMovesACurveIsDrawnAndSaid() {
    assertThat(said("gráfico de oferta y demanda del pan si sube la harina"))
        .contains("oferta cae", "de 16 a 20", "de 68 a 60");
    assertThat(said("gráfico de oferta y demanda si sube el ingreso"))
        .contains("demanda aumenta", "de 16 a 20", "de 68 a 80");
    assertThat(said("gráfico de oferta y demanda si pasa algo raro")).contains("no lo sé");
  }

  @Test
  void whoAsksInEnglishHasEnglishOnTheChart() {
    Plot spanish = Plots.demand(Polynomial.line(100, -2));
    Plot english = spanish.in(English::of);
    assertThat(english.horizontal()).isEqualTo("Quantity (Q)");
    assertThat(english.panels().getFirst().vertical()).isEqualTo("Price (P)");
    assertThat(english.panels().getFirst().lines().getFirst().name()).isEqualTo("Demand");
  }

  private String said(String question) {
    return charts.asked(new Asked(question)).orElseThrow().text();
  }

  @Test
  void withoutFontsTheAnswerSaysWhatToInstall(@TempDir Path folder) throws Exception {
    Path fonts = folder.resolve("fonts.conf");
    Files.writeString(
        fonts,
        "<?xml version=\"1.0\"?><fontconfig><dir>%1$s</dir><cachedir>%1$s</cachedir></fontconfig>"
            .formatted(folder));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Duser.home=" + folder,
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            Drawn.class.getName());
    builder.environment().put("FONTCONFIG_FILE", fonts.toString());
    Path out = folder.resolve("out");
    Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(out))
        .contains("fontconfig y fonts-dejavu-core")
        .contains("P* = 16");
    assertThat(process.exitValue()).isZero();
  }

  /** Asks for a chart and says what came. */
  static final class Drawn {
    public static void main(String[] args) {
      Tool.Answer answer =
          new Charts(Painter::png).asked(new Asked("gráfico de oferta y demanda")).orElseThrow();
      System.out.println(answer.text());
    }
  }

  private static Set<Integer> colours(BufferedImage image) {
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        colours.add(image.getRGB(x, y) & 0xFFFFFF);
      }
    }
    return colours;
  }
}
