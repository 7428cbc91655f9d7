package dev.sessionmanager.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sessionmanager.http.HostileServer;
import dev.sessionmanager.http.HostileServer.Attack;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Models whose provider wants to end the service. */
class HostileModelTest {

  /** Well before a time-out of ours: what ends such an answer is its size. */
  private static final Duration MOST = Duration.ofSeconds(25);

  private final HostileServer server = new HostileServer();

  @AfterEach
  void close() {
    server.close();
  }

  static Stream<Arguments> attacks() {
    return Stream.of("vllm", "ollama")
        .flatMap(provider -> Stream.of(Attack.values()).map(a -> Arguments.of(provider, a)));
  }

  private TestModels models(String provider, String answerMax) {
    return TestModels.with(
        "OLLAMA_URL", "",
        "MODELS_MORE_0_PROVIDER", provider,
        "MODELS_MORE_0_URL", server.url(),
        "MODELS_MORE_0_MODEL", "m",
        "MODELS_ANSWERMAX", answerMax,
        "LLM_MAX_RETRIES", "0",
        "LLM_TIMEOUT_SECONDS", "0.7");
  }

  private static Kind kind(Attack attack) {
    return switch (attack.reason()) {
      // Of an error no more is read than an error has.
      case TOO_LARGE -> attack == Attack.REFUSAL ? Kind.MODEL_FAILED : Kind.MODEL_UNREADABLE;
      case TOO_LATE -> Kind.MODEL_TIMED_OUT;
      default -> Kind.MODEL_BROKE_OFF;
    };
  }

  private static Kind plainRefusal(TestModels test) {
    return catchThrowableOfType(Problem.class, test::askPlainly).kind();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void areReadNoFurtherThanTheyMay(String provider, Attack attack) {
    attack.on(server);
    try (TestModels test = models(provider, "64KB")) {
      assertThat(plainRefusal(test)).isEqualTo(kind(attack));
      assertThat(test.refusal().kind()).as("streamed").isEqualTo(kind(attack));
      assertThat(server.written()).isLessThan(2 * HostileServer.BUFFERED);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INFORMATIONAL_ANSWERS", "CHUNK_EXTENSIONS", "BODY", "DRIPPING_BODY"})
  void areLookedAtNoFurtherThanTheyMay(Attack attack) {
    attack.on(server);
    long start = System.nanoTime();
    try (TestModels test = models("vllm", "64KB");
        TestModels found = TestModels.with("OLLAMA_URL", server.url())) {
      var _ = test.models.check();
      assertThat(found.models.check().up()).isFalse();
    }
    assertThat(server.written()).isLessThan(3 * HostileServer.BUFFERED);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MOST);
  }

  @ParameterizedTest
  @CsvSource({"vllm, gzip", "vllm, deflate", "ollama, gzip", "ollama, deflate"})
  void areNotUnpacked(String provider, String encoding) throws Exception {
    server.saysPackedZeros(encoding);
    try (TestModels test = models(provider, "1MB")) {
      assertThat(plainRefusal(test)).isEqualTo(Kind.MODEL_UNREADABLE);
      assertThat(test.refusal().kind()).as("streamed").isEqualTo(Kind.MODEL_UNREADABLE);
    }
  }

  /** Each is a stream as it should be, but for its end. */
  @ParameterizedTest
  @CsvSource({
    "vllm, MODEL_UNREADABLE, 'data: '",
    "vllm, MODEL_UNREADABLE, 'data: x;'",
    "vllm, MODEL_UNREADABLE, 'event: x;'",
    "vllm, MODEL_UNREADABLE, ': still here;'",
    "vllm, MODEL_UNREADABLE, ';'",
    "vllm, MODEL_UNREADABLE, 'data: {};;'",
    "ollama, MODEL_UNREADABLE, '{'",
    "ollama, MODEL_UNREADABLE, ';'",
    "ollama, MODEL_UNREADABLE, '{};'"
  })
  void areStreamedNoFurtherThanTheyMay(String provider, Kind kind, String repeated) {
    server.says("HTTP/1.1 200 OK\r\n\r\n", repeated.replace(';', '\n'));
    long start = System.nanoTime();
    try (TestModels test =
        TestModels.with(
            "OLLAMA_URL", "",
            "MODELS_MORE_0_PROVIDER", provider,
            "MODELS_MORE_0_URL", server.url(),
            "MODELS_MORE_0_MODEL", "m",
            "LLM_MAX_RETRIES", "0")) {
      assertThat(test.refusal().kind()).isEqualTo(kind);
    }
    assertThat(server.written()).isLessThan(2 * HostileServer.BUFFERED);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MOST);
  }
}
