package dev.sessionmanager.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sessionmanager.http.HostileServer;
import dev.sessionmanager.http.HostileServer.Attack;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.http.TestHttp;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** The runtime's client against a runtime that wants to end it. */
class HostileRuntimeTest {

  private static final Duration TIME = Duration.ofMillis(700);

  private final OutboundHttp http = TestHttp.http();
  private final HostileServer server = new HostileServer();
  private final RuntimeClient client =
      new RuntimeClient(
          http,
          new RuntimeSettings(
              URI.create(server.url()),
              TIME,
              TIME,
              TIME,
              Duration.ofSeconds(60),
              4,
              DataSize.ofKilobytes(64)),
          new SimpleMeterRegistry(),
          Clock.systemUTC());

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    http.close();
  }

  private static Kind refusal(ThrowingCallable call) {
    Problem problem = catchThrowableOfType(Problem.class, call);
    assertThat(problem).isNotNull();
    return problem.kind();
  }

  private static Kind kind(Attack attack) {
    return switch (attack.reason()) {
      case TOO_LARGE -> Kind.RUNTIME_UNREADABLE;
      case TOO_LATE -> Kind.RUNTIME_TIMED_OUT;
      default -> Kind.RUNTIME_BROKE_OFF;
    };
  }

  @ParameterizedTest
  @EnumSource
  void isReadNoFurtherThanItMay(Attack attack) {
    attack.on(server);
    assertThat(refusal(client::status)).isEqualTo(kind(attack));
    assertThat(refusal(() -> client.launch(List.of("vfs"), Map::of))).isEqualTo(kind(attack));
    // A question is asked twice where the first broke off, and launching is not.
    assertThat(server.written()).isLessThan(3 * HostileServer.BUFFERED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void isNotUnpacked(String encoding) throws Exception {
    server.saysPackedZeros(encoding);
    assertThat(refusal(client::status)).isEqualTo(Kind.RUNTIME_UNREADABLE);
  }
}
