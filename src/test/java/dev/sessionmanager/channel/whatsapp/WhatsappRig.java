package dev.sessionmanager.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.SettableClock;
import dev.sessionmanager.channel.whatsapp.EvolutionStub.Sent;
import dev.sessionmanager.gateway.Agent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A whole service between an Evolution and an agent that repeats; time runs as a test has it. */
final class WhatsappRig implements AutoCloseable {

  static final String ANA = "5491133334444";
  static final String LEO = "5491166667777";

  final EchoAgent echo = new EchoAgent("eco", Agent.Kind.PERSONA);
  final SettableClock theirs = new SettableClock(Instant.now());
  final EvolutionStub evolution = new EvolutionStub(theirs);
  private final List<String> settings;
  Service service;

  WhatsappRig(String... more) {
    settings = List.of(more);
    service = service(Service.folder());
  }

  private Service service(Path data) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "EVOLUTION_API_URL=" + evolution.url(),
                "EVOLUTION_API_TOKEN=" + EvolutionStub.KEY,
                "INSTANCE_NAME=joyeria",
                "WHATSAPP_AGENT=eco",
                "evolution.typing-delay=0s",
                "evolution.answer-timeout=500ms"));
    all.addAll(settings);
    return Service.startAgain(data, List.of(echo), all.toArray(String[]::new));
  }

  /** The service stops, this happens, and it starts again on its file, so much later. */
  void restart(Runnable meanwhile, Duration later) {
    Instant now = service.clock.instant();
    Path data = service.data;
    service.close();
    meanwhile.run();
    service = service(data);
    service.clock.advance(Duration.between(service.clock.instant(), now).plus(later));
    theirs.advance(later);
  }

  /** Lets both clocks run, a second at a time, until something is so. */
  void until(BooleanSupplier so) throws InterruptedException {
    for (int i = 0; i < 400 && !so.getAsBoolean(); i++) {
      pass();
    }
    assertThat(so.getAsBoolean()).as("what was waited for").isTrue();
  }

  private void pass() throws InterruptedException {
    service.clock.advance(Duration.ofSeconds(1));
    theirs.advance(Duration.ofSeconds(1));
    boolean _ = evolution.sends(Duration.ofMillis(50));
  }

  /** Both clocks are so much later at once. */
  void later(Duration time) {
    service.clock.advance(time);
    theirs.advance(time);
  }

  void passes(int seconds) throws InterruptedException {
    for (int i = 0; i < seconds; i++) {
      pass();
    }
  }

  Service.Answer webhook(String body, String... headers) {
    String now = Long.toString(service.clock.instant().getEpochSecond());
    return service.post("/webhook/evolution", body.replace("1763722800", now), headers);
  }

  void told(String body) {
    Service.Answer answer = webhook(body);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
  }

  /** Ana writes, and a webhook tells of it. */
  void writes(String id, String text) {
    told(WebhookTest.message(id, text));
  }

  /** Somebody else does. */
  void writes(String number, String id, String text) {
    told(WebhookTest.message(id, text).replace(ANA, number));
  }

  List<String> answers() {
    return answers(ANA);
  }

  List<String> answers(String number) {
    return evolution.sent.stream()
        .filter(sent -> sent.number().equals(number))
        .map(Sent::text)
        .toList();
  }

  long calls(String path) {
    return evolution.requests.stream().filter(r -> r.path().startsWith(path)).count();
  }

  @Override
  public void close() {
    service.close();
    evolution.close();
  }
}
