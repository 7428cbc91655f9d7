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
