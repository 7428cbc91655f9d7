package dev.sessionmanager.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.gateway.LiveAnswer.News;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.tuning.ParkTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An answer in the making, its readers, and their waits. */
class LiveAnswerTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final LiveAnswer answering = new LiveAnswer("ana", "hola");

  @Test
  void givesEveryReaderEverything() throws Exception {
    List<Future<String>> readers = new ArrayList<>();
    StringBuilder whole = new StringBuilder();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int r = 0; r < 50; r++) {
        readers.add(threads.submit(() -> readAll()));
      }
      for (int i = 0; i < 3000; i++) {
        answering.piece(new Piece.Text(i + " "));
        whole.append(i).append(' ');
      }
      answering.reply(Reply.of(whole.toString()));
      for (Future<String> reader : readers) {
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(whole.toString());
      }
    }
  }

  private String readAll() throws InterruptedException {
    StringBuilder read = new StringBuilder();
    News piece;
    do {
      piece = answering.next(read.length(), LONG);
      read.append(piece.text());
    } while (!piece.last());
    return read.toString();
  }

  @Test
  void showsThatNothingIsNewWhenTheWaitIsOver() throws Exception {
    News nothing = answering.next(0, Duration.ofMillis(20));
    assertThat(nothing.text()).isEmpty();
    assertThat(nothing.last()).isFalse();
  }

  @Test
  void letsAnInterruptedReaderGo() throws Exception {
    answering.piece(new Piece.Text("uno"));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> reader = threads.submit(() -> answering.next(3, LONG));
      threads.shutdownNow(); // interrupts it
      assertThatThrownBy(() -> reader.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void tellsWhoWaitsForTheWholeAnswerAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Reply> waits = threads.submit(answering::await);
      answering.piece(new Piece.Text("uno"));
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
              ParkTimer.sleep(time);
              return System.nanoTime() - began - time.toNanos();
            }));
      }
      for (Future<Long> one : slept) {
        assertThat(one.get(30, TimeUnit.SECONDS)).as("too short by, ns").isNotNegative();
      }
    }
  }

  @Test
  void givesAReaderWhoWaitsEachPieceAtOnce() throws Exception {
    BlockingQueue<News> read = new LinkedBlockingQueue<>();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try {
                News piece;
                int from = 0;
                do {
                  piece = answering.next(from, LONG);
                  from = piece.end();
                  read.add(piece);
                } while (!piece.last());
              } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
              }
            });
    for (String text : List.of("uno", "dos")) {
      awaitParked(reader);
      answering.piece(new Piece.Text(text));
      News piece = read.poll(10, TimeUnit.SECONDS);
      assertThat(piece).as(text).isNotNull();
      assertThat(piece.text()).isEqualTo(text);
    }
    awaitParked(reader);
    answering.reply(Reply.of("unodos"));
    News last = read.poll(10, TimeUnit.SECONDS);
    assertThat(last).isNotNull();
    assertThat(last.text()).isEmpty();
    assertThat(last.last()).isTrue();
    reader.join();
  }

  private static void awaitParked(Thread thread) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(System.nanoTime()).as("the reader waits").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
