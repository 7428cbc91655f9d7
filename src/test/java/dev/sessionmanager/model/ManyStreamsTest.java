package dev.sessionmanager.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.tuning.StreamPace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hc.core5.http.config.Http1Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** So many streams at once that their pieces gather: see {@link StreamPace}. */
class ManyStreamsTest {

  private static final int STREAMS = 60 * Runtime.getRuntime().availableProcessors();
  private static final int BURST = 20;
  private static final String BURST_TEXT = "0 " + numbers(text -> text);

  /** Of a connection of HttpClient's, in bytes. */
  private static final int BUFFER = Http1Config.DEFAULT.getBufferSize();

  private final CountDownLatch begun = new CountDownLatch(STREAMS);
  private final CountDownLatch read = new CountDownLatch(STREAMS);
  private final AtomicInteger handedOn = new AtomicInteger();

  @Test
  void letsFewStreamsPassAsTheyCome() {
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(StreamPace.of(1)).isZero();
    assertThat(StreamPace.of(40 * processors - 1)).isZero();
    assertThat(StreamPace.of(256 * processors)).isEqualTo(Duration.ofMillis(128));
    assertThat(StreamPace.of(STREAMS)).isPositive();
  }

  /** In one case what comes at once fills the connection's buffer to its last byte. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gathersPiecesAndHoldsNoneBackWhileTheModelIsSilent(boolean full) throws Exception {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test = models(stub);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Completion>> answers = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        stub.next(exchange -> {
          OpenAiStub.begin(exchange);
          exchange.piece(OpenAiStub.content("0 "));
          await(begun); // by then everybody has read it, though nothing has followed
          if (full) {
            exchange.piece(filled(numbers(OpenAiStub::content)));
          } else {
            for (int number = 1; number <= BURST; number++) {
              exchange.piece(OpenAiStub.content(number + " "));
            }
          }
          await(read);
          exchange.piece(OpenAiStub.content("end"));
          OpenAiStub.finish(exchange, "stop");
        });
        answers.add(threads.submit(() -> ask(test, new Reader())));
      }
      for (Future<Completion> answer : answers) {
        assertThat(answer.get(1, TimeUnit.MINUTES).text()).isEqualTo(BURST_TEXT + "end");
      }
      assertThat(handedOn.get()).isBetween(3 * STREAMS, STREAMS * BURST / 2);
    }
  }

  @Test
  void endsAPauseWhoseThreadIsInterrupted() throws Exception {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test = models(stub);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Completion>> answers = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        stub.next(OpenAiStub.hangingAfter("0 "));
        answers.add(threads.submit(() -> ask(test, piece -> begun.countDown())));
      }
      await(begun);
      threads.shutdownNow();
      for (Future<Completion> answer : answers) {
        assertThatThrownBy(() -> answer.get(1, TimeUnit.MINUTES))
            .hasCauseInstanceOf(CancellationException.class);
      }
      for (int i = 0; i < STREAMS; i++) {
        assertThat(stub.clientLeft(1, TimeUnit.MINUTES)).isTrue();
      }
    }
  }

  private final class Reader implements Consumer<String> {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void accept(String piece) {
      handedOn.incrementAndGet();
      if (text.isEmpty()) {
        begun.countDown();
      }
      text.append(piece);
      if (text.toString().equals(BURST_TEXT)) {
        read.countDown();
      }
    }
  }

  private static String numbers(UnaryOperator<String> written) {
    return IntStream.rangeClosed(1, BURST)
        .mapToObj(number -> written.apply(number + " "))
        .collect(Collectors.joining());
  }

  /** Events behind a comment that makes them, as a chunk of HTTP, as long as the buffer. */
  private static String filled(String events) {
    int around = "1234\r\n".length() + ": \n\n".length() + "\r\n".length();
    return ": " + "x".repeat(BUFFER - around - events.length()) + "\n\n" + events;
  }

  private static TestModels models(OpenAiStub stub) {
    return TestModels.of(stub, "MODELS_CONNECTIONSMAX", String.valueOf(STREAMS));
  }

  private static Completion ask(TestModels test, Consumer<String> chunk) {
    return test.models.complete(
        ModelRequest.of(
            List.of(),
            TestModels.HELLO,
            AnswerOptions.DEFAULTS,
            piece -> chunk.accept(((Piece.Text) piece).text()),
            "trace"));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
