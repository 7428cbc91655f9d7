package dev.sessionmanager.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.gateway.Agent.Kind;
import dev.sessionmanager.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The operator's calls of the original Royal Bot. */
class StatsTest {

  private static final EchoAgent ECHO = new EchoAgent("eco", Kind.PERSONA);
  private static Service service;

  @BeforeAll
  static void start() {
    service =
        Service.startWith(
            List.of(ECHO),
            "WORKER_POOL_SIZE=4",
            "MESSAGE_BUFFER_TIMEOUT=1500",
            "DEFAULT_AGENT=eco");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static JsonNode stats() {
    Answer answer = service.get("/stats");
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void countsWhatWasAnsweredAndWhatFailed() {
    JsonNode before = stats().get("processing");
    ECHO.repeats();
    service.post("/chat", "{\"message\":\"hola\"}");
    ECHO.does((prompt, chunk) -> {
      throw new Problem(Problem.Kind.MODEL_FAILED);
    });
    service.post("/chat", "{\"message\":\"hola\"}");
    service.post("/chat", "{\"message\":\" \"}");
    JsonNode after = stats().get("processing");
    assertThat(after.get("messages_processed").asLong())
        .isEqualTo(before.get("messages_processed").asLong() + 2);
    assertThat(after.get("errors").asLong()).isEqualTo(before.get("errors").asLong() + 1);
  }

  @Test
  void tellsItsConfigurationInSeconds() {
    JsonNode configuration = stats().get("configuration");
    assertThat(configuration.get("worker_pool_size").asInt()).isEqualTo(4);
    assertThat(configuration.get("max_concurrent_users").asInt()).isEqualTo(5);
    assertThat(configuration.get("message_buffer_timeout").asDouble()).isEqualTo(1.5);
    assertThat(configuration.get("message_cooldown").asDouble()).isEqualTo(2.0);
    JsonNode health = service.get("/health").json();
    assertThat(health.at("/workers/pool_size").asInt()).isEqualTo(4);
    assertThat(health.at("/workers/idle_workers").asInt()).isEqualTo(4);
    assertThat(health.at("/queue/queue_size").asInt()).isZero();
    assertThat(health.at("/services/chatwoot").asString()).isEqualTo("off");
    assertThat(health.at("/services/evolution").asString()).isEqualTo("off");
  }

  @Test
  void asksRoyalWithoutSendingAnything() {
    Answer answer = service.post("/test/message", "{\"message\":\"¿Tenés anillos de plata?\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("/status")).isEqualTo("success");
    assertThat(answer.text("/user_id")).isEqualTo("test_user");
    assertThat(answer.text("/response")).containsIgnoringCase("anillo");
    assertThat(answer.json().get("processing_time").asDouble()).isPositive();
    assertThat(service.post("/test/message", "{\"user_id\":\"x\"}").status()).isEqualTo(422);
  }

  @Test
  void clearsAnEmptyQueueToo() {
    Answer answer = service.post("/admin/clear-queue", "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("/message")).isEqualTo("Cola de mensajes limpiada");
    assertThat(answer.json().get("cleared").asInt()).isZero();
  }

  @Test
  void refusesStrangers() {
    for (String path : List.of("/test/message", "/admin/clear-queue")) {
      assertThat(
              service.post(path, "{\"message\":\"x\"}", "X-Forwarded-For", "203.0.113.9").status())
          .isEqualTo(401);
    }
    assertThat(service.get("/stats", "X-Forwarded-For", "203.0.113.9").status()).isEqualTo(401);
  }
}
