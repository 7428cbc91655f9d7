package dev.sessionmanager.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.ServiceProcess;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The service and the runtime as two processes: the runtime is slowed, killed and comes back. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoProcessesTest {

  private static final String COMMUNICATE =
      """
      {"message":"Hola, ¿podrías resumir el informe?",
       "credentials":{"username":"user_1","password":"1234"}}\
      """;
  private static final String INSTRUCTION = "{\"message\":\"Resume el informe.\"}";

  @TempDir static Path home;

  private static RuntimeServerProcess runtime;
  private static ServiceProcess service;

  @BeforeAll
  static void start() throws Exception {
    runtime = RuntimeServerProcess.start(Files.createDirectory(home.resolve("runtime")));
    service =
        ServiceProcess.start(
            Files.createDirectory(home.resolve("service")),
            Map.of(
                "RUNTIME_API_URL", runtime.address().toString(),
                "RUNTIME_ANSWERTIMEOUT", "2s",
                "RUNTIME_RECHECK", "0s"));
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
    runtime.close();
  }

  private static void answers(HttpResponse<String> response, int status, String part) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.body()).contains(part);
  }

  @Test
  @Order(1)
  void wantsAgentsToBeLaunchedFirst() {
    answers(service.post("/send_instruction", INSTRUCTION), 409, "agents_not_launched");
  }

  @Test
  @Order(2)
  void launchesAgentsInTheOtherProcess() {
    HttpResponse<String> answer = service.post("/communicate", COMMUNICATE);
    answers(answer, 200, "\"pid\":" + runtime.pid());
    answers(service.post("/send_instruction", INSTRUCTION), 200, "optimized");
    answers(service.get("/health/ready"), 200, "healthy");
  }

  @Test
  @Order(3)
  void timesOutOnARuntimeThatHangsAndGoesOnWhenItIsBack() throws Exception {
    runtime.freeze();
    try {
      answers(service.post("/send_instruction", INSTRUCTION), 504, "runtime_timed_out");
      answers(service.get("/health/ready"), 503, "runtime_timed_out");
    } finally {
      runtime.thaw();
    }
    answers(service.post("/send_instruction", INSTRUCTION), 200, "optimized");
  }

  @Test
  @Order(4)
  void saysThatTheRuntimeIsGoneAndFindsTheNextOne() throws Exception {
    runtime.kill();
    answers(service.post("/communicate", COMMUNICATE), 503, "runtime_unreachable");
    answers(service.post("/send_instruction", INSTRUCTION), 503, "runtime_unreachable");
    runtime = runtime.restart(home.resolve("runtime"));
    answers(service.post("/communicate", COMMUNICATE), 200, "\"pid\":" + runtime.pid());
    answers(service.post("/send_instruction", INSTRUCTION), 200, "optimized");
  }
}
