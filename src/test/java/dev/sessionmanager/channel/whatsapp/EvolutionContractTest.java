package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.channel.whatsapp.EvolutionStub.Sent;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.http.TestHttp;
import dev.sessionmanager.messaging.Messenger;
import dev.sessionmanager.messaging.MessengerContract;
import dev.sessionmanager.messaging.WebhookOutcome;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** What every messenger promises, held against Evolution. */
class EvolutionContractTest extends MessengerContract {

  private static final String ANA = "5491133334444";
  private static final String HUMAN = "5491177778888";

  private final Clock clock = Clock.systemUTC();
  private final OutboundHttp http = TestHttp.http();
  private final EvolutionStub evolution = new EvolutionStub(clock);
  private final Set<String> humans = new HashSet<>();
  private final EvolutionClient client = client();
  private int held;

  private EvolutionClient client() {
    TestSettings settings = new TestSettings();
    settings.version = "2";
    settings.answer = Duration.ofMillis(500);
    settings.handoverNumber = HUMAN;
    EvolutionSettings all = settings.at(evolution.url());
    return new EvolutionClient(
        http,
        all,
        "",
        new MessageReader(
            all, TestSettings.numbers(all), TestSettings.LIMITS, TestSettings.texts(), clock),
        ours -> humans.add(ours.id()) ? WebhookOutcome.SILENCED : WebhookOutcome.DUPLICATE,
        wrong -> {},
        TestSettings.texts(),
        clock);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    http.close();
    evolution.close();
  }

  @Override
  protected Messenger messenger() {
    return client;
  }

  @Override
  protected String conversation() {
    return EvolutionStub.INSTANCE + '/' + ANA + "@s.whatsapp.net";
  }

  @Override
  protected List<String> arrived() {
    return evolution.sent.stream().filter(s -> s.number().equals(ANA)).map(Sent::text).toList();
  }

  @Override
  protected void fault(Fault fault) {
    if (fault == Fault.REFUSES_CONNECTIONS) {
      evolution.close();
      return;
    }
    evolution.always =
        switch (fault) {
          case BREAKS_OFF -> EvolutionStub.Fault.BROKEN_AFTER_SENDING;
          case HANGS -> EvolutionStub.Fault.SILENT_AFTER_SENDING;
          case UNAUTHORIZED -> EvolutionStub.Fault.KEY_REVOKED;
          case NO_SUCH_CONVERSATION -> EvolutionStub.Fault.NO_SUCH_NUMBER;
          case INVALID -> EvolutionStub.Fault.INVALID;
          case TOO_MANY -> EvolutionStub.Fault.RATE_LIMITED;
          case FAILS -> EvolutionStub.Fault.FAILED_BEFORE_SENDING;
          case TALKS_NONSENSE, REFUSES_CONNECTIONS -> EvolutionStub.Fault.NONSENSE;
        };
  }

  @Override
  protected void held(boolean byHuman) {
    evolution.keep(
        ANA + "@s.whatsapp.net",
        true,
        "HELD" + held++,
        byHuman ? "Le atiendo yo" : "#bot",
        clock.instant());
  }

  @Override
  protected void customerWrites(String text, String messageId, Instant at) {
    evolution.keep(ANA + "@s.whatsapp.net", false, messageId, text, at);
  }

  @Override
  protected boolean handedOver() {
    return evolution.sent.stream().filter(s -> s.number().equals(HUMAN)).count() == 1;
  }

  @Override
  protected String secret() {
    return EvolutionStub.KEY;
  }
}
