package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UrgentWordsTest {

  private static UrgentWords words(String... words) {
    Duration none = Duration.ZERO;
    return new UrgentWords(new MessagingSettings(none, 1, none, List.of(words), none, none, 1, 1));
  }

  @Test
  void findsWholeWordsWhateverTheirCaseAndAccents() {
    UrgentWords words = words("urgente", "es grave", "a.s.a.p");
    assertThat(words.in("¡URGÉNTE!")).isTrue();
    assertThat(words.in("esto es grave, ayuda")).isTrue();
    assertThat(words.in("need it a.s.a.p please")).isTrue();
    assertThat(words.in("urgentemente")).isFalse();
    assertThat(words.in("es graves")).isFalse();
    assertThat(words.in("aXsXaXp")).isFalse();
    assertThat(words.in("x".repeat(5000) + " urgente")).isFalse();
  }

  @Test
  void findsNothingWithoutWords() {
    assertThat(words().in("urgente")).isFalse();
    assertThat(words("", " ").in("urgente")).isFalse();
  }
}
