package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.SettableClock;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.http.TestHttp;
import dev.sessionmanager.messaging.HostileProviderContract;
import dev.sessionmanager.messaging.Messenger;
import dev.sessionmanager.messaging.WebhookOutcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;

/** An Evolution that wants to end the service. */
class HostileEvolutionTest extends HostileProviderContract {

  private static final String ANA = "joyeria/5491133334444@s.whatsapp.net";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T12:00:00Z"));
  private final OutboundHttp http = TestHttp.http();
  private final EvolutionClient client = client();

  private EvolutionClient client() {
    TestSettings settings = new TestSettings();
    settings.version = "2";
    settings.answer = Duration.ofMillis(700);
    EvolutionSettings all = settings.at(server.url());
    return new EvolutionClient(
        http,
        all,
        "",
        new MessageReader(
            all, TestSettings.numbers(all), TestSettings.LIMITS, TestSettings.texts(), clock),
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

  @Override
  protected Messenger messenger() {
    return client;
  }

  @Override
  protected String conversation() {
    return ANA;
  }

  @Override
  protected int calls() {
    return 4;
  }
}
