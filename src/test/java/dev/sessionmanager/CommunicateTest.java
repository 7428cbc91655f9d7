package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.runtime.RecordingRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The two calls of the contract, to the letter, over an HTTP runtime. */
class CommunicateTest {

  private static Service service;

  @BeforeAll
  static void start() {
    service = Service.start("runtime.recheck=10s");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void behave() {
    service.runtime.behave();
    service.clock.advance(Duration.ofMinutes(10)); // whatever was known has grown old
  }

  @Test
  void answersCommunicateAsTheContractShows() {
    Answer answer = service.communicate("user_1", "1234");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/success").asBoolean()).isTrue();
    assertThat(answer.text("/message")).isEqualTo("Comunicación procesada correctamente");
    assertThat(answer.json().at("/data/launched_agents").findValuesAsString("name"))
        .containsExactly("vfs", "gpt4", "orchestrator");
    JsonNode agent = answer.json().at("/data/launched_agents/0");
    assertThat(agent.propertyNames())
        .containsExactlyInAnyOrder("id", "name", "pid", "port", "status", "start_time");
    assertThat(agent.get("status").asString()).isEqualTo("running");
    assertThat(agent.get("start_time").asDouble()).isEqualTo(1618037123.456);
    assertThat(answer.text("/data/instruction/original")).isEqualTo("hola");
    assertThat(answer.text("/data/instruction/optimized")).isEqualTo("HOLA");
    assertThat(answer.text("/data/instruction/answer")).isEqualTo("¡Hola!");
    assertThat(answer.text("/data/answer")).isEqualTo("¡Hola!");
    assertThat(answer.text("/data/session/id")).isNotEmpty();
    assertThat(answer.text("/data/session/token")).startsWith("ey");
    assertThat(answer.text("/data/session/expires_at")).endsWith("Z");
  }

  @Test
  void answersSendInstructionWithTheInstructionAlone() {
    service.communicate("user_1", "1234");
    Answer answer = service.post("/send_instruction", "{\"message\":\"hola\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("data").propertyNames()).containsExactly("instruction", "answer");
    assertThat(answer.text("/data/answer")).isEqualTo("¡Hola!");
    assertThat(answer.text("/data/instruction/optimized")).isEqualTo("HOLA");
    assertThat(new JsonMapper().readTree(service.runtime.last("/instructions").body()))
        .isEqualTo(new JsonMapper().readTree("{\"text\":\"hola\"}"));
  }

  @Test
  void launchesExactlyTheThreeAgentsWithResourcesButWithoutThePassword() {
    try (Service fresh = Service.start()) {
      fresh.communicate("user_2", "5678");
      JsonNode launch = new JsonMapper().readTree(fresh.runtime.last("/api/launch_agents").body());
      assertThat(launch.at("/agents").toString()).isEqualTo("[\"vfs\",\"gpt4\",\"orchestrator\"]");
      assertThat(launch.at("/resources/credentials/username").asString()).isEqualTo("user_2");
      assertThat(launch.at("/resources/credentials/token").asString()).startsWith("ey");
      assertThat(launch.at("/resources/credentials").propertyNames())
          .containsExactlyInAnyOrder("username", "token");
      // What the runtime is given opens nothing here.
      String token = launch.at("/resources/credentials/token").asString();
      assertThat(fresh.get("/sessions", "Authorization", "Bearer " + token).status())
          .isEqualTo(401);
    }
  }

  @Test
  void handsThePasswordOnOnlyIfTold() {
    try (Service fresh = Service.start("sessions.forward-password=true")) {
      fresh.communicate("user_2", "5678");
      assertThat(
              new JsonMapper()
                  .readTree(fresh.runtime.last("/api/launch_agents").body())
                  .at("/resources/credentials/password")
                  .asString())
          .isEqualTo("5678");
    }
  }

  @Test
  void launchesOnceForManyMessages() {
    service.communicate("user_1", "1234");
    service.runtime.requests.clear();
    for (int i = 0; i < 10; i++) {
      assertThat(service.communicate("user_1", "1234").status()).isEqualTo(200);
    }
    assertThat(service.runtime.count("/api/launch_agents")).isZero();
    assertThat(service.runtime.count("/api/list_agents")).isZero();
    assertThat(service.runtime.count("/instructions")).isEqualTo(10);
  }

  @Test
  void asksAgainAfterAWhileWhetherTheAgentsRun() {
    service.communicate("user_1", "1234");
    service.clock.advance(Duration.ofSeconds(11));
    service.runtime.requests.clear();
    service.communicate("user_1", "1234");
    assertThat(service.runtime.count("/api/list_agents")).isEqualTo(1);
    assertThat(service.runtime.count("/api/launch_agents")).isZero();
  }

  @Test
  void launchesOnceForManyFirstMessagesAtOnce() throws Exception {
    try (Service fresh = Service.start();
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> calls =
          IntStream.range(0, 16)
              .<Callable<Integer>>mapToObj(i -> () -> fresh.communicate("user_1", "1234").status())
              .toList();
      for (var done : pool.invokeAll(calls)) {
        assertThat(done.get()).isEqualTo(200);
      }
      assertThat(fresh.runtime.count("/api/launch_agents")).isEqualTo(1);
      // One client is one session, however many messages it sends at once.
      assertThat(fresh.get("/admin/sessions").json().get("sessions")).hasSize(1);
    }
  }

  @Test
  void tellsACallerThatNothingWasLaunchedToCallCommunicateFirst() {
    try (Service fresh = Service.start()) {
      fresh.runtime.answer("/api/list_agents", RecordingRuntime.json(200, "{\"agents\":[]}"));
      Answer answer = fresh.post("/send_instruction", "{\"message\":\"hola\"}");
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.text("/code")).isEqualTo("agents_not_launched");
      assertThat(answer.text("/message")).contains("/communicate");
    }
  }

  @Test
  void takesABearerTokenInPlaceOfCredentials() {
    String token = service.token("user_1", "1234", "bearer-test");
    Answer answer = service.post("/communicate", "{\"message\":\"hola\"}", Service.outside(token));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/data/session").propertyNames())
        .containsExactlyInAnyOrder("id", "expires_at");
  }

  @Test
  void passesTheTraceOn() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    Answer answer =
        service.communicate(
            "user_1", "1234", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
    assertThat(answer.header("X-Trace-Id")).isEqualTo(trace);
    assertThat(service.runtime.last("/instructions").header("Traceparent"))
        .matches("00-" + trace + "-(?!00f067aa0ba902b7)[0-9a-f]{16}-01");
  }

  @Test
  void goesOnWithTheSameSessionAndToken() {
    Answer first = service.communicate("user_1", "1234", "User-Agent", "same-client");
    Answer second = service.communicate("user_1", "1234", "User-Agent", "same-client");
    Answer other = service.communicate("user_1", "1234", "User-Agent", "other-client");
    assertThat(second.text("/data/session/id")).isEqualTo(first.text("/data/session/id"));
    assertThat(second.text("/data/session/token")).isEqualTo(first.text("/data/session/token"));
    assertThat(other.text("/data/session/id")).isNotEqualTo(first.text("/data/session/id"));
  }

  @Test
  void renewsASessionThatIsInUse() {
    Answer first = service.communicate("user_1", "1234", "User-Agent", "renewing");
    Answer second = first;
    for (int hours = 1; hours <= 7; hours++) {
      service.clock.advance(Duration.ofHours(1));
      second = service.communicate("user_1", "1234", "User-Agent", "renewing");
    }
    assertThat(second.text("/data/session/id")).isEqualTo(first.text("/data/session/id"));
    assertThat(second.text("/data/session/expires_at"))
        .isGreaterThan(first.text("/data/session/expires_at"));
  }
}
