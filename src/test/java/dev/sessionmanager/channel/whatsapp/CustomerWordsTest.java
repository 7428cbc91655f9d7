package dev.sessionmanager.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.SettableClock;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What customers read on WhatsApp where no model answers: never a sentence for operators. */
class CustomerWordsTest {

  private static final Pattern FOR_OPERATORS =
      Pattern.compile("(?i)modelo|model\\b|proveedor|provider|runtime|clave|ollama|[a-z]+_[a-z]+");

  private final EchoAgent echo = new EchoAgent("eco", Agent.Kind.PERSONA);
  private final SettableClock theirs = new SettableClock(Instant.now());
  private final EvolutionStub evolution = new EvolutionStub(theirs);
  private @Nullable Service service;
  private int written;

  /** The number of a human who is told; none where it is {@code ""}. */
  private void start(String agent, String human) {
    service =
        Service.startWith(
            List.of(echo),
            "EVOLUTION_API_URL=" + evolution.url(),
            "EVOLUTION_API_TOKEN=" + EvolutionStub.KEY,
            "INSTANCE_NAME=joyeria",
            "EVOLUTION_HANDOVER_NUMBER=" + human,
            "WHATSAPP_AGENT=" + agent,
            "evolution.typing-delay=0s");
  }

  @AfterEach
  void stop() {
    if (service != null) {
      service.close();
    }
    evolution.close();
  }

  private String answered(String text) throws InterruptedException {
    int before = evolution.sent.size();
    Service running = Objects.requireNonNull(service);
    String now = Long.toString(running.clock.instant().getEpochSecond());
    String body = WebhookTest.message("M" + ++written, text).replace("1763722800", now);
    assertThat(running.post("/webhook/evolution", body).status()).isEqualTo(200);
    for (int i = 0; i < 300 && evolution.sent.size() == before; i++) {
      running.clock.advance(Duration.ofSeconds(1));
      theirs.advance(Duration.ofSeconds(1));
      var _ = evolution.sends(Duration.ofMillis(50));
    }
    assertThat(evolution.sent).as(text).hasSizeGreaterThan(before);
    return evolution.sent.getLast().text();
  }

  @Test
  void areTheAgentsOwnWhereThereIsNoModel() throws Exception {
    start("royal", "5491150009999");
    assertThat(answered("Hola"))
        .isEqualTo("¡Hola! Soy el asistente de Royal, joyería mayorista. ¿Qué estás buscando?");
    assertThat(answered("muchas gracias")).startsWith("¡De nada!");
    assertThat(answered("¿sos un bot?")).contains("asistente automático", "una persona del equipo");
    assertThat(answered("Hello!")).startsWith("Hello! I am the assistant of Royal");
    assertThat(answered("¿quién ganó el partido de ayer?"))
        .contains("«quiero hablar con una persona»", "¿Tenés aros de plata?");
    assertThat(evolution.sent).noneMatch(s -> FOR_OPERATORS.matcher(s.text()).find());
  }

  @Test
  void offerNoHumanWhereNobodyCanBeTold() throws Exception {
    start("royal", "");
    assertThat(answered("¿sos un bot?")).doesNotContain("persona");
    assertThat(answered("¿quién ganó el partido de ayer?"))
        .contains("¿Tenés aros de plata?")
        .doesNotContain("quiero hablar con una persona");
  }

  @Test
  void sayThatThereIsNoAnswerWithoutTheCause() throws Exception {
    start("eco", "");
    for (Kind kind :
        List.of(
            Kind.NO_MODEL,
            Kind.MODEL_KEY_REJECTED,
            Kind.MODEL_TIMED_OUT,
            Kind.CONTEXT_TOO_LONG,
            Kind.RUNTIME_UNREACHABLE,
            Kind.INTERNAL,
            Kind.OVERLOADED)) {
      echo.does((prompt, chunk) -> {
        throw new Problem(kind, "LLM_API_KEY");
      });
      assertThat(answered(kind.code())).as(kind.code()).doesNotContainPattern(FOR_OPERATORS);
    }
  }
}
