package dev.sessionmanager.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.database.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node takes up of one that is gone, beside what waits here already. */
class TurnClaimsTest {

  private final LogFile file = new LogFile(TestDatabase.POSTGRESQL);
  private final String conversation = file.conversation("a").id();
  private final NewTurn question = file.question(conversation, "antes");
  private final long before = file.claims.accept(question);
  private long after;

  @AfterEach
  void close() {
    file.close();
  }

  /** The first turn is of a node that is gone; the second waits here. */
  private Turn left() {
    file.jdbc.sql("update pending set node = 99").update();
    after = file.claims.accept(file.question(conversation, "después"));
    assertThat(file.claims.begin(after, conversation)).isFalse();
    assertThat(file.claims.isBehind(after, conversation)).isFalse();
    return file.turns.orphans(0, 10).getFirst();
  }

  @Test
  void beginsFirstWhatCameBefore() {
    assertThat(file.claims.adopt(left())).isTrue();
    assertThat(file.claims.begin(after, conversation)).isFalse();
    assertThat(file.claims.isBehind(after, conversation)).isTrue();

    assertThat(file.claims.begin(before, conversation)).isTrue();
    assertThat(file.claims.begin(after, conversation)).isFalse();
    assertThat(file.claims.isBehind(after, conversation)).isFalse();
    file.log.end(before, question, file.answer("1"));
    assertThat(file.claims.begin(after, conversation)).isTrue();
  }

  @Test
  void waitsNoMoreForWhatIsNotAnsweredHere() {
    file.claims.adopt(left());
    file.claims.over(before);
    assertThat(file.claims.isBehind(after, conversation)).isFalse();
    file.log.end(before, question, file.answer("1"));
    assertThat(file.claims.begin(after, conversation)).isTrue();
  }

  @Test
  void takesUpNothingThatIsGone() {
    Turn turn = left();
    file.log.end(before, question, file.answer("1"));
    assertThat(file.claims.adopt(turn)).isFalse();
  }
}
