package dev.sessionmanager.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** What becomes of conversations that nobody brings back. */
class DeletedConversationsTest {

  private static DeletedConversations deleted(LogFile file, Duration kept) {
    DataSize most = DataSize.ofBytes(40);
    return new DeletedConversations(
        file.reader,
        file.jdbc,
        file.conversations,
        new Storage(file.reader, new StorageSettings(most, most), file.clock),
        new ConversationSettings(kept, 10, 10, false),
        file.clock);
  }

  private static long rows(LogFile file, String what) {
    return file.jdbc.sql("select " + what).query(Long.class).single();
  }

  @Test
  void areInTheFileUntilTheirTimeIsOverAndThenNothingOfThemIs() {
    try (LogFile file = new LogFile()) {
      DeletedConversations deleted = deleted(file, Duration.ofMinutes(10));
      Conversation kept = file.conversation("a");
      file.said(kept.id(), "hola", "sí");
      long bytes = rows(file, "sum(bytes) from storage");
      Conversation gone = file.conversation("b");
      file.said(gone.id(), "secreto", "sí");
      assertThat(deleted.delete(gone)).contains(file.clock.instant().plus(Duration.ofMinutes(10)));
      file.clock.advance(Duration.ofMinutes(10).minusMillis(1));
      deleted.clean();
      assertThat(rows(file, "count(*) from turns")).isEqualTo(2);
      file.clock.advance(Duration.ofMillis(1));
      deleted.clean();
      assertThat(rows(file, "count(*) from turns")).isEqualTo(1);
      assertThat(rows(file, "count(*) from turn_words")).isEqualTo(1);
      assertThat(rows(file, "sum(bytes) from storage")).isEqualTo(bytes);
      assertThat(deleted.restore(Reach.of("u1"), gone.id())).isEmpty();
    }
  }

  @Test
  void areGoneAtOnceWhereTheirOwnerHasNoRoomLeft() {
    try (LogFile file = new LogFile()) {
      DeletedConversations deleted = deleted(file, Duration.ofMinutes(10));
      Conversation first = file.conversation("a");
      file.said(first.id(), "hola", "sí");
      assertThat(deleted.delete(first)).isPresent();
      Conversation second = file.conversation("b");
      file.said(second.id(), "x".repeat(40), "sí");
      assertThat(deleted.delete(second)).isEmpty();
      assertThat(rows(file, "count(*) from turns")).as("the first is gone as well").isZero();
    }
  }

  @Test
  void areGoneAtOnceWhereASettingSaysSo() {
    try (LogFile file = new LogFile()) {
      Conversation one = file.conversation("a");
      file.said(one.id(), "secreto", "sí");
      assertThat(deleted(file, Duration.ZERO).delete(one)).isEmpty();
      assertThat(rows(file, "count(*) from turns")).isZero();
    }
  }
}
