package dev.sessionmanager.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.SettableClock;
import dev.sessionmanager.channel.whatsapp.EvolutionStub.Fault;
import dev.sessionmanager.channel.whatsapp.EvolutionStub.Sent;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** WhatsApp from end to end: Evolution's webhook, the gateway, an agent, Evolution's API. */
class WhatsappTest {

  private static final String ANA = "5491133334444";

  private final EchoAgent echo = new EchoAgent("eco", Agent.Kind.PERSONA);
  private final SettableClock theirs = new SettableClock(Instant.now());
  private final EvolutionStub evolution = new EvolutionStub(theirs);
  private Service service;

  @BeforeEach
  void start() {
    service = service();
  }

  private Service service(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "EVOLUTION_API_URL=" + evolution.url(),
                "EVOLUTION_API_TOKEN=" + EvolutionStub.KEY,
                "INSTANCE_NAME=joyeria",
                "WHATSAPP_AGENT=eco",
                "evolution.typing-delay=0s",
                "evolution.answer-timeout=500ms"));
    settings.addAll(List.of(more));
    return Service.startWith(List.of(echo), settings.toArray(String[]::new));
  }

  @AfterEach
  void stop() {
    service.close();
    evolution.close();
  }

  /** Lets both clocks run, a second at a time, until something is so. */
  private void until(BooleanSupplier so) throws InterruptedException {
    for (int i = 0; i < 300 && !so.getAsBoolean(); i++) {
      pass();
    }
    assertThat(so.getAsBoolean()).as("what was waited for").isTrue();
  }

  private void pass() throws InterruptedException {
    service.clock.advance(Duration.ofSeconds(1));
    theirs.advance(Duration.ofSeconds(1));
    var _ = evolution.sends(Duration.ofMillis(50));
  }

  private void passes(int seconds) throws InterruptedException {
    for (int i = 0; i < seconds; i++) {
      pass();
    }
  }

  private void webhook(String body) {
    String now = Long.toString(service.clock.instant().getEpochSecond());
    Service.Answer answer = service.post("/webhook/evolution", body.replace("1763722800", now));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
  }

  private void writes(String id, String text) {
    webhook(WebhookTest.message(id, text));
  }

  private List<String> answers() {
    return evolution.sent.stream().filter(s -> s.number().equals(ANA)).map(Sent::text).toList();
  }

  @Test
  void answersABurstOnceAndEveryDuplicateNever() throws Exception {
    writes("M1", "Hola");
    writes("M2", "¿tienen anillos?");
    writes("M1", "Hola");
    until(() -> !answers().isEmpty());
    writes("M2", "¿tienen anillos?");
    passes(30);
    assertThat(answers()).singleElement().asString().contains("Hola", "¿tienen anillos?");
  }

  @Test
  void saysHonestlyWhatItCannotHearWithoutAskingAnAgent() throws Exception {
    webhook(WebhookTest.file("v2-audio"));
    until(() -> !answers().isEmpty());
    assertThat(answers()).singleElement().asString().startsWith("No puedo escuchar audios");
    assertThat(echo.askedTimes()).isZero();
  }

  @Test
  void sendsNothingTwiceWhereTheOutcomeIsUnknown() throws Exception {
    evolution.next(
        Fault.SILENT_AFTER_SENDING, Fault.FAILED_BEFORE_SENDING, Fault.BROKEN_AFTER_SENDING);
    writes("M1", "uno");
    until(() -> answers().size() == 1);
    passes(30);
    writes("M2", "dos");
    until(() -> answers().size() == 2);
    passes(60);
    assertThat(answers()).containsExactly("uno", "dos");
  }

  @Test
  void isNotSilencedByAnEchoOfItsOwn() throws Exception {
    writes("M1", "uno");
    until(() -> answers().size() == 1);
    Sent sent = evolution.sent.getFirst();
    webhook(
        WebhookTest.file("v2-from-me")
            .replaceAll("3A9F21C8D7E64B05A1\\d\\d", sent.id())
            .replace("Buenas, le atiendo yo", sent.text()));
    writes("M2", "dos");
    until(() -> answers().size() == 2);
  }

  @Test
  void isSilentWhileAHumanWritesOnThePhone() throws Exception {
    EchoAgent.Hanging hanging = echo.hangsAfter("a medias");
    writes("M1", "uno");
    until(() -> echo.askedTimes() == 1);
    webhook(WebhookTest.file("v2-from-me"));
    hanging.release();
    passes(30);
    echo.repeats();
    writes("M2", "dos");
    passes(30);
    assertThat(answers()).isEmpty();
    webhook(
        WebhookTest.file("v2-from-me")
            .replaceAll("3A9F21C8D7E64B05A1\\d\\d", "BACK")
            .replace("Buenas, le atiendo yo", "#bot"));
    writes("M3", "tres");
    until(() -> !answers().isEmpty());
    assertThat(answers()).last().asString().contains("tres");
  }

  @Test
  void tellsTheNumberForItAndGoesOnUntilAHumanWrites() throws Exception {
    service.close();
    service = service("EVOLUTION_HANDOVER_NUMBER=+54 9 11 7777-8888");
    echo.does((prompt, chunk) ->
        prompt.text().contains("persona")
            ? Reply.of("Aviso al equipo.").withMeta(Map.of("mark", "human", "reason", "asked"))
            : Reply.of(prompt.text()));
    writes("M1", "hola, quiero hablar con una persona por un cambio");
    until(() -> evolution.sent.size() == 2);
    assertThat(answers()).singleElement().isEqualTo("Aviso al equipo.");
    Sent notice = evolution.sent.getLast();
    assertThat(notice.number()).isEqualTo("5491177778888");
    assertThat(notice.text()).contains("https://wa.me/" + ANA, "por un cambio", "#bot");
    writes("M2", "¿tienen alianzas?");
    until(() -> answers().size() == 2);
    assertThat(answers()).last().isEqualTo("¿tienen alianzas?");
    webhook(WebhookTest.file("v2-from-me"));
    writes("M3", "gracias");
    passes(30);
    assertThat(answers()).hasSize(2);
    assertThat(evolution.sent).hasSize(3);
  }

  @Test
  void seesAHumanWhoseWebhookWasLostBeforeItSends() throws Exception {
    writes("M1", "uno");
    evolution.keep(ANA + "@s.whatsapp.net", true, "HUMAN", "Le atiendo yo", theirs.instant());
    passes(40);
    assertThat(echo.askedTimes()).isEqualTo(1);
    assertThat(answers()).isEmpty();
  }

  @Test
  void answersAfterARestartWhatWasMissed() throws Exception {
    writes("M1", "uno");
    until(() -> answers().size() == 1);
    String data = "DATA_DIR=" + service.data;
    Clock before = service.clock;
    service.close();
    Instant now = before.instant();
    evolution.keep(ANA + "@s.whatsapp.net", false, "M2", "dos", now.plusSeconds(5));
    evolution.keep("5491166667777@s.whatsapp.net", false, "X", "¿hola?", now.plusSeconds(5));
    evolution.keep("5491166667777@s.whatsapp.net", true, "H", "Buenas", now.plusSeconds(6));
    Service second = service(data);
    service = second;
    service.clock.advance(Duration.between(service.clock.instant(), now).plusSeconds(60));
    until(() -> answers().size() == 2);
    passes(20);
    assertThat(answers()).containsExactly("uno", "dos");
    assertThat(evolution.sent).hasSize(2);
  }
}
