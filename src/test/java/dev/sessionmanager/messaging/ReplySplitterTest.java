package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.BreakIterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplySplitterTest {

  @Test
  void leavesAShortAnswerWhole() {
    assertThat(ReplySplitter.of(" Hola.\n\n¿Qué tal? ", 100, 5))
        .containsExactly("Hola.\n\n¿Qué tal?");
    assertThat(ReplySplitter.of("12345", 5, 5)).containsExactly("12345");
  }

  @Test
  void cutsAfterAParagraphElseASentenceElseAWord() {
    assertThat(ReplySplitter.of("Uno dos.\n\nTres. Cuatro cinco seis.", 18, 5))
        .containsExactly("Uno dos.", "Tres. Cuatro cinco", "seis.");
    assertThat(ReplySplitter.of("Uno dos tres. Cuatro cinco seis", 20, 5))
        .containsExactly("Uno dos tres.", "Cuatro cinco seis");
    assertThat(ReplySplitter.of("- uno dos\n- tres\n- cuatro", 17, 5))
        .containsExactly("- uno dos\n- tres", "- cuatro");
    assertThat(ReplySplitter.of("uno dos tres cuatro", 10, 5))
        .containsExactly("uno dos", "tres", "cuatro");
  }

  @Test
  void keepsTogetherWhatIsMarked() {
    assertThat(ReplySplitter.of("uno dos *tres cuatro cinco* seis", 20, 5))
        .containsExactly("uno dos", "*tres cuatro cinco*", "seis");
    assertThat(ReplySplitter.of("Mirá la [tienda de Royal](https://x.y/a) hoy", 34, 5))
        .containsExactly("Mirá la", "[tienda de Royal](https://x.y/a)", "hoy");
    assertThat(ReplySplitter.of("• Uno. Es de plata.\n• Dos. Es de acero.", 32, 5))
        .containsExactly("• Uno. Es de plata.", "• Dos. Es de acero.");
    assertThat(ReplySplitter.of("Ver la tienda: https://x.example/largo", 36, 5))
        .containsExactly("Ver la", "tienda: https://x.example/largo");
  }

  @Test
  void neverCutsWhatAReaderSeesAsOneCharacter() {
    String family = "👩‍👩‍👧‍👦";
    String text = family.repeat(10);
    for (int max = family.length(); max < 4 * family.length(); max++) {
      List<String> parts = ReplySplitter.of(text, max, 100);
      assertThat(String.join("", parts)).isEqualTo(text);
      assertThat(parts).allMatch(part -> part.length() % family.length() == 0);
    }
    String accents = "e\u0301".repeat(20);
    assertThat(ReplySplitter.of(accents, 7, 100)).allMatch(part -> part.startsWith("e"));
  }

  @Test
  void cutsEvenOneCharacterThatIsLongerThanAMessage() {
    String zalgo = "a" + "\u0301".repeat(50) + "b";
    List<String> parts = ReplySplitter.of(zalgo, 10, 100);
    assertThat(String.join("", parts)).isEqualTo(zalgo);
    assertThat(parts).allMatch(part -> part.length() <= 10);
    assertThat(String.join("", ReplySplitter.of("🙂🙂🙂", 3, 100))).isEqualTo("🙂🙂🙂");
  }

  @Test
  void cutsOffWhatIsTooMuch() {
    List<String> parts = ReplySplitter.of("palabra ".repeat(100), 20, 3);
    assertThat(parts).hasSize(3).allMatch(part -> part.length() <= 20);
    assertThat(parts.getLast()).endsWith("…");
  }

  @Test
  void losesNothingButWhiteSpaceAndKeepsTheLimit() {
    Random random = new Random(5);
    String[] pieces = {"a", "palabra", ". ", "\n\n", "\n", " ", "🙂", "e\u0301", "¿qué? ", "1.5"};
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(200); i > 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      int max = 8 + random.nextInt(60);
      List<String> parts = ReplySplitter.of(text.toString(), max, 1000);
      assertThat(String.join("", parts).replaceAll("\\s+", ""))
          .isEqualTo(text.toString().replaceAll("\\s+", ""));
      for (String part : parts) {
        assertThat(part.length()).isBetween(1, max);
        BreakIterator characters = BreakIterator.getCharacterInstance();
        characters.setText(text.toString());
        int at = text.indexOf(part);
        assertThat(characters.isBoundary(at)).isTrue();
      }
    }
  }
}
