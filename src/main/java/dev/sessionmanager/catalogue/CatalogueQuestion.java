package dev.sessionmanager.catalogue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to know of the catalogue, read from their words.
 *
 * @param words what is looked for: what is left when filters and small words are taken away
 * @param least the lowest price, in pesos; null: any
 * @param most the highest price; null: any
 * @param order by price; {@link Order#FIT} where none was said
 * @param cue how clearly the words ask about products
 */
record CatalogueQuestion(
    List<String> words,
    @Nullable BigDecimal least,
    @Nullable BigDecimal most,
    boolean inStock,
    boolean wholesale,
    Order order,
    Cue cue) {

  enum Order {
    FIT,
    CHEAPEST,
    DEAREST
  }

  /** NONE: only what stands alone; WEAK: "tenés", "busco"; STRONG: "precio", "stock". */
  enum Cue {
    NONE,
    WEAK,
    STRONG
  }

  private static final int MAX_CHARS = 1000;
  private static final int MAX_WORDS = 10;

  /** A longer word is none, and comparing it costs. */
  private static final int WORD_MAX_CHARS = 24;

  private static final String NUMBER =
      "\\$? ?(\\d{1,3}(?:[.]\\d{3}){1,3}|\\d{1,9})(?:,\\d{1,2})? ?(mil|k|lucas?)?\\b";
  private static final Pattern BETWEEN =
      Pattern.compile("\\bentre(?: los)? " + NUMBER + "(?: pesos)? (?:y|a)(?: los)? " + NUMBER);
  private static final Pattern AT_MOST =
      Pattern.compile(
          "\\b(?:menos de|hasta|por debajo de|no mas de|maximo|maximo de|debajo de|menor a|menores"
              + " a|x menos de)(?: los| unos)? "
              + NUMBER);
  private static final Pattern AT_LEAST =
      Pattern.compile(
          "\\b(?:mas de|desde|arriba de|por encima de|minimo|minimo de|a partir de|mayor a|mayores"
              + " a)(?: los| unos)? "
              + NUMBER);

  /** How many are wanted; a number with a unit is a measure and stays. */
  private static final Pattern QUANTITY =
      Pattern.compile("\\b\\d{1,3}\\b(?! ?(?:mm|cm|k|kilates|ct|pares))(?<!925)");

  private static final Pattern IN_STOCK =
      Pattern.compile("\\b(?:(?:en|con|que haya|hay) stock|disponibles?|entrega inmediata)\\b");
  private static final Pattern WHOLESALE =
      Pattern.compile("\\b(?:(?:al |x |a )?por mayor|x mayor|mayoristas?|al mayor)\\b");
  private static final Pattern CHEAPEST =
      Pattern.compile(
          "\\b(?:(?:la|el|las|los|lo) )?(?:mas )?(?:barat[oa]s?|economic[oa]s?|accesibles?)\\b");
  private static final Pattern DEAREST =
      Pattern.compile(
          "\\b(?:(?:la|el|las|los|lo) )?(?:mas )?(?:car[oa]s?|costos[oa]s?|lujos[oa]s?)\\b");
  private static final Pattern STRONG =
      Pattern.compile(
          "\\b(?:precios?|presio|stock|catalogo|cuanto"
              + " (?:sale|salen|cuesta|cuestan|vale|valen|esta|estan|es|me sale|me"
              + " salen|cobran)|cuantos? (?:quedan?|tenes|tienen|hay)|q sale|que"
              + " sale|sku|comprar|vende[ns]?|venden|lista de precios)\\b");
  private static final Pattern WEAK =
      Pattern.compile(
          "\\b(?:tenes|tienen|tendras|tendrian|tenian|hay|busco|buscaba|estoy"
              + " buscando|quiero|queria|quisiera|necesito|mostrame|mostra|muestrame|me"
              + " mostras|ofrece[ns]?|recomendas|recomendame|algo|que|cuales|cual)\\b");

  private static final Set<String> SMALL =
      Set.copyOf(
          List.of(
              ("a al algo algun alguna algunas alguno algunos busco buscaba buscando catalogo"
                   + " cobran codigo color como comprar con consultar consulta cual cuales cuanto"
                   + " cuanta cuantos cuantas cuesta cuestan da dan de del dia dias disponible"
                   + " disponibles donde e el ella en era es esa ese eso esos esas esta estan estas"
                   + " este esto estos estoy favor fin gracias ha han hay hola buenas buenos buen"
                   + " tardes noches para la las le les lista lo los mas me mil mostra mostrame"
                   + " mostras muestrame mi mis modelo modelos muy necesito no nos ofrece ofrecen o"
                   + " opciones otro otra otros otras pesos peso podes podrias por porfa porfavor"
                   + " precio precios presio producto productos articulo articulos que q quedan"
                   + " queda quedo queres queria quiero quisiera recomendas recomendame regalar"
                   + " regalo regalarle sale salen sku saber se ser si sobre son stock su sus te"
                   + " tendras tendrian tenes tenian tiene tienen tipo tipos todo todos todas un"
                   + " una unas uno unos unidad unidades usted ustedes va vale valen varios varias"
                   + " vende venden vendes ver vos x y ya yo hoy che dale tambien pero seria serian"
                   + " hola che tal esos quedaria cada the of in do you have how much price")
                  .split(" ", -1)));

  static CatalogueQuestion of(String text) {
    String begin = text.substring(0, Math.min(text.length(), MAX_CHARS));
    String rest =
        " "
            + CatalogueWords.plain(begin)
                .replaceAll("[^a-z0-9.,$ -]", " ")
                .replaceAll("\\s+", " ")
                .strip();
    BigDecimal least = null;
    BigDecimal most = null;
    Matcher between = BETWEEN.matcher(rest);
    if (between.find()) {
      String unit = between.group(2) == null ? between.group(4) : between.group(2);
      least = amount(between.group(1), unit);
      most = amount(between.group(3), between.group(4));
      rest = between.replaceAll(" ");
    }
    Matcher atMost = AT_MOST.matcher(rest);
    if (atMost.find()) {
      most = amount(atMost.group(1), atMost.group(2));
      rest = atMost.replaceAll(" ");
    }
    Matcher atLeast = AT_LEAST.matcher(rest);
    if (atLeast.find()) {
      least = amount(atLeast.group(1), atLeast.group(2));
      rest = atLeast.replaceAll(" ");
    }
    boolean dearest = DEAREST.matcher(rest).find();
    boolean cheapest = CHEAPEST.matcher(rest).find();
    boolean inStock = IN_STOCK.matcher(rest).find();
    boolean wholesale = WHOLESALE.matcher(rest).find();
    boolean filtered = least != null || most != null || inStock || wholesale || dearest || cheapest;
    Cue cue =
        STRONG.matcher(rest).find()
            ? Cue.STRONG
            : filtered || WEAK.matcher(rest).find() ? Cue.WEAK : Cue.NONE;
    String bare = QUANTITY.matcher(WHOLESALE.matcher(rest).replaceAll(" ")).replaceAll(" ");
    bare = DEAREST.matcher(CHEAPEST.matcher(bare).replaceAll(" ")).replaceAll(" ");
    return new CatalogueQuestion(
        content(bare),
        least,
        most,
        inStock,
        wholesale,
        cheapest ? Order.CHEAPEST : dearest ? Order.DEAREST : Order.FIT,
        cue);
  }

  /** Whether anything but words narrows it down. */
  boolean filtered() {
    return least != null || most != null || inStock || wholesale || order != Order.FIT;
  }

  boolean fits(CatalogueProduct product) {
    BigDecimal price = product.price(wholesale);
    return (least == null || price.compareTo(least) >= 0)
        && (most == null || price.compareTo(most) <= 0)
        && (!inStock || product.stock() > 0)
        && (!wholesale || product.wholesale() != null);
  }

  private static List<String> content(String text) {
    List<String> content = new ArrayList<>();
    for (String word : CatalogueWords.of(text)) {
      if (!SMALL.contains(word)
          && word.length() > 1
          && word.length() <= WORD_MAX_CHARS
          && content.size() < MAX_WORDS
          && !content.contains(word)) {
        content.add(word);
      }
    }
    return List.copyOf(content);
  }

  private static BigDecimal amount(String digits, @Nullable String unit) {
    BigDecimal amount = new BigDecimal(digits.replace(".", ""));
    return unit == null ? amount : amount.multiply(BigDecimal.valueOf(1000));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %s..%s %s", words, least, most, cue);
  }
}
