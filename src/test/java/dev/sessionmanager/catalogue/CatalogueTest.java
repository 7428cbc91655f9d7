package dev.sessionmanager.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.SettableClock;
import dev.sessionmanager.agent.HumanWanted;
import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Royal's catalogue, on the sample that ships. */
class CatalogueTest {

  private static final Pattern SKU = Pattern.compile("\\(([A-Z]{2}-\\d{3})\\)");

  @TempDir Path folder;

  /**
   * The question and what its answer shows: SKUs (all of them, in any order; "first:" when the
   * order counts), a category whose products alone are shown ("only:"), words that it says
   * ("says:"), or "nothing": not for the catalogue.
   */
  @ParameterizedTest
  @CsvFileSource(resources = "/catalogue/questions.csv", delimiter = '|')
  void answersTheQuestionsOfTheTable(String question, String expected) {
    String answer = sample().asked(new Asked(question)).map(Tool.Answer::text).orElse("nothing");
    List<String> skus = skus(answer);
    String what = expected.substring(expected.indexOf(':') + 1).strip();
    if (expected.equals("nothing")) {
      assertThat(answer).isEqualTo("nothing");
    } else if (expected.startsWith("first:")) {
      assertThat(skus).startsWith(what.split(" "));
    } else if (expected.startsWith("only:")) {
      assertThat(skus).isNotEmpty().allMatch(sku -> sku.startsWith(what + "-"));
    } else if (expected.startsWith("says:")) {
      assertThat(answer).containsIgnoringCase(what);
    } else {
      assertThat(skus).containsExactlyInAnyOrder(expected.strip().split(" "));
    }
    assertThat(skus).hasSizeLessThanOrEqualTo(CatalogueAnswer.MAX_SHOWN + 3);
  }

  /** What is surely the catalogue's, whatever the shop's knowledge says of such words. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quiero 10 pulseras riviera, ¿llegan?|true",
        "necesito 40 relojes infantiles, ¿tienen esa cantidad?|true",
        "¿a partir de cuántas unidades es por mayor la cadena veneciana?|true",
        "¿cuál es el mínimo para comprar por mayor la pulsera de cuero?|true",
        "¿cuál es el mínimo para precio mayorista en las alianzas de acero?|true",
        "¿a partir de cuántas unidades me hacen precio mayorista en anillos de plata?|true",
        "¿venden por mayor?|false",
        "busco un reloj resistente al agua|true",
        "quiero un dije que diga Martina|true",
        "¿cuánto tardan en hacer el dije con nombre?|true",
        "¿cuántos dijes de inicial puedo comprar con 40 mil por mayor?|true",
        "¿la pulsera de perlas es de plata?|true",
        "los aros comunes me dan alergia, ¿cuáles tenés?|true",
        "¿los anillos de plata se ponen negros?|false",
        "el acero, ¿qué tal aguanta el agua?|false",
        "¿la pulsera de perlas se puede mojar?|false",
        "si el reloj digital me llega fallado, ¿me lo cambian?|false",
        "¿me llega mañana el reloj digital?|false",
        "¿mandan la cadena figaro a Salta?|false"
      })
  void itIsSureWhereAProductIsNamedAndAskedAbout(String question, boolean sure) {
    assertThat(sample().asked(new Asked(question)).map(Tool.Answer::sure).orElse(false))
        .isEqualTo(sure);
  }

  /** What somebody says beside the product's name is never said to be missing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "¿qué pulseras de cuero manejan?",
        "¿trabajan con relojes de silicona?",
        "¿me recomendarías un anillo con ónix?",
        "¿conseguiría una cadena veneciana?",
        "un anillo que tuviera zafiros",
        "una cadena corta, de 40 cm",
        "aros grandes de 40 mm",
        "un collar, de 60 cm",
        "¿tendrían alguna pulsera negra?",
        "algo con corazón para mi ahijada de 15",
        "un reloj para una nena de 8 años",
        "quisiera encontrar aros de perla"
      })
  void whatIsSaidBesideAProductIsNotMissing(String question) {
    String answer = asked(question);
    assertThat(skus(answer)).isNotEmpty();
    assertThat(answer).doesNotContain("No tengo nada", "No encontré", "Lo más parecido");
  }

  @Test
  void whatIsMissingIsStillSaidToBe() {
    assertThat(asked("¿manejan anillos con rubí?")).contains("No tengo nada con «rubi»");
    assertThat(asked("busco un anillo de plata que tenga zafiros"))
        .contains("Con todo eso junto no tengo nada");
  }

  @Test
  void noWordOfTheCatalogueIsTakenForAVerb() throws IOException {
    for (CatalogueProduct product : products()) {
      String row = product.name() + ' ' + product.material() + ' ' + product.description();
      assertThat(CatalogueWords.of(row)).noneMatch(CatalogueVerbs::has);
    }
    assertThat(List.of("manejan", "tendrian", "mostrarme", "quisiera", "busco", "ofrecen"))
        .allMatch(CatalogueVerbs::has);
  }

  @Test
  void quantitiesAreComparedWithTheStock() {
    assertThat(asked("quiero 10 pulseras riviera, ¿llegan?"))
        .contains("10 × **Pulsera riviera de circonias** (PU-001)", "solo hay 8 en stock");
    assertThat(asked("necesito 20 relojes infantiles, ¿tienen esa cantidad?"))
        .contains("(RE-006)", "hay 31 en stock")
        .doesNotContain("solo hay");
    assertThat(asked("¿tienen 20 pulseras riviera?")).contains("(PU-001)", "solo hay 8 en stock");
    assertThat(asked("cadena grumet 50 plata")).contains("(CA-002)").doesNotContain("50 ×");
    assertThat(asked("¿hay stock para 15 relojes de mujer dorados?"))
        .contains("(RE-003)", "solo hay 9 en stock");
  }

  /** The most of it that the budget pays for, at the price that holds for so many. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "con 100 mil pesos, ¿cuántos anillos regulables de estrella me alcanzan por mayor?"
            + "|26 × |$ 3.750,00 c/u = $ 97.500,00",
        "¿cuántas pulseras de hilo rojo puedo comprar con 60.000?|24 × |$ 2.500,00 c/u",
        "tengo 30 lucas, ¿cuántos dijes de inicial me llevo?|7 × |$ 3.900,00 c/u = $ 27.300,00",
        "con 46 mil, ¿cuántos dijes de inicial me alcanzan?|15 × |$ 3.050,00 c/u = $ 45.750,00",
        "¿cuántos relojes cronógrafo me alcanzan con un presupuesto de 2 millones?"
            + "|32 × |solo hay 6 en stock",
        "¿cuántos aros de corazón entran en 20 mil?|4 × |$ 4.300,00 c/u = $ 17.200,00",
        "con 1000 pesos ¿cuántos AN-003 me alcanzan?|no alcanza|$ 5.200,00"
      })
  void aBudgetIsReckonedAtThePriceForThatNumber(String question, String count, String price) {
    assertThat(asked(question)).contains(count, price);
  }

  @Test
  void howLongItTakesIsSaidOnlyOfWhatIsMadeToOrder() {
    Catalogue catalogue = sample();
    List<String> earlier = List.of("quiero un dije que diga Sofía, ¿lo hacen?");
    assertThat(catalogue.asked(new Asked("¿y cuánto tardan?", () -> earlier)).orElseThrow().text())
        .isEqualTo(
            "Según el catálogo, **Dije nombre personalizado** (DI-008): Nombre calado a pedido,"
                + " demora 7 días.");
    assertThat(catalogue.asked(new Asked("¿cuánto tardan en hacer la cadena veneciana?")))
        .isEmpty();
    assertThat(catalogue.asked(new Asked("¿cuánto demora en llegar un pedido a Rosario?")))
        .isEmpty();
  }

  @Test
  void aProductIsShownWithPriceWholesalePriceMinimumAndStock() {
    assertThat(asked("precio del SKU AN-001"))
        .isEqualTo(
            "- **Anillo solitario con circonia**, plata 925 (AN-001): $ 18.500,00; por mayor"
                + " $ 14.450,00 desde 6 u.; stock: 24\n  Solitario con circonia blanca de 5 mm,"
                + " medidas 12 a 22.");
  }

  @Test
  void aSoldOutProductSaysSoAndOffersOthersOfItsCategory() {
    String answer = asked("¿hay stock del AN-004?");
    assertThat(answer).contains("(AN-004)", "**sin stock**", "De anillos con stock tengo:");
    assertThat(skus(answer)).hasSize(4).allMatch(sku -> sku.startsWith("AN-"));
  }

  @Test
  void whatIsNotSoldIsNeverInvented() {
    String answer = asked("¿venden notebooks?");
    assertThat(skus(answer)).isEmpty();
    assertThat(answer).contains("No encontré «notebooks»", "anillos", "relojes", "persona");
    assertThat(asked("¿tenés cadenas de platino?")).contains("No tengo nada con «platino»", "CA-0");
  }

  @Test
  void everyAnswerNamesOnlyProductsOfTheFileWithTheirOwnPrices() throws IOException {
    Map<String, CatalogueProduct> products =
        products().stream().collect(Collectors.toMap(CatalogueProduct::sku, Function.identity()));
    for (String question :
        List.of(
            "anillos", "aros de plata", "relojes por menos de 50 mil", "lo más caro", "dijes")) {
      for (String line : asked(question).lines().filter(l -> l.startsWith("- ")).toList()) {
        CatalogueProduct product = Objects.requireNonNull(products.get(skus(line).getFirst()));
        assertThat(line).contains(product.name(), CatalogueAnswer.money(product.price()));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"12500|$ 12.500,00", "0|$ 0,00", "999.9|$ 999,90", "1280000|$ 1.280.000,00"})
  void pricesAreWrittenAsInArgentina(BigDecimal price, String written) {
    assertThat(CatalogueAnswer.money(price)).isEqualTo(written);
  }

  @Test
  void aModelsArgumentsMayBeAnything() {
    Catalogue catalogue = sample();
    assertThat(skus(catalogue.use(Map.of("consulta", "reloj de hombre"), null).text()))
        .contains("RE-002");
    assertThat(catalogue.use(Map.of("consulta", "hola"), null).text()).contains("productos");
    for (Map<String, Object> odd :
        List.<Map<String, Object>>of(
            Map.of(), Map.of("consulta", 7), Map.of("consulta", " "), Map.of("query", "x"))) {
      assertThat(catalogue.use(odd, null).text()).contains("Falta «consulta»");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "precio ",
        "anillo ",
        "plata AND (OR NOT ",
        "*:* ~ ^2 \" ",
        "menos de 9999999999999999999 ",
        "9.9.9.9.",
        "😭",
        "entre 1 y 2 y 3 ",
        "hablar con ",
        "a",
        "AN-",
        "circoniacirconia",
        "\u0301",
        "la la la con una una "
      })
  @Timeout(20)
  void hostileTextIsAnsweredQuickly(String piece) {
    String text = piece.repeat(16_000 / piece.length() + 1).substring(0, 16_000);
    Catalogue catalogue = sample();
    catalogue.asked(new Asked("anillos"));
    long began = System.nanoTime();
    catalogue.asked(new Asked(text));
    catalogue.use(Map.of("consulta", text), null);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
  }

  private Catalogue sample() {
    CatalogueSettings settings =
        new CatalogueSettings(
            folder.resolve("none.csv"), DataSize.ofKilobytes(64), 1000, Duration.ofSeconds(5));
    return new Catalogue(
        new CatalogueFile(settings, new SettableClock(Instant.parse("2026-11-21T12:00:00Z"))),
        new HumanWanted());
  }

  private String asked(String question) {
    return sample().asked(new Asked(question)).orElseThrow().text();
  }

  private static List<String> skus(String answer) {
    return SKU.matcher(answer).results().map(found -> found.group(1)).toList();
  }

  private static List<CatalogueProduct> products() throws IOException {
    try (var in = CatalogueTest.class.getResourceAsStream("/catalogue/royal.csv")) {
      return CatalogueTable.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), false, 1000)
          .products();
    }
  }
}
