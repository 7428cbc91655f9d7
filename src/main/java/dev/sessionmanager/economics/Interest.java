package dev.sessionmanager.economics;

import static dev.sessionmanager.economics.InputKind.FREQUENCY;
import static dev.sessionmanager.economics.InputKind.MONEY;
import static dev.sessionmanager.economics.InputKind.RATE;
import static dev.sessionmanager.economics.InputKind.TIME;

import java.util.List;

/** Interest on one sum, and rates into one another. */
final class Interest {

  static final Input CAPITAL =
      Input.of(MONEY, "capital", "el capital", "capital", "monto", "principal", "deposito");
  static final Input RATE_INPUT =
      Input.of(RATE, "tasa", "la tasa (%)", "tasa", "interes del", "rate", "al", "i", "r", "tna");
  static final Input TERM =
      Input.of(TIME, "tiempo", "el tiempo", "tiempo", "plazo", "durante", "t", "n");
  private static final Input CAPITALISATIONS =
      Input.of(
              FREQUENCY,
              "capitalizaciones",
              "la capitalización",
              "capitalizacion",
              "capitalizaciones",
              "capitalizable",
              "capitaliza",
              "capitalizado",
              "capitalizada",
              "se capitalizan",
              "capitalizando",
              "compuesto",
              "compuesta")
          .optional();

  static final List<Calculator> ALL =
      List.of(simple(), compound(), effective(), nominal(), fixedTerm(), presentValue());

  private Interest() {}

  private static Calculator simple() {
    return new Calculator(
        "interes_simple",
        "Interés simple",
        "Calcula el interés simple y el monto final de un capital: el interés no se capitaliza.",
        Phrase.list("interes simple", "intereses simples", "simple interest"),
        List.of(CAPITAL, RATE_INPUT, TERM),
        "interés simple de 10.000 al 5 % anual por 3 años",
        given -> {
          Rate.Terms terms = given.rate("tasa").over(given.time("tiempo"), null, false);
          double interest = given.number("capital") * terms.rate() * terms.count();
          return Calculation.of(
              "I = C · i · t;  M = C + I",
              "Con "
                  + terms.rates()
                  + " sobre el capital inicial durante "
                  + terms.periods()
                  + ": el interés no gana interés."
                  + terms.note(),
              "Interés: " + given.money(interest),
              "Monto final: " + given.money(given.number("capital") + interest));
        });
  }

  private static Calculator compound() {
    return new Calculator(
        "interes_compuesto",
        "Interés compuesto",
        "Calcula el monto final de un capital a interés compuesto, con cualquier capitalización.",
        Phrase.list(
            "interes compuesto",
            "intereses compuestos",
            "capitalizacion compuesta",
            "valor futuro",
            "compound interest",
            "future value"),
        List.of(CAPITAL, RATE_INPUT, TERM, CAPITALISATIONS),
        "interés compuesto de 10.000 al 5 % anual por 3 años",
        given -> {
          Rate.Terms terms =
              given
                  .rate("tasa")
                  .over(given.time("tiempo"), given.frequency("capitalizaciones"), false);
          double capital = given.number("capital");
          double amount = capital * Math.pow(1 + terms.rate(), terms.count());
          return Calculation.of(
              "M = C · (1 + i)^n;  I = M − C",
              "Se capitaliza "
                  + terms.rates()
                  + " durante "
                  + terms.periods()
                  + ": cada período gana interés también sobre los intereses anteriores."
                  + terms.note(),
              "Monto final: " + given.money(amount),
              "Interés ganado: " + given.money(amount - capital));
        });
  }

  private static Calculator presentValue() {
    return new Calculator(
        "valor_presente",
        "Valor presente",
        "Calcula cuánto vale hoy una suma que se cobra en el futuro.",
        Phrase.list("valor presente", "valor actual", "present value"),
        List.of(
            Input.of(MONEY, "monto", "el monto futuro", "monto", "suma", "futuro", "cobrar"),
            RATE_INPUT,
            TERM,
            CAPITALISATIONS),
        "valor presente de 10.000 a cobrar en 3 años al 5 % anual",
        given -> {
          Rate.Terms terms =
              given
                  .rate("tasa")
                  .over(given.time("tiempo"), given.frequency("capitalizaciones"), false);
          double value = given.number("monto") / Math.pow(1 + terms.rate(), terms.count());
          return Calculation.of(
              "VP = VF / (1 + i)^n",
              "Es lo que habría que invertir hoy a "
                  + terms.rates()
                  + " para tener esa suma en "
                  + terms.periods()
                  + "."
                  + terms.note(),
              "Valor presente: " + given.money(value));
        });
  }

  private static Calculator effective() {
    return new Calculator(
        "tna_a_tea",
        "Tasa efectiva anual (TEA)",
        "Convierte una tasa nominal anual (TNA) en la tasa efectiva anual (TEA).",
        Phrase.list("%tea", "%tasa efectiva", "%tasa anual efectiva", "effective annual rate"),
        List.of(
            Input.of(RATE, "tna", "la TNA (%)", "tna", "nominal", "tasa nominal", "mensual"),
            CAPITALISATIONS),
        "TEA de una TNA del 60 % con capitalización mensual",
        given -> {
          Rate rate = given.rate("tna");
          double own = rate.period() == null ? 1 : rate.period().perYear;
          Double asked = given.frequency("capitalizaciones");
          double m = asked != null ? asked : own > 1 ? own : 12;
          double periodic =
              rate.effective() && own > 1 && asked == null
                  ? rate.fraction()
                  : rate.fraction() * own / m;
          return Calculation.of(
              "TEA = (1 + TNA/m)^m − 1, con m = " + Numbers.plain(m),
              "Es lo que rinde en un año una tasa de "
                  + Numbers.percent(periodic)
                  + " por período si los intereses se reinvierten."
                  + (asked == null && own == 1 ? " Se supuso capitalización mensual." : ""),
              "TEA: " + Numbers.percent(Math.pow(1 + periodic, m) - 1),
              "Tasa por período: " + Numbers.percent(periodic));
        });
  }

  private static Calculator nominal() {
    return new Calculator(
        "tea_a_tna",
        "Tasa nominal anual (TNA)",
        "Convierte una tasa efectiva anual (TEA) en la tasa nominal anual (TNA) equivalente.",
        Phrase.list("%tna", "%tasa nominal", "%tasa nominal anual", "nominal annual rate"),
        List.of(
            Input.of(RATE, "tea", "la TEA (%)", "tea", "efectiva", "tasa efectiva"),
            CAPITALISATIONS),
        "TNA equivalente a una TEA del 79,59 % con capitalización mensual",
        given -> {
          Double asked = given.frequency("capitalizaciones");
          double m = asked == null ? 12 : asked;
          Rate rate = given.rate("tea");
          double own = rate.period() == null ? 1 : rate.period().perYear;
          double periodic = Math.pow(1 + rate.fraction(), own / m) - 1;
          return Calculation.of(
              "TNA = m · ((1 + TEA)^(1/m) − 1), con m = " + Numbers.plain(m),
              "Es la tasa que se anuncia: dividida por los períodos del año y reinvertida da la"
                  + " TEA."
                  + (asked == null ? " Se supuso capitalización mensual." : ""),
              "TNA: " + Numbers.percent(periodic * m),
              "Tasa por período: " + Numbers.percent(periodic));
        });
  }

  private static Calculator fixedTerm() {
    return new Calculator(
        "plazo_fijo",
        "Plazo fijo",
        "Calcula cuánto rinde un plazo fijo a una TNA; sin plazo, 30 días (año de 365).",
        Phrase.list("plazo fijo", "plazos fijos", "deposito a plazo", "fixed term deposit"),
        List.of(
            CAPITAL,
            Input.of(RATE, "tna", "la TNA (%)", "tna", "tasa", "al"),
            Input.of(TIME, "dias", "el plazo", "plazo en").optional()),
        "plazo fijo de 100.000 a 30 días con TNA 75 %",
        given -> {
          double days = given.has("dias") ? days(given.time("dias")) : 30;
          Rate rate = given.rate("tna");
          double own = rate.period() == null ? 1 : rate.period().perYear;
          double interest = given.number("capital") * rate.fraction() * own * days / 365;
          return Calculation.of(
              "I = C · TNA · d / 365",
              "En "
                  + Numbers.plain(days)
                  + " días, sin renovarlo; hay que compararlo con la inflación del mismo plazo."
                  + (given.has("dias") ? "" : " Se supusieron 30 días."),
              "Interés: " + given.money(interest),
              "Se cobra: " + given.money(given.number("capital") + interest));
        });
  }

  /** Banks count a month as 30 days. */
  private static double days(Amount time) {
    Period period = time.period();
    if (period == null || period == Period.DAY) {
      return time.value();
    }
    return period == Period.MONTH ? time.value() * 30 : time.value() * 365 / period.perYear;
  }
}
