package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ArrivalTest {

  private static final Instant THEN = Instant.parse("2026-11-30T08:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");

  private final Arrival message =
      new Arrival(
          "chatwoot",
          "7",
          "1/3",
          "contact:9",
          "Ana",
          "hoal",
          "a note",
          true,
          Locale.ENGLISH,
          THEN,
          THEN,
          "a".repeat(32),
          "5");

  @Test
  void keepsEverythingButItsWordsWhenTheyAreCorrected() {
    assertThat(message.saying("hola"))
        .usingRecursiveComparison()
        .ignoringFields("text", "note")
        .isEqualTo(message);
    assertThat(message.saying("hola").text()).isEqualTo("hola");
    assertThat(message.saying("hola").note()).isNull();
  }

  @Test
  void isFollowedInTheSameInboxBySomethingWrittenNow() {
    Arrival followed = message.followed("7-edit-1", "hola", NOW, "b".repeat(32));
    assertThat(followed)
        .usingRecursiveComparison()
        .ignoringFields("messageId", "text", "note", "writtenAt", "receivedAt", "traceId")
        .isEqualTo(message);
    assertThat(followed.messageId()).isEqualTo("7-edit-1");
    assertThat(followed.writtenAt()).isEqualTo(NOW);
    assertThat(followed.receivedAt()).isEqualTo(NOW);
  }
}
