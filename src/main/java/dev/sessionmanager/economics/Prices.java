package dev.sessionmanager.economics;

import static dev.sessionmanager.economics.InputKind.MONEY;
import static dev.sessionmanager.economics.InputKind.NUMBER;
import static dev.sessionmanager.economics.InputKind.RATE;
import static dev.sessionmanager.economics.InputKind.TIME;

import java.util.List;

/** Inflation and what it does to sums and rates. */
final class Prices {

  private static final List<Phrase> ADJUST =
      Phrase.list(
          "ajuste inflacion",
          "ajustar inflacion",
          "ajusta & inflacion",
          "ajustado inflacion",
          "actualizar inflacion",
          "actualiza & inflacion",
          "actualizar & inflacion",
          "ajustar & inflacion",
          "ajuste & ipc",
          "ajustar & ipc",
          "ajusta & ipc",
          "actualizar & ipc",
          "actualiza & ipc",
          "ajuste & indice",
          "actualizar & indice",
          "poder adquisitivo",
          "inflation adjustment",
          "ajuste & inflacion");

  private static final String[] FIRST = {
    "ipc", "indice", "ipc inicial", "indice inicial", "ipc base", "cpi"
  };
  private static final String[] LAST = {"ipc final", "indice final", "ipc actual", "indice actual"};
  private static final String[] SUM = {
    "monto", "suma", "sueldo", "salario", "precio", "alquiler", "capital"
  };

  static final List<Calculator> ALL =
      List.of(adjustByRate(), adjustByIndex(), inflation(), realRate(), change());

  private Prices() {}

  private static Calculator adjustByRate() {
    return new Calculator(
        "ajuste_por_inflacion",
        "Ajuste por inflación",
        "Calcula cuánto debe ser una suma para comprar lo mismo después de una inflación.",
        ADJUST,
        List.of(
            Input.of(MONEY, "monto", "el monto", SUM),
            Input.of(RATE, "inflacion", "la inflación (%)", "inflacion", "al"),
            Input.of(TIME, "tiempo", "el tiempo", "durante", "en", "tiempo").optional()),
        "ajustar 50.000 por una inflación del 4 % mensual durante 12 meses",
        given -> {
          Amount time =
              given.has("tiempo") ? given.time("tiempo") : Amount.plain(1).as(Amount.Kind.TIME);
          Rate rate = given.rate("inflacion");
          Rate.Terms terms = new Rate(rate.fraction(), rate.period(), true).over(time, null, false);
          double factor = Math.pow(1 + terms.rate(), terms.count());
          double sum = given.number("monto");
          return Calculation.of(
              "ajustado = M · (1 + π)^n",
              "Hace falta esa suma para comprar lo que antes se compraba con "
                  + given.money(sum)
                  + "; en "
                  + terms.periods()
                  + " los precios suben "
                  + Numbers.percent(factor - 1)
                  + " en total."
                  + terms.note(),
              "Monto ajustado: " + given.money(sum * factor),
              "Poder de compra del monto sin ajustar: " + given.money(sum / factor));
        });
  }

  private static Calculator adjustByIndex() {
    return new Calculator(
        "ajuste_por_indice",
        "Ajuste por índice de precios",
        "Actualiza una suma con un índice de precios (IPC) inicial y uno final.",
        ADJUST,
        List.of(
            Input.of(MONEY, "monto", "el monto", SUM),
            Input.of(NUMBER, "indice_inicial", "el índice inicial", FIRST),
            Input.of(NUMBER, "indice_final", "el índice final", LAST).following("indice_inicial")),
        "ajustar 50.000 por inflación si el IPC pasó de 120 a 180",
        given -> {
          double factor =
              given.positive("indice_final", "el índice final")
                  / given.positive("indice_inicial", "el índice inicial");
          return Calculation.of(
              "ajustado = M · IPC final / IPC inicial",
              "Hace falta esa suma para comprar lo mismo: los precios variaron "
                  + Numbers.percent(factor - 1)
                  + ".",
              "Monto ajustado: " + given.money(given.number("monto") * factor));
        });
  }

  private static Calculator inflation() {
    return new Calculator(
        "inflacion",
        "Inflación entre dos índices",
        "Calcula la inflación entre dos valores de un índice de precios (IPC).",
        Phrase.list(
            "inflacion & ipc",
            "inflacion & indice",
            "inflacion & indices",
            "variacion ipc",
            "variacion & ipc",
            "inflation & cpi"),
        List.of(
            Input.of(NUMBER, "indice_inicial", "el índice inicial", FIRST),
            Input.of(NUMBER, "indice_final", "el índice final", LAST).following("indice_inicial")),
        "inflación si el IPC pasó de 120 a 150",
        given -> {
          double inflation =
              given.positive("indice_final", "el índice final")
                      / given.positive("indice_inicial", "el índice inicial")
                  - 1;
          return Calculation.of(
              "π = IPC final / IPC inicial − 1",
              inflation >= 0
                  ? "En promedio los precios subieron eso entre los dos momentos."
                  : "En promedio los precios bajaron entre los dos momentos: deflación.",
              "Inflación: " + Numbers.percent(inflation));
        });
  }

  private static Calculator realRate() {
    return new Calculator(
        "tasa_real",
        "Tasa de interés real (Fisher)",
        "Calcula la tasa real a partir de la nominal y la inflación del mismo plazo.",
        Phrase.list(
            "%tasa real",
            "%tasa interes real",
            "%interes real",
            "%rendimiento real",
            "fisher",
            "tasas reales",
            "real interest rate",
            "real rate"),
        List.of(
            Input.of(
                RATE,
                "nominal",
                "la tasa nominal (%)",
                "nominal",
                "tasa nominal",
                "tasa",
                "tna",
                "rinde",
                "rendimiento"),
            Input.of(RATE, "inflacion", "la inflación (%)", "inflacion", "ipc", "precios")),
        "tasa real si la nominal es 50 % y la inflación 30 %",
        Prices::realRate);
  }

  private static Calculation realRate(Arguments given) {
    Rate nominal = given.rate("nominal");
    Rate inflation = given.rate("inflacion");
    if (nominal.period() != null
        && inflation.period() != null
        && nominal.period() != inflation.period()) {
      throw new Refusal(
          "la tasa nominal y la inflación tienen que ser del mismo plazo; una es "
              + nominal.period().adjective
              + " y la otra "
              + inflation.period().adjective
              + ".");
    }
    double real = (1 + nominal.fraction()) / (1 + inflation.fraction()) - 1;
    return Calculation.of(
        "r = (1 + i) / (1 + π) − 1",
        real >= 0
            ? "El dinero gana poder de compra: la tasa le gana a la inflación."
            : "El dinero pierde poder de compra: la inflación le gana a la tasa.",
        "Tasa real: " + Numbers.percent(real));
  }

  private static Calculator change() {
    return new Calculator(
        "variacion_porcentual",
        "Variación porcentual",
        "Calcula en qué porcentaje cambió un valor.",
        Phrase.list(
            "%variacion porcentual",
            "%variacion",
            "%aumento porcentual",
            "%cambio porcentual",
            "incremento porcentual",
            "diferencia porcentual",
            "crecimiento porcentual",
            "tasa crecimiento",
            "tasa variacion",
            "porcentaje aumento",
            "porcentaje aumento",
            "porcentaje & aumento",
            "porcentaje & subio",
            "porcentaje & bajo",
            "percentage change"),
        List.of(
            Input.of(NUMBER, "inicial", "el valor inicial", "inicial", "pasa de", "paso de"),
            Input.of(NUMBER, "final", "el valor final", "final").following("inicial")),
        "variación porcentual de 80 a 100",
        given -> {
          double first = given.number("inicial");
          if (first == 0) {
            throw new Refusal("desde cero no hay variación porcentual: se dividiría por cero.");
          }
          double change = (given.number("final") - first) / Math.abs(first);
          return Calculation.of(
              "Δ% = (V2 − V1) / |V1| · 100",
              change >= 0 ? "El valor subió eso." : "El valor bajó eso.",
              "Variación: " + Numbers.percent(change));
        });
  }
}
