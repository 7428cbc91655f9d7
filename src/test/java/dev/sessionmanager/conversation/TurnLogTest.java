package dev.sessionmanager.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.database.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class TurnLogTest {

  private final TestDatabase kind;

  TurnLogTest(TestDatabase kind) {
    this.kind = kind;
  }

  @Test
  void keepsAQuestionAsSoonAsItIsAccepted() {
    try (LogFile file = new LogFile(kind)) {
      Conversation conversation = file.conversation("a");
      long id = file.claims.accept(file.question(conversation.id(), "¿qué es el PIB?"));

      Turn turn = file.turns.byId(Reach.of("u1"), id).orElseThrow();
      assertThat(turn.asked().question()).isEqualTo("¿qué es el PIB?");
      assertThat(turn.outcome()).isNull();
      assertThat(file.turns.unfinished(0, 10)).extracting(Turn::id).containsExactly(id);
    }
  }

  @Test
  void showsAModelOnlyWhatIsAnswered() throws Exception {
    try (LogFile file = new LogFile(kind)) {
      String id = file.conversation("a").id();
      file.said(id, "uno", "1");
      NewTurn failing = file.question(id, "dos");
      file.log.end(
          file.claims.accept(failing),
          failing,
          Outcome.failed(Outcome.Status.FAILED, "model_failed", file.clock.instant()));
      file.said(id, "tres", "3");
      file.claims.accept(file.question(id, "cuatro"));

      assertThat(file.turns.answered(id, 10))
          .extracting(turn -> turn.asked().question())
          .containsExactly("uno", "tres");
      assertThat(file.turns.countAnswered(id)).isEqualTo(2);
      assertThat(file.turns.after(id, 0, 10).rows()).hasSize(4);
      assertThat(file.turns.after(id, 0, 10).rows().get(1).outcome())
          .isNotNull()
          .extracting(Outcome::problem)
          .isEqualTo("model_failed");
    }
  }

  @Test
  void sharesCommitsAmongThoseWhoWait() throws Exception {
    try (LogFile file = new LogFile(kind);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int messages = 2000;
      Set<Long> ids = new ConcurrentSkipListSet<>();
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        all.add(threads.submit(() -> ids.add(file.claims.accept(file.question(null, "hola")))));
      }
      for (Future<?> one : all) {
        one.get();
      }
      assertThat(ids).hasSize(messages);
      assertThat(file.jdbc.sql("select count(*) from turns").query(Integer.class).single())
          .isEqualTo(messages);
      long commits = file.meters.get("sessionmanager.log.group").summary().count();
      assertThat(commits).isLessThan(messages / 4);
    }
  }

  @Test
  void keepsTheOrderOfOneWriter() {
    try (LogFile file = new LogFile(kind)) {
      String id = file.conversation("a").id();
      List<Long> ids =
          IntStream.range(0, 50).mapToObj(i -> file.said(id, "q" + i, "a" + i)).toList();
      assertThat(ids).isSorted();
      assertThat(file.turns.answered(id, 10))
          .extracting(turn -> turn.asked().question())
          .containsExactlyElementsOf(IntStream.range(40, 50).mapToObj(i -> "q" + i).toList());
    }
  }

  @Test
  void failsOnlyTheOneThatCannotBeWritten() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    AtomicInteger connections = new AtomicInteger();
    try (LogFile file =
            new LogFile(
                kind,
                real ->
                    new DelegatingDataSource(real) {
                      @Override
                      public Connection getConnection() throws SQLException {
                        // The first group is held, so that the others wait and come as one group.
                        if (connections.getAndIncrement() == 1) {
                          await(hold);
                        }
                        return super.getConnection();
                      }
                    });
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Long> first = threads.submit(() -> file.claims.accept(file.question(null, "primera")));
      List<Future<Long>> good =
          IntStream.range(0, 5)
              .mapToObj(i -> threads.submit(() -> file.claims.accept(file.question(null, "buena"))))
              .toList();
      Future<Long> bad =
          threads.submit(() -> file.claims.accept(file.question("no such conversation", "mala")));
      hold.countDown();
      first.get();
      for (Future<Long> one : good) {
        assertThat(file.turns.byId(Reach.of("u1"), one.get())).isPresent();
      }
      assertThatThrownBy(bad::get).hasCauseInstanceOf(LogFailure.class);
    }
  }

  @Test
  void saysThatNothingIsKeptWhenTheFileCannotBeWritten() {
    AtomicInteger connections = new AtomicInteger();
    try (LogFile file =
        new LogFile(
            kind,
            real ->
                new DelegatingDataSource(real) {
                  @Override
                  public Connection getConnection() throws SQLException {
                    if (connections.getAndIncrement() == 1) {
                      throw new SQLException("disk full");
                    }
                    return super.getConnection();
                  }
                })) {
      assertThatThrownBy(() -> file.claims.accept(file.question(null, "hola")))
          .isInstanceOf(LogFailure.class);
      // And goes on once it can.
      assertThat(file.claims.accept(file.question(null, "hola"))).isPositive();
    }
  }

  @Test
  void goesOnAfterAStatementThatFailed() {
    try (LogFile file = new LogFile(kind)) {
      file.jdbc.sql("alter table turns rename to gone").update();
      assertThatThrownBy(() -> file.claims.accept(file.question(null, "hola")))
          .isInstanceOf(LogFailure.class);
      file.jdbc.sql("alter table gone rename to turns").update();
      long id = file.claims.accept(file.question(null, "hola"));
      assertThat(file.turns.byId(Reach.of("u1"), id)).isPresent();
    }
  }

  @Test
  void doesNotLoseWhatItsCallerNoLongerWaitsFor() throws Exception {
    try (LogFile file = new LogFile(kind)) {
      Thread.currentThread().interrupt();
      long id = file.claims.accept(file.question(null, "hola"));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(file.turns.byId(Reach.of("u1"), id)).isPresent();
    }
  }

  @Test
  void refusesAfterItHasStopped() throws Exception {
    try (LogFile file = new LogFile(kind)) {
      file.log.stop();
      assertThatThrownBy(() -> file.claims.accept(file.question(null, "hola")))
          .isInstanceOf(LogFailure.class);
    }
  }

  @Test
  void leavesADeletedTurnDeleted() {
    try (LogFile file = new LogFile(kind)) {
      Conversation conversation = file.conversation("a");
      NewTurn turn = file.question(conversation.id(), "hola");
      long id = file.claims.accept(turn);
      file.conversations.delete(conversation);
      file.log.end(id, turn, file.answer("tarde"));
      assertThat(file.turns.byId(Reach.of("u1"), id)).isEmpty();
      assertThat(file.jdbc.sql("select count(*) from turn_words").query(Integer.class).single())
          .isZero();
    }
  }

  @Test
  void countsWhatAnOwnerHasAndForgetsWhatIsDeleted() {
    try (LogFile file = new LogFile(kind)) {
      Conversation kept = file.conversation("kept");
      file.said(kept.id(), "año", "sí"); // 4 and 3 bytes
      Conversation gone = file.conversation("gone");
      NewTurn drawn = file.question(gone.id(), "gráfico");
      long id = file.claims.accept(drawn);
      assertThat(stored(file)).isEqualTo("15 0 0");
      file.log.end(
          id,
          drawn,
          new Outcome(
              Outcome.Status.ANSWERED,
              "míralo",
              null,
              "{}",
              new Usage("m", "p", 7, 9, 1),
              List.of(Picture.png("Demanda", new byte[100])),
              file.clock.instant()));
      assertThat(stored(file)).isEqualTo("124 7 9");
      NewTurn late = file.question(gone.id(), "hola");
      long lateId = file.claims.accept(late);
      file.conversations.delete(gone);
      file.log.end(lateId, late, file.answer("tarde"));
      assertThatThrownBy(() -> file.claims.accept(file.question("no such conversation", "mala")))
          .isInstanceOf(LogFailure.class);
      assertThat(stored(file)).isEqualTo("7 7 9");
    }
  }

  private static String stored(LogFile file) {
    return file.jdbc
        .sql("select bytes || ' ' || input_tokens || ' ' || output_tokens from storage")
        .query(String.class)
        .single();
  }

  @Test
  void keepsPicturesForTheirOwnerAlone() {
    try (LogFile file = new LogFile(kind)) {
      NewTurn turn = file.question(file.conversation("a").id(), "gráfico");
      Picture picture = Picture.png("Demanda", new byte[] {1, 2, 3});
      Outcome outcome =
          new Outcome(
              Outcome.Status.ANSWERED,
              "mirá",
              null,
              null,
              null,
              List.of(picture),
              file.clock.instant());
      file.log.end(file.claims.accept(turn), turn, outcome);
      assertThat(file.pictures.find(Reach.of("u1"), picture.id()).orElseThrow().content())
          .containsExactly(1, 2, 3);
      assertThat(file.pictures.find(Reach.of("u2"), picture.id())).isEmpty();
    }
  }

  @Test
  void forgetsOldTurnsThatStandAloneAndKeepsConversations() {
    try (LogFile file = new LogFile(kind)) {
      String id = file.conversation("a").id();
      file.said(id, "en conversación", "sí");
      long alone = file.claims.accept(file.question(null, "suelta"));
      file.clock.advance(java.time.Duration.ofDays(8));
      long fresh = file.claims.accept(file.question(null, "nueva"));
      file.turns.clean();
      assertThat(file.turns.byId(Reach.of("u1"), alone)).isEmpty();
      assertThat(file.turns.byId(Reach.of("u1"), fresh)).isPresent();
      assertThat(file.turns.answered(id, 10)).hasSize(1);
    }
  }

  @Test
  void keepsLongerWhatItsOwnerMayAskForAgain() {
    try (LogFile file = new LogFile(kind)) {
      NewTurn question = file.question(null, "suelta");
      long response = file.claims.accept(question.with("suelta", "{}"));
      file.clock.advance(java.time.Duration.ofDays(8));
      file.turns.clean();
      assertThat(file.turns.byId(Reach.of("u1"), response)).isPresent();
      file.clock.advance(java.time.Duration.ofDays(23));
      file.turns.clean();
      assertThat(file.turns.byId(Reach.of("u1"), response)).isEmpty();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void preparesItsStatementsAnewForAnotherConnection() {
    try (LogFile file =
        new LogFile(
            kind,
            real ->
                new DelegatingDataSource(real) {
                  @Override
                  public Connection getConnection() throws SQLException {
                    try (Connection pooled = super.getConnection()) {
                      String user = kind == TestDatabase.POSTGRESQL ? "?user=postgres" : "";
                      return DriverManager.getConnection(pooled.getMetaData().getURL() + user);
                    }
                  }
                })) {
      for (String question : List.of("uno", "dos", "tres")) {
        long id = file.claims.accept(file.question(null, question));
        assertThat(file.turns.byId(Reach.of("u1"), id)).as(question).isPresent();
      }
    }
  }
}
