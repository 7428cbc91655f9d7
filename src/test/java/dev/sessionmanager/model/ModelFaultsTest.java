package dev.sessionmanager.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.model.ModelStub.Answer;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of providers that are slow, broken, full, wrong or hostile. */
class ModelFaultsTest {

  private static final Answer FAILED = OpenAiStub.error(500, "server_error", "");

  private final OpenAiStub stub = new OpenAiStub();

  @AfterEach
  void close() {
    stub.close();
  }

  private static Answer stream(String... pieces) {
    return exchange -> {
      OpenAiStub.begin(exchange);
      for (String piece : pieces) {
        exchange.piece(piece);
      }
      exchange.end();
    };
  }

  @ParameterizedTest
  @CsvSource({
    "400, context_length_exceeded, context_too_long",
    "413, rate_limit_exceeded, context_too_long",
    "400, content_filter, content_refused",
    "400, content_policy_violation, content_refused",
    "401, invalid_api_key, model_key_rejected",
    "403, forbidden, model_key_rejected",
    "402, payment_required, model_quota",
    "429, insufficient_quota, model_quota",
    "404, model_not_found, model_missing",
    "400, model_decommissioned, model_missing",
    "404, no_such_path, model_rejected",
    "400, unsupported_value, model_rejected",
    "301, moved, model_rejected",
  })
  void neverRetriesWhatWouldFailAgain(int status, String code, String problem) {
    try (TestModels test = TestModels.of(stub)) {
      stub.next(OpenAiStub.error(status, "some_error", code));
      Problem refusal = test.refusal();
      assertThat(refusal.kind().code()).isEqualTo(problem);
      assertThat(stub.requests).hasSize(1);
      assertThat(refusal.arguments().toString()).doesNotContain("sk-secret", "10.0.0.1");
    }
  }

  @Test
  void namesTheSettingOfARejectedKeyAndOfAWrongAddress() {
    try (TestModels test = TestModels.of(stub)) {
      stub.next(OpenAiStub.error(401, "invalid_request_error", "invalid_api_key"));
      assertThat(test.refusal().arguments()).containsExactly("LLM_API_KEY");
      stub.next(ModelStub.json(404, "404 page not found"));
      assertThat(test.refusal().setting()).isEqualTo("LLM_URL");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "500, model_failed",
    "502, model_failed",
    "503, model_busy",
    "529, model_busy",
    "429, model_busy",
    "409, model_busy",
    "408, model_timed_out"
  })
  void retriesWhatMayPassAndThenSaysWhatItWas(int status, String problem) {
    try (TestModels test = TestModels.of(stub)) {
      Answer answer = OpenAiStub.error(status, "some_error", "x");
      stub.next(answer, answer, answer, answer);
      assertThat(test.refusal().kind().code()).isEqualTo(problem);
      assertThat(stub.requests).hasSize(4);
      assertThat(test.waits)
          .extracting(wait -> Math.round(wait.toMillis() / 100.0))
          .containsExactly(5L, 10L, 20L);
    }
  }

  @Test
  void answersAfterAFailureThatPassed() {
    try (TestModels test = TestModels.of(stub)) {
      stub.next(FAILED, ModelStub.Exchange::reset);
      assertThat(test.ask().text()).isEqualTo("Hola, mundo.");
      assertThat(test.askPlainly().text()).isEqualTo("Hola, mundo.");
      assertThat(stub.requests).hasSize(4);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "retry-after, 2, 2000",
    "retry-after, '  4.5 ', 4500",
    "retry-after-ms, 1500, 1500",
    "Retry-After, 'Sat, 21 Nov 2026 10:00:03 GMT', 3000",
    "Retry-After, 'Sat, 21 Nov 2026 09:00:00 GMT', 0",
    "x-ratelimit-reset-tokens, 4.96s, 4960",
    "x-ratelimit-reset-requests, 120ms, 120"
  })
  void waitsAsLongAsABusyProviderAsks(String header, String value, long millis) {
    try (TestModels test = TestModels.of(stub)) {
      stub.next(OpenAiStub.error(429, "tokens", "rate_limit_exceeded", header, value));
      assertThat(test.ask().text()).isEqualTo("Hola, mundo.");
      assertThat(test.waits).containsExactly(Duration.ofMillis(millis));
    }
  }

  @Test
  void givesUpWhereTheWaitIsTooLongAndSaysHowLong() {
    try (TestModels test = TestModels.of(stub)) {
      stub.next(
          OpenAiStub.error(
              429,
              "requests",
              "rate_limit_exceeded",
              "x-ratelimit-remaining-tokens",
              "5000",
              "x-ratelimit-reset-tokens",
              "10h",
              "x-ratelimit-remaining-requests",
              "0",
              "x-ratelimit-reset-requests",
              "2m59.56s"));
      Problem refusal = test.refusal();
      assertThat(refusal.kind()).isEqualTo(Kind.MODEL_BUSY);
      assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMillis(179_560));
      assertThat(test.waits).isEmpty();
      assertThat(stub.requests).hasSize(1);
    }
  }

  @Test
  void givesUpWhereTheWaitIsLongerThanTheTimeLeft() {
    try (TestModels test = TestModels.of(stub, "LLM_TIMEOUT_SECONDS", "2")) {
      stub.next(OpenAiStub.error(429, "requests", "x", "retry-after", "3"));
      assertThat(test.refusal().retryAfter()).isEqualTo(Duration.ofSeconds(3));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"error\":{\"message\":\"Internal\",\"type\":\"server_error\",\"code\":null}}\n\n",
        "data: {\"error\":\"boom\"}\n\n",
        "event: error\ndata: {\"message\":\"boom\"}\n\n",
        ""
      })
  void breaksOffWhereAStreamHasAnErrorInItsMiddleOrNoLastLine(String trouble) {
    try (TestModels test = TestModels.of(stub)) {
      String[] pieces =
          trouble.isEmpty()
              ? new String[] {OpenAiStub.content("Ho")}
              : new String[] {OpenAiStub.content("Ho"), trouble, OpenAiStub.content("la")};
      stub.next(stream(pieces));
      assertThat(test.refusal().kind()).isEqualTo(Kind.MODEL_BROKE_OFF);
      assertThat(test.pieces).containsExactly("Ho");
      assertThat(stub.requests).as("nothing is asked again after a piece").hasSize(1);
    }
  }

  @Test
  void isNotTakenInByATextAboutErrors() {
    try (TestModels test = TestModels.of(stub)) {
      String text = "{\"error\": {\"message\": \"x\"}}\ndata: [DONE]\n\n";
      stub.next(OpenAiStub.text(text));
      assertThat(test.ask().text()).isEqualTo(text);
    }
  }

  @Test
  void asksAgainWhereAStreamFailsBeforeItsFirstPiece() {
    try (TestModels test = TestModels.of(stub)) {
      stub.next(stream("data: {\"error\":{\"message\":\"Overloaded\",\"code\":503}}\n\n"));
      assertThat(test.ask().text()).isEqualTo("Hola, mundo.");
      assertThat(stub.requests).hasSize(2);
    }
  }

  @Test
  void breaksOffWhereTheConnectionIsResetInTheMiddle() {
    try (TestModels test = TestModels.of(stub)) {
      stub.next(exchange -> {
        OpenAiStub.begin(exchange);
        exchange.piece(OpenAiStub.content("Ho"));
        exchange.reset();
      });
      assertThat(test.refusal().kind()).isEqualTo(Kind.MODEL_BROKE_OFF);
      assertThat(stub.requests).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>It works!</html>",
        "",
        "[]",
        "null",
        "{}",
        "{\"choices\":[]}",
        "data: nonsense\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":[1]}}]}\n\n",
        "data: [DONE]\n\n",
        "data: 7\n\ndata: [DONE]\n\n"
      })
  void cannotReadGarbage(String body) {
    try (TestModels test = TestModels.of(stub)) {
      Answer answer = exchange -> exchange.whole(200, "text/event-stream", body);
      stub.next(answer);
      assertThat(test.refusal().kind()).isEqualTo(Kind.MODEL_UNREADABLE);
      stub.next(answer);
      assertThatThrownBy(test::askPlainly)
          .isInstanceOfSatisfying(
              Problem.class, p -> assertThat(p.kind()).isEqualTo(Kind.MODEL_UNREADABLE));
      assertThat(stub.requests).hasSize(2);
    }
  }

  @Test
  void readsNoMoreThanItMay() {
    try (TestModels test = TestModels.of(stub, "MODELS_ANSWERMAX", "64KB")) {
      String line = "data: " + "x".repeat(70_000);
      stub.next(exchange -> {
        OpenAiStub.begin(exchange);
        exchange.piece(line);
        exchange.hang();
      });
      assertThat(test.refusal().setting()).isEqualTo("LLM_ANSWER_MAX_BYTES");
      stub.next(ModelStub.json(200, "x".repeat(70_000)));
      assertThatThrownBy(test::askPlainly)
          .isInstanceOfSatisfying(
              Problem.class, p -> assertThat(p.setting()).isEqualTo("LLM_ANSWER_MAX_BYTES"));
    }
  }

  @Test
  void readsALongLineAndLettersThatAreCutInTwo() {
    String text = "ñandú ".repeat(5_000) + "👋";
    try (TestModels test = TestModels.of(stub)) {
      stub.next(OpenAiStub.text(text));
      assertThat(test.ask().text()).isEqualTo(text);
    }
  }

  @Test
  void timesOutWhereTheFirstTokenIsLate() {
    try (TestModels test = TestModels.of(stub, "MODELS_FIRSTTOKENTIMEOUT", "200ms")) {
      stub.next(ModelStub.silence());
      Problem refusal = test.refusal();
      assertThat(refusal.kind()).isEqualTo(Kind.MODEL_TIMED_OUT);
      assertThat(refusal.setting()).isEqualTo("LLM_FIRST_TOKEN_TIMEOUT");
      assertThat(stub.requests).hasSize(1);
      assertThat(stub.clientLeft(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void timesOutWhereAStreamStandsStill() {
    try (TestModels test = TestModels.of(stub, "MODELS_IDLETIMEOUT", "200ms")) {
      stub.next(exchange -> {
        OpenAiStub.begin(exchange);
        exchange.piece(OpenAiStub.content("Ho"));
        exchange.hang();
      });
      assertThat(test.refusal().setting()).isEqualTo("LLM_IDLE_TIMEOUT");
      assertThat(stub.clientLeft(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void timesOutAsAWholeWhetherOrNotItStreams() {
    try (TestModels test = TestModels.of(stub, "LLM_TIMEOUT_SECONDS", "0.3")) {
      stub.next(ModelStub.silence(), ModelStub.silence());
      assertThat(test.refusal().setting()).isEqualTo("LLM_TIMEOUT_SECONDS");
      assertThatThrownBy(test::askPlainly)
          .isInstanceOfSatisfying(
              Problem.class, p -> assertThat(p.setting()).isEqualTo("LLM_TIMEOUT_SECONDS"));
    }
  }

  @Test
  void hasTheAnswerWhereOnlyTheConnectionIsLeftHangingAfterIt() {
    try (TestModels test = TestModels.of(stub)) {
      stub.next(exchange -> {
        OpenAiStub.begin(exchange);
        exchange.piece(OpenAiStub.content("Hola"));
        exchange.piece(OpenAiStub.chunk("{}", "\"stop\"") + "data: [DONE]\n\n");
        exchange.hang();
      });
      assertThat(test.ask().text()).isEqualTo("Hola");
      assertThat(stub.clientLeft(5, TimeUnit.SECONDS)).isTrue();
      assertThat(test.ask().text()).isEqualTo("Hola, mundo.");
    }
  }

  @Test
  void cannotReachWhatIsNotThere() {
    try (TestModels test = TestModels.of(stub)) {
      stub.stop();
      assertThat(test.refusal().kind()).isEqualTo(Kind.MODEL_UNREACHABLE);
      assertThat(test.waits).hasSize(3);
    }
  }

  @Test
  void saysWhenAllConnectionsAreInUse() throws Exception {
    try (TestModels test =
        TestModels.of(stub, "MODELS_CONNECTIONSMAX", "1", "MODELS_CONNECTTIMEOUT", "100ms")) {
      CountDownLatch asked = new CountDownLatch(1);
      stub.next(exchange -> {
        asked.countDown();
        exchange.hang();
      });
      Thread other = Thread.startVirtualThread(test::refusal);
      assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
      Problem refusal = test.refusal();
      assertThat(refusal.kind()).isEqualTo(Kind.OVERLOADED);
      assertThat(refusal.setting()).isEqualTo("LLM_CONNECTIONS_MAX");
      other.interrupt();
      other.join();
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void closesTheConnectionWithinASecondOfAnInterrupt(boolean virtual, boolean begun)
      throws Exception {
    try (TestModels test = TestModels.of(stub)) {
      CountDownLatch asked = new CountDownLatch(1);
      stub.next(exchange -> {
        if (begun) {
          OpenAiStub.begin(exchange);
          exchange.piece(OpenAiStub.content("Ho"));
        }
        asked.countDown();
        exchange.hang();
      });
      AtomicReference<Object> outcome = new AtomicReference<>();
      Runnable asking =
          () -> {
            try {
              outcome.set(test.ask());
            } catch (CancellationException cancelled) {
              outcome.set(Thread.currentThread().isInterrupted());
            }
          };
      Thread thread =
          virtual ? Thread.ofVirtual().start(asking) : Thread.ofPlatform().start(asking);
      assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
      thread.interrupt();
      assertThat(stub.clientLeft(1, TimeUnit.SECONDS)).isTrue();
      thread.join();
      assertThat(outcome.get()).as("cancelled with its interrupt kept").isEqualTo(true);
      assertThat(stub.requests).hasSize(1);
    }
  }

  @Test
  void stopsWaitingForARetryWhenInterrupted() {
    try (TestModels test = TestModels.of(stub)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(test::ask).isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(stub.requests).isEmpty();
    }
  }

  @Test
  void closesTheConnectionWhenTheReaderOfThePiecesHasGone() {
    try (TestModels test = TestModels.of(stub)) {
      stub.next(exchange -> {
        OpenAiStub.begin(exchange);
        exchange.piece(OpenAiStub.content("Ho"));
        exchange.hang();
      });
      IllegalStateException gone = new IllegalStateException("gone");
      assertThatThrownBy(() ->
              test.models.complete(
                  ModelRequest.of(
                      List.of(),
                      TestModels.HELLO,
                      AnswerOptions.DEFAULTS,
                      piece -> {
                        throw gone;
                      },
                      "t")))
          .isSameAs(gone);
      assertThat(stub.clientLeft(1, TimeUnit.SECONDS)).isTrue();
      assertThat(stub.requests).hasSize(1);
    }
  }

  @Test
  void leavesAFailingProviderAloneForAWhile() {
    try (TestModels test = TestModels.of(stub, "LLM_MAX_RETRIES", "0")) {
      stub.next(FAILED, FAILED, FAILED, FAILED, FAILED);
      for (int i = 0; i < 5; i++) {
        assertThat(test.refusal().kind()).isEqualTo(Kind.MODEL_FAILED);
      }
      Problem open = test.refusal();
      assertThat(open.kind()).isEqualTo(Kind.MODEL_UNREACHABLE);
      assertThat(open.retryAfter()).isEqualTo(Duration.ofSeconds(15));
      assertThat(stub.requests).hasSize(5);

      test.clock.advance(Duration.ofSeconds(16));
      stub.next(FAILED, FAILED);
      test.refusal();
      test.refusal();
      assertThat(test.refusal().kind()).as("two tries failed").isEqualTo(Kind.MODEL_UNREACHABLE);
      assertThat(stub.requests).hasSize(7);

      test.clock.advance(Duration.ofSeconds(16));
      for (int i = 0; i < 3; i++) {
        assertThat(test.ask().text()).isEqualTo("Hola, mundo.");
      }
    }
  }

  @Test
  void doesNotLeaveAProviderAloneForWhatTheCallersDidWrong() {
    try (TestModels test = TestModels.of(stub, "LLM_MAX_RETRIES", "0")) {
      for (int i = 0; i < 12; i++) {
        stub.next(OpenAiStub.error(i % 2 == 0 ? 400 : 429, "x", "x"));
        test.refusal();
      }
      assertThat(test.ask().text()).isEqualTo("Hola, mundo.");
    }
  }

  @Test
  void refusesContentThatTheProviderFilteredWhole() {
    try (TestModels test = TestModels.of(stub)) {
      stub.next(stream(OpenAiStub.chunk("{}", "\"content_filter\"") + "data: [DONE]\n\n"));
      assertThat(test.refusal().kind()).isEqualTo(Kind.CONTENT_REFUSED);
    }
  }

  @Test
  void breaksOffWhereOllamaEndsWithoutItsLastLineOrWithAnError() {
    try (OllamaStub ollama = new OllamaStub();
        TestModels test = TestModels.of(ollama)) {
      for (String trouble :
          List.of("", "{\"error\":\"model runner has unexpectedly stopped\"}\n")) {
        ollama.next(exchange -> {
          OllamaStub.begin(exchange);
          exchange.piece(OllamaStub.content("Ho"));
          exchange.piece(trouble.isEmpty() ? "\n" : trouble);
          exchange.end();
        });
        assertThat(test.refusal().kind()).isEqualTo(Kind.MODEL_BROKE_OFF);
      }
      assertThat(ollama.requests).hasSize(2);
      ollama.next(ModelStub.json(404, "{\"error\":\"model 'llama3.2:1b' not found\"}"));
      Problem missing = test.refusal();
      assertThat(missing.kind()).isEqualTo(Kind.MODEL_MISSING);
      assertThat(missing.arguments()).containsExactly("llama3.2:1b", 1);
      ollama.next(exchange -> exchange.whole(200, "application/x-ndjson", "nonsense\n"));
      assertThat(test.refusal().kind()).isEqualTo(Kind.MODEL_UNREADABLE);
    }
  }

  @Test
  void refusesWhatOllamaWouldCutSilently() {
    try (OllamaStub ollama = new OllamaStub();
        TestModels test = TestModels.of(ollama, "MODELS_OLLAMA_NUMCTXMAX", "4096")) {
      assertThatThrownBy(
              () -> test.ask(List.of(Message.user("x".repeat(20_000))), AnswerOptions.DEFAULTS))
          .isInstanceOfSatisfying(
              Problem.class, p -> assertThat(p.setting()).isEqualTo("OLLAMA_NUM_CTX_MAX"));
      assertThat(ollama.requests).isEmpty();
    }
  }
}
