package dev.sessionmanager.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sessionmanager.SettableClock;
import dev.sessionmanager.channel.whatsapp.EvolutionStub.Fault;
import dev.sessionmanager.http.BrokenTls;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.http.TestHttp;
import dev.sessionmanager.messaging.Arrival;
import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.DeliveryFailure.Kind;
import dev.sessionmanager.messaging.MessengerContract;
import dev.sessionmanager.messaging.WebhookOutcome;
import dev.sessionmanager.problem.Health;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client of Evolution's API, against a stub of its real format on a real port. */
class EvolutionClientTest {

  private static final String ANA = "joyeria/5491133334444@s.whatsapp.net";
  private static final String HIDDEN = "joyeria/212345678901234@lid";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T12:00:00.4Z"));
  private final OutboundHttp http = TestHttp.http();
  private final EvolutionStub evolution = new EvolutionStub(clock);
  private final TestSettings settings = new TestSettings();
  private final Set<String> humans = new HashSet<>();
  private EvolutionClient client = client();

  private EvolutionClient client() {
    return client(http, evolution.url());
  }

  private EvolutionClient client(OutboundHttp http, String url) {
    EvolutionSettings all = settings.at(url);
    MessageReader reader =
        new MessageReader(
            all, TestSettings.numbers(all), TestSettings.LIMITS, TestSettings.texts(), clock);
    return new EvolutionClient(
        http,
        all,
        "",
        reader,
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

  private DeliveryFailure failed(String conversation, String text) {
    DeliveryFailure failure =
        catchThrowableOfType(
            DeliveryFailure.class, () -> client.send(conversation, text, "sm-1-0"));
    assertThat(failure).isNotNull();
    assertThat(failure.reason()).doesNotContain(EvolutionStub.KEY).doesNotContain(text);
    return failure;
  }

  @Test
  void sendsAsVersionTwoTakesIt() throws Exception {
    settings.typing = Duration.ofMillis(20);
    client = client();
    String id = client.send(ANA, "Hola 👋\nsegunda línea", "sm-1-0");
    assertThat(evolution.sent).hasSize(1);
    EvolutionStub.Sent sent = evolution.sent.getFirst();
    assertThat(sent.id()).isEqualTo(id);
    assertThat(sent.number()).isEqualTo("5491133334444");
    assertThat(sent.text()).isEqualTo("Hola 👋\nsegunda línea");
    assertThat(sent.body().path("delay").asInt(0)).isEqualTo(20);
    assertThat(client.reached()).isTrue();
  }

  @Test
  void sendsAsVersionOneTakesIt() throws Exception {
    evolution.version = "1.8.2";
    settings.typing = Duration.ofMillis(20);
    client = client();
    client.send(ANA, "Hola", "sm-1-0");
    assertThat(evolution.texts()).containsExactly("Hola");
    assertThat(evolution.sent.getFirst().body().at("/options/delay").asInt(0)).isEqualTo(20);
  }

  @Test
  void asksForTheVersionOnceAndNotWhereItIsSet() throws Exception {
    client.send(ANA, "uno", "sm-1-0");
    client.send(ANA, "dos", "sm-1-1");
    assertThat(evolution.requests.stream().filter(r -> r.path().equals("/"))).hasSize(1);
    evolution.version = "1.8.2";
    settings.version = "1";
    evolution.requests.clear();
    client = client();
    client.send(ANA, "tres", "sm-1-2");
    assertThat(evolution.requests).hasSize(1);
  }

  @Test
  void sendsToAHiddenNumberAndToAGroupByTheirWholeAddress() throws Exception {
    client.send(HIDDEN, "a", "sm-1-0");
    client.send("joyeria/120363041234567890@g.us", "b", "sm-2-0");
    assertThat(evolution.sent)
        .extracting(EvolutionStub.Sent::number)
        .containsExactly("212345678901234@lid", "120363041234567890@g.us");
  }

  @ParameterizedTest
  @CsvSource({
    "BROKEN_AFTER_SENDING, UNKNOWN, 1",
    "BROKEN_BEFORE_SENDING, UNKNOWN, 0",
    "FAILED_AFTER_SENDING, UNKNOWN, 1",
    "FAILED_BEFORE_SENDING, UNKNOWN, 0",
    "WHATSAPP_TIMED_OUT_AFTER_SENDING, UNKNOWN, 1",
    "NO_ID, UNKNOWN, 1",
    "NOT_JSON, UNKNOWN, 0",
    "BUSY, LATER, 0",
    "RATE_LIMITED, LATER, 0",
    "NOT_CONNECTED, LATER, 0",
    "NO_SUCH_NUMBER, REFUSED, 0",
    "NO_SUCH_INSTANCE, REFUSED, 0",
    "KEY_REVOKED, STOPPED, 0",
    "RATE_OVERLIMIT, LATER, 0",
    "NO_SESSIONS, LATER, 0",
    "TYPE_ERROR, UNKNOWN, 0",
    "THROWN_AFTER_SENDING, UNKNOWN, 1",
    "FORBIDDEN, REFUSED, 0",
    "INVALID, REFUSED, 0",
    "CLOUD_REFUSED, REFUSED, 0",
    "CLOUD_LIMIT, LATER, 0",
    "CLOUD_TOKEN, STOPPED, 0",
    "STATUS_ERROR, REFUSED, 0"
  })
  void tellsWhatAFailureMeansAndFindsWhatArrivedAllTheSame(Fault fault, Kind kind, int arrived)
      throws Exception {
    Instant since = clock.instant();
    evolution.next(fault);
    DeliveryFailure failure = failed(ANA, "Su anillo sale 10.000");
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retryAfter())
        .isEqualTo(fault == Fault.RATE_LIMITED ? Duration.ofSeconds(7) : null);
    assertThat(evolution.sent).hasSize(arrived);
    Optional<String> found = client.find(ANA, "Su anillo sale 10.000", "sm-1-0", since);
    assertThat(found).isEqualTo(evolution.sent.stream().map(EvolutionStub.Sent::id).findFirst());
  }

  @Test
  void doesNotKnowWhetherWhatWasNeverAnsweredWasSent() throws Exception {
    client.send(ANA, "antes", "sm-0-0"); // the version is known
    settings.answer = Duration.ofMillis(300);
    settings.version = "2";
    client.close();
    client = client();
    evolution.next(Fault.SILENT_AFTER_SENDING);
    assertThat(failed(ANA, "Hola").kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(client.reached()).isFalse();
    assertThat(client.find(ANA, "Hola", "sm-1-0", clock.instant())).isPresent();
    assertThat(client.reached()).isTrue();
  }

  @Test
  void doesNotKnowWhetherWhatBrokeOnceTheConnectionStoodWasSent() throws Exception {
    settings.version = "2";
    try (BrokenTls broken = new BrokenTls()) {
      client = client(broken.http(), broken.url());
      assertThat(failed(ANA, "Hola").kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(broken.requests).hasSize(1);
    }
  }

  @Test
  void knowsThatNothingWasSentWhereNobodyListens() throws Exception {
    evolution.close();
    assertThat(failed(ANA, "Hola").kind()).isEqualTo(Kind.LATER);
    settings.version = "2";
    client = client();
    assertThat(failed(ANA, "Hola").kind()).isEqualTo(Kind.LATER);
    assertThat(client.reached()).isFalse();
    assertThat(client.check().up()).isFalse();
  }

  @Test
  void refusesAWrongKey() throws Exception {
    settings.token = "wrong";
    client = client();
    assertThat(failed(ANA, "Hola").kind()).isEqualTo(Kind.STOPPED);
    assertThat(client.check())
        .isEqualTo(
            new Health(false, "Evolution refuses the key (401): check EVOLUTION_API_TOKEN."));
  }

  @Test
  void answersNobodyThroughAnotherNumber() {
    DeliveryFailure failure = failed("ferreteria/5491133334444@s.whatsapp.net", "Hola");
    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failed("joyeria/nobody", "Hola").kind()).isEqualTo(Kind.REFUSED);
    assertThat(evolution.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.3.4", "1.8.2"})
  void findsOnlyTheVeryMessage(String version) throws Exception {
    evolution.version = version;
    Instant since = clock.instant();
    evolution.keep("5491133334444@s.whatsapp.net", true, "OLD", "Hola", since.minusSeconds(60));
    evolution.keep("5491133334444@s.whatsapp.net", false, "HIS", "Hola", since);
    evolution.keep("5491166667777@s.whatsapp.net", true, "OTHER", "Hola", since);
    evolution.keep("5491133334444@s.whatsapp.net", true, "LONGER", "Hola, Ana", since);
    assertThat(client.find(ANA, "Hola", "sm-1-0", since)).isEmpty();
    evolution.keep("5491133334444@s.whatsapp.net", true, "IT", "Hola", since);
    assertThat(client.find(ANA, "Hola", "sm-1-0", since)).contains("IT");
    // The same words again are another message.
    assertThat(client.find(ANA, "Hola", "sm-2-0", since)).isEmpty();
    assertThat(client.find(ANA, "Hola", "sm-1-0", since)).contains("IT");
  }

  @Test
  void takesNoOtherSendOfTheSameWordsForTheOneOfUnknownOutcome() throws Exception {
    client.send(ANA, "No puedo ver imágenes", "sm-1-0");
    evolution.next(Fault.FAILED_BEFORE_SENDING);
    failed(ANA, "No puedo ver imágenes");
    assertThat(client.find(ANA, "No puedo ver imágenes", "sm-2-0", clock.instant())).isEmpty();
  }

  @Test
  void findsWhatIsKeptUnderTheHiddenNumber() throws Exception {
    evolution.keep("212345678901234@lid", true, "IT", "Hola", clock.instant());
    evolution.rewrite(
        "IT",
        m ->
            ((tools.jackson.databind.node.ObjectNode) m.path("key"))
                .put("remoteJidAlt", "5491133334444@s.whatsapp.net"));
    assertThat(client.find(ANA, "Hola", "sm-1-0", clock.instant())).contains("IT");
  }

  @Test
  void findsAmongManyPages() throws Exception {
    Instant since = clock.instant();
    evolution.keep("5491133334444@s.whatsapp.net", true, "IT", "Hola", since);
    for (int i = 0; i < 250; i++) {
      evolution.keep(
          "5491133334444@s.whatsapp.net", false, "C" + i, "ruido " + i, since.plusSeconds(1));
    }
    assertThat(client.find(ANA, "Hola", "sm-1-0", since)).contains("IT");
  }

  @Test
  void doesNotSayThatSomethingIsMissingWhereItCannotLook() {
    evolution.close();
    DeliveryFailure failure =
        catchThrowableOfType(
            DeliveryFailure.class, () -> client.find(ANA, "Hola", "sm-1-0", clock.instant()));
    assertThat(failure.kind()).isEqualTo(Kind.LATER);
  }

  @Test
  void seesAHumanWhoseWebhookHasNotComeYet() throws Exception {
    String ana = "5491133334444@s.whatsapp.net";
    client.send(ANA, "Hola, soy el bot", "sm-1-0");
    evolution.keep(ana, false, "C1", "¿y?", clock.instant());
    assertThat(client.heldBy(ANA)).isEmpty();
    evolution.keep("5491166667777@s.whatsapp.net", true, "H0", "a otro", clock.instant());
    assertThat(client.heldBy(ANA)).isEmpty();
    evolution.keep(ana, true, "H1", "Le atiendo yo", clock.instant());
    assertThat(client.heldBy(ANA)).contains("WhatsApp on the phone");
    // Told once: from here on it is the gateway that knows.
    assertThat(client.heldBy(ANA)).isEmpty();
    evolution.keep(ana, true, "H2", "Un momento", clock.instant());
    evolution.keep(ana, true, "H3", "#bot", clock.instant().plusSeconds(1));
    assertThat(client.heldBy(ANA)).isEmpty();
    evolution.keep(ana, true, "H4", "de hace rato", clock.instant().minusSeconds(3600));
    assertThat(client.heldBy(ANA)).isEmpty();
  }

  @Test
  void leavesAloneWhatAHumanHasAnsweredMeanwhile() throws Exception {
    String ana = "5491133334444@s.whatsapp.net";
    Instant since = clock.instant();
    evolution.keep(ana, false, "C1", "¿abren hoy?", since.plusSeconds(1));
    evolution.keep(ana, true, "H1", "Sí, hasta las 18", since.plusSeconds(2));
    evolution.keep(ana, false, "C2", "¿y mañana?", since.plusSeconds(3));
    evolution.keep("5491166667777@s.whatsapp.net", false, "C3", "hola", since.plusSeconds(1));
    clock.advance(Duration.ofMinutes(1));
    assertThat(client.missed(since)).extracting(Arrival::messageId).containsExactly("C3", "C2");
  }

  @Test
  void bringsWhatCustomersWroteMeanwhileOldestFirst() throws Exception {
    for (String version : List.of("2.3.4", "1.8.2")) {
      evolution.version = version;
      settings.version = version.substring(0, 1);
      client.close();
      client = client();
      Instant since = clock.instant();
      evolution.keep(
          "5491133334444@s.whatsapp.net", false, "B" + version, "dos", since.plusSeconds(2));
      evolution.keep(
          "5491133334444@s.whatsapp.net", false, "A" + version, "uno", since.plusSeconds(1));
      evolution.keep(
          "5491133334444@s.whatsapp.net", false, "0" + version, "viejo", since.minusSeconds(9));
      evolution.keep("status@broadcast", false, "S" + version, "historia", since.plusSeconds(1));
      clock.advance(Duration.ofMinutes(5));
      assertThat(client.missed(since))
          .extracting(Arrival::messageId)
          .containsExactly("A" + version, "B" + version);
      clock.advance(Duration.ofMinutes(5));
    }
  }

  @Test
  void looksThroughNoMoreThanItIsTold() throws Exception {
    settings.missedMax = 120;
    client = client();
    for (int i = 0; i < 300; i++) {
      evolution.keep(
          "5491133334444@s.whatsapp.net", false, "C" + i, "hola", clock.instant().plusSeconds(i));
    }
    Instant since = clock.instant().minusSeconds(1);
    clock.advance(Duration.ofMinutes(10));
    assertThat(client.missed(since)).hasSize(120).last().matches(a -> a.messageId().equals("C299"));
  }

  @Test
  void tellsAHumanWhereThereIsANumberForThat() throws Exception {
    client.handOver(MessengerContract.waiting(ANA), false);
    assertThat(evolution.requests).isEmpty();
    settings.handoverNumber = "+54 9 11 7777-8888";
    client = client();
    client.handOver(MessengerContract.waiting(ANA), false);
    client.handOver(MessengerContract.waiting(ANA), false);
    assertThat(evolution.sent).hasSize(1);
    assertThat(evolution.sent.getFirst().number()).isEqualTo("5491177778888");
    assertThat(evolution.sent.getFirst().text())
        .contains("Ana Pérez", "https://wa.me/5491133334444", "quiero hablar", "#bot");
  }

  @Test
  void checksTheConnectionToWhatsappToo() {
    assertThat(client.check().up()).isTrue();
    evolution.state = "close";
    assertThat(client.check().up()).isFalse();
    assertThat(client.check().detail()).contains("state: close");
    assertThat(evolution.requests).allMatch(r -> r.method().equals("GET"));
  }

  @Test
  void readsNoAnswerThatIsTooLarge() throws Exception {
    settings.answerMax = org.springframework.util.unit.DataSize.ofKilobytes(2);
    client = client();
    for (int i = 0; i < 50; i++) {
      evolution.keep("5491133334444@s.whatsapp.net", false, "C" + i, "hola", clock.instant());
    }
    DeliveryFailure failure =
        catchThrowableOfType(
            DeliveryFailure.class, () -> client.missed(clock.instant().minusSeconds(5)));
    assertThat(failure.kind()).isEqualTo(Kind.LATER);
  }
}
