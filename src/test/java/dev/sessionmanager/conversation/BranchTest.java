package dev.sessionmanager.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.database.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a branch of a conversation shows, by what a model would get of it. */
class BranchTest {

  private static NewTurn version(LogFile file, String conversation, String text, long of) {
    NewTurn turn = file.question(conversation, text);
    return new NewTurn(
        turn.conversationId(),
        turn.owner(),
        turn.sessionId(),
        turn.channel(),
        turn.agent(),
        turn.clientId(),
        text,
        turn.language(),
        turn.traceId(),
        turn.acceptedAt(),
        null,
        of);
  }

  private static List<String> before(LogFile file, String conversation, long turn) {
    return file.turns.answeredBefore(conversation, turn, 10).stream()
        .map(one -> one.asked().question())
        .toList();
  }

  private static void summarise(LogFile file, String conversation, String text, long last) {
    Instant now = file.clock.instant();
    Outcome made = new Outcome(Outcome.Status.SUMMARY, text, null, null, null, List.of(), now);
    NewTurn turn = file.question(conversation, "");
    file.log.append(LogStatements.summary(file.log.nextId(), turn, made, last));
  }

  private static String summary(LogFile file, String conversation, long turn) {
    return file.turns
        .summary(conversation, turn)
        .flatMap(found -> Optional.ofNullable(found.outcome()))
        .map(outcome -> String.valueOf(outcome.answer()))
        .orElse("none");
  }

  @ParameterizedTest
  @EnumSource
  void showsWhatItsParentShowsBeforeTheTurnThatWasChanged(TestDatabase kind) {
    try (LogFile file = new LogFile(kind)) {
      String c = file.conversation("a").id();
      file.said(c, "1", "sí");
      long second = file.said(c, "2", "sí");
      long third = file.said(c, "3", "sí");
      long deep = file.said(version(file, c, "3b", third), "sí");
      assertThat(before(file, c, deep)).containsExactly("1", "2");
      file.said(c, "4b", "sí");
      long early = file.said(version(file, c, "2b", second), "sí");
      assertThat(before(file, c, early)).containsExactly("1");
      long after = file.said(c, "3c", "sí");
      assertThat(before(file, c, after)).containsExactly("1", "2b");
      long again = file.said(version(file, c, "3d", after), "sí");
      assertThat(before(file, c, again)).containsExactly("1", "2b");
      assertThat(before(file, c, deep)).as("as it was").containsExactly("1", "2");
      assertThat(file.turns.countAnswered(c)).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void knowsASummaryOnlyWhereAllThatItIsAboutIsShown(TestDatabase kind) {
    try (LogFile file = new LogFile(kind)) {
      String c = file.conversation("a").id();
      long first = file.said(c, "1", "sí");
      long second = file.said(c, "2", "sí");
      long third = file.said(c, "3", "sí");
      summarise(file, c, "of one", first);
      summarise(file, c, "of two", second);
      assertThat(summary(file, c, third)).isEqualTo("of two");
      long late = file.said(version(file, c, "3b", third), "sí");
      assertThat(summary(file, c, late)).as("after both").isEqualTo("of two");
      long middle = file.said(version(file, c, "2b", second), "sí");
      assertThat(summary(file, c, middle)).as("after the first alone").isEqualTo("of one");
      long early = file.said(version(file, c, "1b", first), "sí");
      assertThat(summary(file, c, early)).as("before all").isEqualTo("none");
      summarise(file, c, "of the new one", early);
      assertThat(summary(file, c, early)).isEqualTo("of the new one");
      assertThat(summary(file, c, third)).isEqualTo("of two");
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesWithItsConversation(TestDatabase kind) {
    try (LogFile file = new LogFile(kind)) {
      Conversation conversation = file.conversation("a");
      long first = file.said(conversation.id(), "1", "sí");
      file.said(version(file, conversation.id(), "1b", first), "sí");
      file.conversations.delete(conversation);
      for (String table : List.of("turns", "branches", "turn_words")) {
        assertThat(file.jdbc.sql("select count(*) from " + table).query(Long.class).single())
            .as(table)
            .isZero();
      }
      assertThat(file.jdbc.sql("select count(*) from branch_parts").query(Long.class).single())
          .as("the one of all conversations")
          .isEqualTo(1);
      assertThat(file.jdbc.sql("select sum(bytes) from storage").query(Long.class).single())
          .isZero();
    }
  }
}
