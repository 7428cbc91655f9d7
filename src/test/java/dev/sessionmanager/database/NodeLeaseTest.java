package dev.sessionmanager.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.LogFile;
import dev.sessionmanager.problem.WrongSetting;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Of several processes on one PostgreSQL database one is the service. */
class NodeLeaseTest {

  private static final String TAKEN_OVER =
      "update node_lease set holder = 'other', until = now() + interval '1 hour'";

  @Test
  void isHadByOneUntilItIsGivenBack() throws Exception {
    try (LogFile file = new LogFile(TestDatabase.POSTGRESQL)) {
      file.jdbc.sql("delete from node_lease").update();
      NodeLease first = new NodeLease(file.writer, "first", () -> {});
      first.take("1");
      NodeLease second = new NodeLease(file.writer, "second", () -> {});
      assertThatThrownBy(() -> second.take("2"))
          .isInstanceOf(WrongSetting.class)
          .hasMessageContaining("uses the database of DATABASE_URL");
      first.release();
      second.take("2");
      second.release();
      assertThat(file.jdbc.sql("select count(*) from node_lease").query(Integer.class).single())
          .isZero();
    }
  }

  @Test
  void tellsWhoeverHasLostIt() throws Exception {
    try (LogFile file = new LogFile(TestDatabase.POSTGRESQL)) {
      file.jdbc.sql("delete from node_lease").update();
      CountDownLatch lost = new CountDownLatch(1);
      new NodeLease(file.writer, "first", lost::countDown).take("1");
      file.jdbc.sql(TAKEN_OVER).update();
      assertThat(lost.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void letsNobodyWriteTheLogWhoHasLostIt() {
    try (LogFile file = new LogFile(TestDatabase.POSTGRESQL)) {
      file.log.accept(file.question(null, "antes"));
      file.jdbc.sql(TAKEN_OVER).update();
      assertThatThrownBy(() -> file.log.accept(file.question(null, "después")))
          .isInstanceOf(LogFailure.class)
          .hasRootCauseMessage("another process has taken over the database");
      assertThat(file.turns.unfinished(0, 10)).hasSize(1);
    }
  }
}
