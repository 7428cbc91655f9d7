package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.runtime.RecordingRuntime;
import dev.sessionmanager.runtime.RecordingRuntime.Request;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses that hold a user and a password: used, and never shown. */
class AddressesTest {

  private static final String PASSWORD = "geheim99";

  @TempDir Path data;

  private static String with(String address) {
    return address.replace("//", "//caller:" + PASSWORD + "@");
  }

  /** Every address that a setting can hold, each at a server that refuses or does not answer. */
  private static Map<String, String> settings(String runtime, String closed) {
    Map<String, String> settings = new HashMap<>();
    settings.put("RUNTIME_API_URL", with(runtime));
    settings.put("LLM_URL", with(closed) + "/v1");
    settings.put("MODEL_NAME", "m");
    settings.put("LLM_MAX_RETRIES", "0");
    settings.put("OLLAMA_URL", with(closed));
    settings.put("OPENAI_API_KEY", "k");
    settings.put("OPENAI_BASE_URL", with(closed));
    settings.put("MODELS_MORE_0_MODEL", "n");
    settings.put("MODELS_MORE_0_PROVIDER", "mine");
    settings.put("MODELS_MORE_0_URL", with(closed));
    settings.put("CHATWOOT_API_URL", with(closed));
    settings.put("CHATWOOT_API_TOKEN", "t");
    settings.put("CHATWOOT_ACCOUNT_ID", "1");
    settings.put("EVOLUTION_API_URL", with(closed));
    settings.put("EVOLUTION_API_TOKEN", "t");
    settings.put("INSTANCE_NAME", "i");
    settings.put("LOG_LEVEL", "DEBUG");
    return settings;
  }

  private String ask(ServiceProcess service, String method, String path, String body) {
    HttpRequest.Builder request =
        service
            .request(path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (path.startsWith("/admin") || path.equals("/metrics")) {
      request.header("Authorization", "Bearer " + Operator.token(data));
    }
    return service.send(request).body();
  }

  @Test
  void areShownAndLoggedWithoutTheirPasswords() throws Exception {
    try (RecordingRuntime runtime = new RecordingRuntime();
        ClosedPort closed = new ClosedPort();
        ServiceProcess service =
            ServiceProcess.start(data, settings(runtime.uri().toString(), closed.url()))) {
      StringBuilder shown = new StringBuilder();
      for (String path :
          List.of(
              "/",
              "/health",
              "/health/ready",
              "/agents",
              "/v1/models",
              "/stats",
              "/metrics",
              "/admin/overview",
              "/admin/setup",
              "/admin/problems")) {
        shown.append(ask(service, "GET", path, "")).append('\n');
      }
      String message =
          "{\"message\":\"hola\",\"credentials\":{\"username\":\"user_1\",\"password\":\"1234\"}}";
      shown.append(ask(service, "POST", "/communicate", message));
      shown.append(
          ask(service, "POST", "/chat", "{\"message\":\"hola\",\"agent_id\":\"techbot\"}"));
      shown.append(
          ask(service, "POST", "/admin/setup/webhooks", "{\"url\":\"https://bot.example.org\"}"));
      assertThat(shown.toString()).contains("HOLA").doesNotContain(PASSWORD);
      assertThat(service.log()).doesNotContain(PASSWORD);

      String state = ask(service, "GET", "/", "");
      assertThat(state).contains("\"runtime\":\"external\"").doesNotContain("127.0.0.1");
      assertThat(ask(service, "GET", "/admin/overview", "")).contains(runtime.uri().toString());

      String basic =
          Base64.getEncoder()
              .encodeToString(("caller:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
      assertThat(runtime.requests)
          .filteredOn(request -> request.path().startsWith("/api/"))
          .isNotEmpty()
          .extracting((Request request) -> request.header("Authorization"))
          .containsOnly("Basic " + basic);
    }
  }

  @Test
  void areNotRepeatedWhereTheyAreWrong() throws Exception {
    Map<String, String> wrong =
        Map.of(
            "RUNTIME_API_URL", "http://caller:%s@ho st",
            "CHATWOOT_API_URL", "ftp://caller:%s@host",
            "LLM_URL", "http://caller:%s@ho st",
            "EVOLUTION_API_URL", "http://caller:%s@");
    for (Map.Entry<String, String> one : wrong.entrySet()) {
      Map<String, String> settings =
          Map.of(one.getKey(), one.getValue().formatted(PASSWORD), "MODEL_NAME", "m");
      try (ServiceProcess service = ServiceProcess.launch(data, settings)) {
        assertThat(service.exitCode()).as(one.getKey()).isEqualTo(1);
        assertThat(service.log()).contains(one.getKey()).doesNotContain(PASSWORD);
      }
    }
  }
}
