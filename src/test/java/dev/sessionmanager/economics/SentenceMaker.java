package dev.sessionmanager.economics;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Writes sentences from formulas: every way to say a sum, a rate and a time, with the value that
 * the formula gives, computed here and apart from the program.
 */
final class SentenceMaker {

  /** A sentence and the first figure that its answer must give. */
  record Made(String sentence, double value) {}

  /** A sum in words or figures. */
  record Sum(String text, double value) {}

  /**
   * A rate.
   *
   * @param perYear how many of its periods make a year
   */
  record Percent(String text, double fraction, double perYear, boolean effective) {

    /** For one of {@code times} periods a year. */
    double each(double times) {
      return effective || perYear > times
          ? Math.pow(1 + fraction, perYear / times) - 1
          : fraction * perYear / times;
    }
  }

  record Time(String text, double years) {}

  private static final List<String> WORDS =
      List.of("cero", "un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve");

  private final Random random;

  SentenceMaker(long seed) {
    random = new Random(seed);
  }

  Made next() {
    return switch (random.nextInt(16)) {
      case 11 -> payOff();
      case 12 -> lost();
      case 13 -> worth();
      case 14 -> original();
      case 0 -> simple();
      case 1 -> compound();
      case 2 -> capitalised();
      case 3 -> presentValue();
      case 4 -> loan();
      case 5 -> annuity("valor presente", i -> (1 - Math.pow(1 + i.rate, -i.count)) / i.rate);
      case 6 -> annuity("valor futuro", i -> (Math.pow(1 + i.rate, i.count) - 1) / i.rate);
      case 7 -> fixedTerm();
      case 8 -> rise();
      case 9 -> saving();
      case 10 -> split();
      default -> inflation();
    };
  }

  private Made simple() {
    Sum sum = sum();
    Percent rate = rate(false);
    Time time = time();
    return new Made(
        pick(
            "interés simple de %s al %s durante %s".formatted(sum.text, rate.text, time.text),
            "¿cuánto es el interés simple de %s a %s por %s?"
                .formatted(sum.text, rate.text, time.text),
            "calculá el interés simple: capital %s, tasa %s, tiempo %s"
                .formatted(sum.text, rate.text, time.text)),
        sum.value * rate.fraction * rate.perYear * time.years);
  }

  private Made compound() {
    Sum sum = sum();
    Percent rate = rate(true);
    Time time = time();
    return new Made(
        pick(
            "interés compuesto de %s al %s durante %s".formatted(sum.text, rate.text, time.text),
            "a interés compuesto, ¿cuánto da un capital de %s en %s al %s?"
                .formatted(sum.text, time.text, rate.text),
            "interés compuesto: capital %s; plazo %s; tasa %s"
                .formatted(sum.text, time.text, rate.text),
            "valor futuro de %s por %s al %s".formatted(sum.text, time.text, rate.text)),
        sum.value * Math.pow(1 + rate.fraction, rate.perYear * time.years));
  }

  private Made capitalised() {
    Sum sum = sum();
    Time time = time();
    int percent = 6 * (1 + random.nextInt(10));
    double times = List.of(12.0, 4.0, 2.0, 6.0).get(random.nextInt(4));
    String often =
        times == 12
            ? pick("capitalización mensual", "capitalizable mensualmente", "capitalizando cada mes")
            : times == 4
                ? pick("capitalización trimestral", "capitalización cada 3 meses")
                : times == 2
                    ? pick("capitalización semestral", "capitalizable semestralmente")
                    : "capitalización bimestral";
    String rate =
        pick(
            "TNA del " + percent + "%",
            percent + "% nominal anual",
            percent + " % anual",
            percent + " por ciento anual");
    return new Made(
        "interés compuesto de %s con %s con %s durante %s"
            .formatted(sum.text, rate, often, time.text),
        sum.value * Math.pow(1 + percent / 100.0 / times, times * time.years));
  }

  private Made presentValue() {
    Sum sum = sum();
    Percent rate = rate(true);
    Time time = time();
    return new Made(
        pick(
            "valor presente de %s a cobrar en %s al %s".formatted(sum.text, time.text, rate.text),
            "valor actual de %s dentro de %s con tasa %s"
                .formatted(sum.text, time.text, rate.text)),
        sum.value / Math.pow(1 + rate.fraction, rate.perYear * time.years));
  }

  private Made loan() {
    Sum sum = sum();
    int months = 6 * (1 + random.nextInt(12));
    String term =
        months % 12 == 0
            ? pick(plural(months / 12, "año"), months + " meses", months + " cuotas")
            : months > 12
                ? pick(
                    plural(months / 12, "año") + " y 6 meses",
                    plural(months / 12, "año") + " y medio",
                    months + " cuotas mensuales",
                    months + " meses")
                : pick("6 meses", "medio año", "seis meses");
    int percent = 12 + random.nextInt(80);
    double rate = percent / 1200.0;
    String written = pick("con TNA " + percent + "%", "al " + percent + "% anual");
    return new Made(
        pick("cuota de un préstamo de %s a %s %s", "¿qué cuota pago por un crédito de %s en %s %s?")
            .formatted(sum.text, term, written),
        sum.value * rate / (1 - Math.pow(1 + rate, -months)));
  }

  /** Rate and number of the payments. */
  private record Payments(double rate, double count) {}

  private Made annuity(String name, ToDoubleFunction<Payments> factor) {
    Sum sum = sum();
    int count = 2 + random.nextInt(30);
    boolean monthly = random.nextBoolean();
    double percent = 1 + random.nextInt(9);
    String rate = monthly ? percent(percent) + " mensual" : percent(percent) + " anual";
    String sentence =
        monthly
            ? pick(
                "%s de %d cuotas mensuales de %s al %s".formatted(name, count, sum.text, rate),
                "%s de %s por mes durante %d meses al %s".formatted(name, sum.text, count, rate),
                "%s de %s mensuales por %d meses al %s".formatted(name, sum.text, count, rate))
            : pick(
                "%s de %d pagos anuales de %s al %s".formatted(name, count, sum.text, rate),
                "%s de una anualidad de %s durante %d años al %s"
                    .formatted(name, sum.text, count, rate),
                "%s de %s por año durante %d años al %s".formatted(name, sum.text, count, rate));
    return new Made(sentence, sum.value * factor.applyAsDouble(new Payments(percent / 100, count)));
  }

  private Made fixedTerm() {
    Sum sum = sum();
    int days = 30 * (1 + random.nextInt(12));
    String term = pick(days + " días", plural(days / 30, "mes"));
    int percent = 10 + random.nextInt(90);
    return new Made(
        "plazo fijo de %s a %s con TNA %d%%".formatted(sum.text, term, percent),
        sum.value * percent / 100.0 * days / 365);
  }

  private Made inflation() {
    Sum sum = sum();
    Time time = time();
    double percent = 1 + random.nextInt(90) / 10.0;
    return new Made(
        "ajustar %s por una inflación del %s mensual durante %s"
            .formatted(sum.text, percent(percent), time.text),
        sum.value * Math.pow(1 + percent / 100, 12 * time.years));
  }

  private Made rise() {
    Sum sum = sum();
    double percent = 1 + random.nextInt(90) / 2.0;
    return new Made(
        pick(
                "mi sueldo era de %s y me lo subieron un %s, ¿en cuánto queda?",
                "el alquiler era %s y subió %s, ¿cuánto pago?", "gano %s y me aumentan %s")
            .formatted(sum.text, percent(percent)),
        sum.value * (1 + percent / 100));
  }

  private Made saving() {
    Sum sum = sum();
    int n = 2 + random.nextInt(5);
    Time time =
        pickTime(
            new Time(n + " años", n),
            new Time(WORDS.get(n) + " años y " + WORDS.get(3) + " meses", n + 0.25),
            new Time("año y medio", 1.5),
            new Time("medio año", 0.5),
            new Time((6 + n) + " meses", (6 + n) / 12.0));
    return new Made(
        pick(
                "quiero juntar %s en %s, ¿cuánto aparto cada mes?",
                "¿cuánto tengo que ahorrar por mes para juntar %s en %s?",
                "para llegar a %s en %s, ¿cuánto debo guardar todos los meses?")
            .formatted(sum.text, time.text),
        sum.value / (12 * time.years));
  }

  private Made split() {
    Sum sum = sum();
    int people = 2 + random.nextInt(8);
    String written = random.nextBoolean() ? WORDS.get(people) : "" + people;
    return new Made(
        pick(
                "somos %s y la cuenta fue %s, ¿cuánto pone cada uno?",
                "somos %s y gastamos %s, ¿cuánto paga cada persona?")
            .formatted(written, sum.text),
        sum.value / people);
  }

  /** How many payments end a debt. */
  private Made payOff() {
    int debt = 10 * (1 + random.nextInt(90));
    double percent = 1 + random.nextInt(9);
    double interest = debt * percent / 100;
    int payment = (int) Math.ceil(interest) + 1 + random.nextInt(debt);
    int count = 0;
    for (double owed = debt; owed > 1e-9; count++) {
      owed = owed * (1 + percent / 100) - Math.min(payment, owed * (1 + percent / 100));
    }
    return new Made(
        pick(
                "debo %d mil al %s mensual y pago %d mil por mes, ¿en cuántos meses termino?",
                "tengo una deuda de %d mil al %s mensual, si pago %d mil por mes, ¿cuándo termino?")
            .formatted(debt, percent(percent), payment),
        count);
  }

  private Made lost() {
    Sum sum = sum();
    int percent = 2 + random.nextInt(30);
    int years = 2 + random.nextInt(6);
    return new Made(
        "un auto de %s pierde %s por año, ¿cuánto vale en %d años?"
            .formatted(sum.text, percent(percent), years),
        sum.value * Math.pow(1 - percent / 100.0, years));
  }

  private Made worth() {
    Sum sum = sum();
    double percent = 1 + random.nextInt(12) / 2.0;
    int months = 2 + random.nextInt(10);
    return new Made(
        pick(
                "gano %s y hace %d meses que no me aumentan, con inflación del %s mensual, ¿cuánto"
                    + " vale mi sueldo?",
                "cobro %s, hace %d meses que no me suben y hay %s de inflación por mes, ¿cuánto"
                    + " vale hoy mi sueldo?")
            .formatted(sum.text, months, percent(percent)),
        sum.value / Math.pow(1 + percent / 100, months));
  }

  private Made original() {
    Sum sum = sum();
    int percent = 5 * (1 + random.nextInt(15));
    return new Made(
        pick(
                "pagué %s con %s de descuento, ¿cuánto costaba antes?",
                "me quedó en %s después de un %s de descuento, ¿cuánto salía antes?")
            .formatted(sum.text, percent(percent)),
        sum.value / (1 - percent / 100.0));
  }

  private Time pickTime(Time... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private Sum sum() {
    int thousands = 1 + random.nextInt(900);
    return switch (random.nextInt(12)) {
      case 9 -> new Sum(thousands + " lucas", thousands * 1e3);
      case 10 -> new Sum(comma(thousands / 10.0) + " palos", thousands * 1e5);
      case 11 -> new Sum("dos " + pick("palos", "millones") + " y medio", 2.5e6);
      case 0 -> new Sum("$" + thousands + ".000", thousands * 1e3);
      case 1 -> new Sum(thousands + " mil", thousands * 1e3);
      case 2 -> new Sum(thousands + "k", thousands * 1e3);
      case 3 -> new Sum(comma(thousands / 10.0) + " millones", thousands * 1e5);
      case 4 -> new Sum(thousands + ".250,50", thousands * 1e3 + 250.5);
      case 5 -> new Sum(thousands + ",250.50", thousands * 1e3 + 250.5);
      case 6 -> new Sum("USD " + thousands * 1_000, thousands * 1e3);
      case 7 -> new Sum(thousands * 1_000 + " pesos", thousands * 1e3);
      default -> new Sum(WORDS.get(2 + thousands % 8) + " mil", (2 + thousands % 8) * 1e3);
    };
  }

  private Percent rate(boolean effective) {
    double percent = 1 + random.nextInt(40) / 2.0;
    String written = percent(percent);
    double fraction = percent / 100;
    return switch (random.nextInt(effective ? 9 : 7)) {
      case 0 -> new Percent(written + " mensual", fraction, 12, false);
      case 1 -> new Percent(written + pick(" anual", " por año", " al año"), fraction, 1, false);
      case 2 -> new Percent(written + " trimestral", fraction, 4, false);
      case 3 -> new Percent(written + " cada 6 meses", fraction, 2, false);
      case 4 -> new Percent(written + " por mes", fraction, 12, false);
      case 5 -> new Percent(written + " de interés mensual", fraction, 12, false);
      case 6 -> new Percent(written + " semestral", fraction, 2, false);
      case 7 -> new Percent(written + " efectivo anual", fraction, 1, true);
      default -> new Percent(written + " anual efectiva", fraction, 1, true);
    };
  }

  private String percent(double value) {
    String shown = comma(value);
    boolean half = value < 10 && value > 2 && value % 1 == 0.5;
    if (half && random.nextInt(3) == 0) {
      return WORDS.get((int) value) + " coma cinco por ciento";
    }
    boolean word = value == Math.rint(value) && value < 10 && value > 1;
    return word && random.nextInt(4) == 0
        ? WORDS.get((int) value) + " por ciento"
        : shown + pick("%", " %", " por ciento");
  }

  private Time time() {
    int n = 2 + random.nextInt(5);
    int months = 1 + random.nextInt(11);
    String and = pick(" y ", " con ", ", y ").replace(" con ", " y ");
    return switch (random.nextInt(12)) {
      case 0 -> new Time(n + " años", n);
      case 1 -> new Time(n + " años" + and + plural(months, "mes"), n + months / 12.0);
      case 2 -> new Time("un año y medio", 1.5);
      case 3 -> new Time(n + " años y medio", n + 0.5);
      case 4 -> new Time(WORDS.get(n) + " años y medio", n + 0.5);
      case 5 -> new Time(n + " semestres", n / 2.0);
      case 6 -> new Time(n + " trimestres", n / 4.0);
      case 7 -> new Time((12 + months) + " meses", 1 + months / 12.0);
      case 8 -> new Time(365 * n + " días", n);
      case 9 -> new Time("medio año", 0.5);
      case 10 -> new Time(WORDS.get(n) + " años y " + WORDS.get(3) + " meses", n + 0.25);
      default -> new Time("un año, dos meses y 73 días", 1 + 2 / 12.0 + 0.2);
    };
  }

  private String plural(int count, String noun) {
    String written = count < 10 && random.nextBoolean() ? WORDS.get(count) : "" + count;
    return written + " " + (count == 1 ? noun : noun.equals("mes") ? "meses" : noun + "s");
  }

  private static String comma(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.1f", value).replace('.', ',');
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** What has no place in any of these formulas, as it may stand behind a sentence. */
  String foreign() {
    int n = 2 + random.nextInt(8);
    return pick(
        ", además " + n * 100,
        ", con " + n + " semanas de espera",
        ", más " + n + "% de comisión",
        ", con un descuento del " + n + " por ciento",
        " y " + n + " kilos",
        ", el doble",
        ", 1/" + n,
        ", con " + n + " meses de gracia",
        ", todo cada " + n + " días",
        ", quincenalmente",
        ", más IVA",
        ", por " + WORDS.get(n),
        ", con sistema americano",
        " y otros $" + n + ".000",
        ", a las 10:30",
        ", con " + n + "x",
        ", " + n + " horas");
  }
}
