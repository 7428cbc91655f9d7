package dev.sessionmanager.economics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.text.WordFile;
import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The economics agent's calculators for who asks in English: right numbers, and no Spanish. */
class EnglishTest {

  /** Letters and words of Spanish, which no English answer has; what people wrote stands in «». */
  private static final Pattern SPANISH =
      Pattern.compile(
          "(?iu)[áéíóúñ¿¡]|\\b(?:el|los|las|del|una|que|por|para|si|se|es|son|cuota|tasa|precio|monto|la)\\b");

  private static String answer(String question) {
    for (Tool tool : Economics.all()) {
      String text = tool.asked(new Asked(question)).map(Tool.Answer::text).orElse(null);
      if (text != null) {
        return text;
      }
    }
    return "";
  }

  private static void isEnglish(String answer) {
    String ours = answer.replaceAll("«[^»]*»|!\\[.*", "");
    assertThat(SPANISH.matcher(ours).find()).as(answer).isFalse();
    assertThat(ours).doesNotContainPattern("\\d,\\d{2}(?!\\d)");
  }

  static Stream<Calculator> calculators() {
    return Economics.calculators().stream();
  }

  @ParameterizedTest
  @MethodSource("calculators")
  void haveNoSpanishLeft(Calculator calculator) {
    String spanish = answer(calculator.example());
    assertThat(spanish).startsWith("**" + calculator.title());
    isEnglish(English.of(spanish));
    Leftovers none = new Leftovers(List.of(), List.of());
    isEnglish(English.of(calculator.answer(new Arguments("$"), none)));
    isEnglish(
        English.of(
            calculator.answer(new Arguments("$"), new Leftovers(List.of("x"), List.of("2020")))));
  }

  /** The formulas by hand. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "What is the compound interest on 10,000 at 5% a year for 3 years? | Final amount: $"
            + " 11,576.25",
        "simple interest of 10,000 at 5% a year for 3 years | Interest: $ 1,500.00",
        "present value of 10,000 in 3 years at 5% a year | Present value: $ 8,638.38",
        "what is the net present value of -1000; 400; 500; 600 at 10%? | NPV: $ 227.65",
        "IRR of -1000; 400; 500; 600 | IRR: 21.65%",
        "what is the monthly payment of a loan of 100,000 at 12% a year over 24 months? | Payment:"
            + " $ 4,707.35",
        "future value of an annuity of 1,000 at 5% a year for 10 years | Future value: $ 12,577.89",
        "present value of an annuity of 1,000 at 5% a year for 10 years | Present value: $"
            + " 7,721.73",
        "effective annual rate of a nominal rate of 60% with monthly compounding | EAR: 79.59%",
        "real interest rate if the nominal rate is 50% and inflation is 30% | Real rate: 15.38%",
        "price of a bond with face value 1,000, coupon 8%, yield 10% and 5 years | Price: $ 924.18",
        "rule of 72 at 6% a year | It doubles in about 12 years",
        "unemployment rate with 2 million unemployed and a labour force of 20 million |"
            + " Unemployment rate: 10.00%",
        "market equilibrium with Qd = 100 - 2P and Qs = 20 + 3P | Equilibrium price: P* = 16",
        "12 instalments of 10,000 or 90,000 in cash at 3% a month | Paying cash is better",
        "draw a demand chart Qd = 100 - 2P | the quantity demanded falls by 2",
        "A jacket costs 85 pounds plus 20% VAT, what do I pay in the end? | Price with VAT: £"
            + " 102.00",
        "If I put away 200 dollars every month at 6% a year, how much will I have after 5 years? |"
            + " Future value: $ 13,954.01",
        "How much interest do I pay on a 15,000 loan at 8% simple interest over nine months? |"
            + " Interest: $ 900.00",
        "how much should I save each month to have 6,000 in two years? | To put aside: $ 250.00",
        "how much should I save each month to have 12,000 in two years at 24% a year? | With"
            + " interest of 2.00%",
        "we are 5 and the bill was 87,350, what does each person pay? | Each person: $ 17,470.00",
        "I split a bill of 90 between 4 people with a 20% tip | Each person: $ 27.00",
        "how much is 3 coffees at 2.50 and 2 croissants at 3 with a 10% tip? | Total: $ 14.85",
        "how much is 15% of 3,400? | 15% of 3,400 = **510**",
        "how much is 12.5% of 1,200.50? | = **150.0625**",
        "what is 125 * 8 + 300? | = **1,300**",
        "what percent of 120 is 30 | = **25%**",
        "what is 10 / 0? | Nothing can be divided by zero.",
      })
  void answerAnEnglishQuestionInEnglish(String question, String answer) {
    String text = answer(question);
    assertThat(text).contains(answer);
    isEnglish(text);
  }

  @Test
  void goOnInTheLanguageOfTheQuestionBefore() {
    Asked asked =
        new Asked("6%?", () -> List.of("compound interest of 10,000 at 5% a year for 3 years"));
    String text =
        Economics.all().stream()
            .flatMap(tool -> tool.asked(asked).stream())
            .findFirst()
            .orElseThrow()
            .text();
    assertThat(text).contains("Final amount: $ 11,910.16");
  }

  @Test
  void stayAsTheyAreForWhoAsksInSpanish() {
    assertThat(answer("interés compuesto de 10.000 al 5 % anual por 3 años"))
        .contains("Monto final: $ 11.576,25");
    assertThat(answer("¿cuánto es 15 % de 3.400?")).contains("**510**");
    assertThat(answer("juros compostos de 10.000 a 5 % ao ano por 3 anos"))
        .doesNotContain("Final amount");
  }

  /** What is shown as an example is answered. */
  @Test
  void giveExamplesThatAreAnswered() {
    WordFile.read("economics/english.yaml").content().values().stream()
        .map(Objects::toString)
        .filter(english -> english.startsWith("«"))
        .map(english -> english.substring(1, english.length() - 1))
        .forEach(example -> {
          String text = answer(example);
          assertThat(text).as(example).contains("Formula: ");
          isEnglish(text);
        });
  }
}
