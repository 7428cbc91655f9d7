package dev.sessionmanager.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sessionmanager.SettableClock;
import dev.sessionmanager.http.HostileServer;
import dev.sessionmanager.http.HostileServer.Attack;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.http.TestHttp;
import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.DeliveryFailure.Kind;
import dev.sessionmanager.messaging.WebhookOutcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An Evolution that wants to end the service. */
class HostileEvolutionTest {

  private static final String ANA = "joyeria/5491133334444@s.whatsapp.net";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T12:00:00Z"));
  private final OutboundHttp http = TestHttp.http();
  private final HostileServer server = new HostileServer();
  private final EvolutionClient client = client();

  private EvolutionClient client() {
    TestSettings settings = new TestSettings();
    settings.version = "2";
    settings.answer = Duration.ofMillis(700);
    EvolutionSettings all = settings.at(server.url());
    return new EvolutionClient(
        http,
        all,
        new MessageReader(all, TestSettings.LIMITS, TestSettings.texts(), clock),
        ours -> WebhookOutcome.DUPLICATE,
        wrong -> {},
        TestSettings.texts(),
        clock);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    http.close();
  }

  private Kind sent() {
    return catchThrowableOfType(DeliveryFailure.class, () -> client.send(ANA, "Hola", "sm-1-0"))
        .kind();
  }

  @ParameterizedTest
  @EnumSource
  void isReadNoFurtherThanItMay(Attack attack) {
    attack.on(server);
    assertThat(sent()).isEqualTo(Kind.UNKNOWN);
    assertThat(client.check().up()).isFalse();
    assertThat(server.written()).isLessThan(4 * HostileServer.BUFFERED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void isNotUnpacked(String encoding) throws Exception {
    server.saysPackedZeros(encoding);
    assertThat(sent()).isEqualTo(Kind.UNKNOWN);
  }
}
