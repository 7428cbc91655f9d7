package dev.sessionmanager.economics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Thousands of sentences written from formulas ({@link SentenceMaker}): each is answered with the
 * formula's value; and with something in it that has no place in the formula none is answered over
 * its head.
 */
class GeneratedSentencesTest {

  private static final int SENTENCES = 4_000;
  private static final Pattern RESULT =
      Pattern.compile("\\*\\*[^*:]+: (?:\\S+ )?([0-9.,]+)(?: pagos, uno por \\S+)?\\*\\*");

  @Test
  void everySentenceIsAnsweredWithTheValueOfItsFormula() {
    SentenceMaker maker = new SentenceMaker(16);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < SENTENCES; i++) {
      SentenceMaker.Made made = maker.next();
      String answer = answer(made.sentence());
      Matcher result = RESULT.matcher(answer);
      Double value = result.find() ? Numeral.parse(result.group(1)) : null;
      double allowed = 0.006 + Math.abs(made.value()) * 1e-12;
      if (value == null || Math.abs(value - made.value()) > allowed) {
        wrong.add(made.sentence() + " = " + made.value() + ", but: " + answer);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void nothingThatHasNoPlaceInTheFormulaIsPassedOver() {
    SentenceMaker maker = new SentenceMaker(61);
    List<String> silent = new ArrayList<>();
    for (int i = 0; i < SENTENCES; i++) {
      String sentence = maker.next().sentence().replace("?", "") + maker.foreign();
      if (answer(sentence).contains("Fórmula")) {
        silent.add(sentence + ": " + answer(sentence));
      }
    }
    assertThat(silent).isEmpty();
  }

  private static String answer(String sentence) {
    Asked asked = new Asked(sentence);
    return Economics.all().stream()
        .map(tool -> tool.asked(asked).map(Tool.Answer::text).orElse(null))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("nothing");
  }

  /** Chains of changes, offers and follow-ups, each compared with what it comes to. */
  @Test
  void changesOneAfterTheOtherAreMultipliedAndNeverAdded() {
    Random random = new Random(7);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      int up = 1 + random.nextInt(60);
      int down = 1 + random.nextInt(60);
      int start = 100 * (1 + random.nextInt(90));
      String sentence =
          "algo de %d sube %d%% y después baja %d%%, ¿en cuánto queda?".formatted(start, up, down);
      String value = Numbers.money(start * (1 + up / 100.0) * (1 - down / 100.0));
      if (!answer(sentence).contains("pasa a ser $ " + value)) {
        wrong.add(sentence + " = " + value + ", but: " + answer(sentence));
      }
      int taken = 2 + random.nextInt(8);
      int paid = 1 + random.nextInt(taken - 1);
      String offer = "¿cuánto ahorro en un %dx%d?".formatted(taken, paid);
      if (!answer(offer).contains("Ahorro: " + Numbers.percent(1 - (double) paid / taken))) {
        wrong.add(offer + ": " + answer(offer));
      }
    }
    assertThat(wrong).isEmpty();
  }
}
