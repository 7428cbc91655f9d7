package dev.sessionmanager.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.gateway.Answering.Piece;
import dev.sessionmanager.gateway.Problem.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An answer in the making, its readers, and their waits. */
class AnsweringTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private static Answering paced(Duration pace) {
    return new Answering("ana", "hola", () -> pace);
  }

  @Test
  void gathersPiecesWhileManyAreStreamedButTheFirst() throws Exception {
    Answering answering = paced(Duration.ofSeconds(1));
    answering.chunk("uno ");
    Piece first = answering.next(0, LONG);
    assertThat(first.text()).isEqualTo("uno ");
    CountDownLatch writing = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Piece> second =
          threads.submit(() -> {
            writing.countDown();
            return answering.next(first.end(), LONG);
          });
      assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
      answering.chunk("dos ");
      answering.chunk("tres ");
      assertThat(second.get(10, TimeUnit.SECONDS).text()).isEqualTo("dos tres ");
    }
  }

  @Test
  void givesEveryReaderEverythingAtAnyPace() throws Exception {
    for (Duration pace : List.of(Duration.ZERO, Duration.ofMillis(7))) {
      Answering answering = paced(pace);
      List<Future<String>> readers = new ArrayList<>();
      StringBuilder whole = new StringBuilder();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int r = 0; r < 50; r++) {
          readers.add(threads.submit(() -> readAll(answering)));
        }
        for (int i = 0; i < 3000; i++) {
          answering.chunk(i + " ");
          whole.append(i).append(' ');
        }
        answering.reply(Reply.of(whole.toString()));
        for (Future<String> reader : readers) {
          assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(whole.toString());
        }
      }
    }
  }

  private static String readAll(Answering answering) throws InterruptedException {
    StringBuilder read = new StringBuilder();
    Piece piece;
    do {
      piece = answering.next(read.length(), LONG);
      read.append(piece.text());
    } while (!piece.last());
    return read.toString();
  }

  @Test
  void showsThatNothingIsNewWhenTheWaitIsOver() throws Exception {
    Piece nothing = paced(Duration.ZERO).next(0, Duration.ofMillis(20));
    assertThat(nothing.text()).isEmpty();
    assertThat(nothing.last()).isFalse();
  }

  @Test
  void letsAnInterruptedReaderGo() throws Exception {
    for (Duration pace : List.of(Duration.ZERO, LONG)) {
      Answering answering = paced(pace);
      answering.chunk("uno");
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<?> reader = threads.submit(() -> answering.next(3, LONG));
        threads.shutdownNow(); // interrupts it
        assertThatThrownBy(() -> reader.get(10, TimeUnit.SECONDS))
            .hasCauseInstanceOf(InterruptedException.class);
      }
    }
  }

  @Test
  void tellsWhoWaitsForTheWholeAnswerAtOnce() throws Exception {
    Answering answering = paced(LONG);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Reply> waits = threads.submit(answering::await);
      answering.chunk("uno");
      answering.problem(new Problem(Kind.MODEL_BROKE_OFF));
      assertThatThrownBy(() -> waits.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(Problem.class);
    }
  }

  @Test
  void wakesAThousandSleepersInTime() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> slept = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        Duration time = Duration.ofMillis(1 + i % 50);
        slept.add(
            threads.submit(() -> {
              long began = System.nanoTime();
              Alarms.sleep(time);
              return System.nanoTime() - began - time.toNanos();
            }));
      }
      for (Future<Long> one : slept) {
        assertThat(one.get(30, TimeUnit.SECONDS)).as("too short by, ns").isNotNegative();
      }
    }
  }

  @Test
  void letsFewStreamsPassAsTheyCome() {
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(Pace.of(1)).isZero();
    assertThat(Pace.of(79 * processors)).isZero();
    assertThat(Pace.of(256 * processors)).isEqualTo(Duration.ofMillis(64));
  }
}
