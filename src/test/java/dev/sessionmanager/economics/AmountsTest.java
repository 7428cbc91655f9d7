package dev.sessionmanager.economics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as people write them. */
class AmountsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.234,56      | 1234.56
          1,234.56      | 1234.56
          1234,5        | 1234.5
          1234.5        | 1234.5
          1.000         | 1000
          1.5           | 1.5
          0.25          | 0.25
          0.250         | 0.25
          0,125         | 0.125
          1,125         | 1.125
          10,000        | 10000
          1.000.000     | 1000000
          1,000,000     | 1000000
          1.000.000,01  | 1000000.01
          1.2345        | 1.2345
          12.3456       | 12.3456
          007           | 7
          """)
  void aNumeralIsReadInEitherNotation(String text, double value) {
    assertThat(Numeral.parse(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.2.3
          1,2,3
          1.000,000,000.5
          1.23,456,7
          """)
  void whatIsNoNumeralIsNotRead(String text) {
    assertThat(Numeral.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          $ 10.000                     | PLAIN 10000
          -3                           | PLAIN -3
          − 3                          | PLAIN -3
          -$ 1.000                     | PLAIN -1000
          12 %                         | PERCENT 12
          12%                          | PERCENT 12
          12 por ciento                | PERCENT 12
          5% anual                     | PERCENT 5 YEAR
          3 % mensual                  | PERCENT 3 MONTH
          2% por mes                   | PERCENT 2 MONTH
          tasa mensual del 2%          | PERCENT 2 MONTH
          TNA del 75%                  | PERCENT 75 YEAR
          TNA 75                       | PERCENT 75 YEAR
          TEA: 80%                     | PERCENT 80 YEAR efectiva
          40% nominal anual            | PERCENT 40 YEAR
          40% efectiva anual           | PERCENT 40 YEAR efectiva
          3 millones                   | PLAIN 3000000
          2,5 millones                 | PLAIN 2500000
          50 mil                       | PLAIN 50000
          50k                          | PLAIN 50000
          15 lucas                     | PLAIN 15000
          veinte lucas                 | PLAIN 20000
          2 palos                      | PLAIN 2000000
          2 palos 500 mil              | PLAIN 2500000
          un palo y medio              | PLAIN 1500000
          palo y medio                 | PLAIN 1500000
          medio palo                   | PLAIN 500000
          dos palos y medio            | PLAIN 2500000
          dos millones y medio         | PLAIN 2500000
          2 millones y medio           | PLAIN 2500000
          le debo a Lucas              | ""
          uno y medio por ciento       | PERCENT 1.5
          uno y medio mensual          | PLAIN 1.5 MONTH
          medio por ciento             | PERCENT 0.5
          dos y medio por ciento anual | PERCENT 2.5 YEAR
          6% todos los meses           | PERCENT 6 MONTH
          200 todos los meses          | PLAIN 200 MONTH
          medio año                    | TIME 0.5 YEAR
          año y medio                  | TIME 1.5 YEAR
          dos años y tres meses        | TIME 27 MONTH
          what is 87,350               | PLAIN 87350
          what is 1,234.5              | PLAIN 1234.5
          3 mil millones               | PLAIN 3000000000
          3 años                       | TIME 3 YEAR
          18 meses                     | TIME 18 MONTH
          90 días                      | TIME 90 DAY
          12 cuotas                    | PAYMENTS 12
          12 cuotas mensuales          | PAYMENTS 12 MONTH
          tres años                    | TIME 3 YEAR
          un año                       | TIME 1 YEAR
          un préstamo                  | ""
          -1000,400,500,600            | PLAIN -1000; PLAIN 400; PLAIN 500; PLAIN 600
          "-1000, 400; 500 y 600"      | PLAIN -1000; PLAIN 400; PLAIN 500; PLAIN 600
          de 10 a 12                   | PLAIN 10; PLAIN 12
          10-12                        | PLAIN 10; PLAIN 12
          100 - 2                      | PLAIN 100; PLAIN 2
          P1=10, Q2: 80                | PLAIN 10; PLAIN 80
          2P y 3D                      | ""
          4Q2=80                       | PLAIN 80
          el 12/05 a las 10:30         | ""
          .5                           | PLAIN 0.5
          1e3                          | PLAIN 1000
          25.000.000e2                 | PLAIN 2500000000
          el 3º                        | ""
          12 ½                         | PLAIN 12
          """)
  void aNumberIsFoundWithItsSignAndUnit(String text, String expected) {
    assertThat(shown(text)).isEqualTo(expected);
  }

  private static String shown(String text) {
    List<Amount> found = Amounts.find(text);
    return found.stream()
        .map(a ->
            a.kind()
                + " "
                + new java.math.BigDecimal(String.valueOf(a.value()))
                    .stripTrailingZeros()
                    .toPlainString()
                + (a.period() == null ? "" : " " + a.period())
                + (a.effective() ? " efectiva" : ""))
        .collect(Collectors.joining("; "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Qd = 100 - 2P            | qd=100 − 2·P
          Qd=100-2P Qs=20+3P       | qd=100 − 2·P; qs=20 + 3·P
          Qd=100-2P,Qs=20+3P       | qd=100 − 2·P; qs=20 + 3·P
          Q_d = 1.000 − 0,5·P      | qd=1.000 − 0,5·P
          demanda: -2*P + 100      | demanda=100 − 2·P
          demanda 100 - 2P         | demanda=100 − 2·P
          la oferta es 20 + 3P     | oferta=20 + 3·P
          CT = 100 + 10q + 2q²     | ct=100 + 10·P + 2·P²
          CT = 100 + 10q + 2q^2    | ct=100 + 10·P + 2·P²
          P = 10                   | ''
          el 2P                    | ''
          x = -P                   | x=−P
          """)
  void anEquationIsFoundWithItsName(String text, String expected) {
    assertThat(
            Equation.find(text).stream()
                .map(e -> e.label() + "=" + e.curve().shown("P"))
                .collect(Collectors.joining("; ")))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "interes, interes, true",
    "interez, interes, true",
    "itneres, interes, true",
    "interesante, interes, false",
    "desenpleo, desempleo, true",
    "empleo, desempleo, false",
    "tir, tiro, false",
    "oferta, ofertas, true",
    "simple, siempre, false"
  })
  void aWordMayHaveATypingError(String typed, String word, boolean same) {
    assertThat(Slips.same(typed, word)).isEqualTo(same);
  }
}
