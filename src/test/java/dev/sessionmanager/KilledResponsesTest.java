package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.model.OpenAiStub;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A response in the background outlives the process; one that somebody waited for does not. */
class KilledResponsesTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final OpenAiStub model = new OpenAiStub();

  @TempDir Path data;

  @AfterEach
  void close() {
    model.close();
  }

  private ServiceProcess start() {
    return ServiceProcess.start(
        data, Map.of("LLM_URL", model.url(), "MODEL_NAME", "m", "LLM_MAX_RETRIES", "0"));
  }

  private static JsonNode post(ServiceProcess service, String path, String body) {
    return JSON.readTree(service.post("/v1" + path, body.replace('\'', '"')).body());
  }

  private static JsonNode read(ServiceProcess service, String id) {
    return JSON.readTree(service.get("/v1/responses/" + id).body());
  }

  @Test
  void isTakenUpAgainAfterAKill() throws Exception {
    String conversation;
    String first;
    String chained;
    String inConversation;
    try (ServiceProcess service = start()) {
      model.next(OpenAiStub.text("eco"), OpenAiStub.text("eco"));
      first = post(service, "/responses", "{'model':'m','input':'uno'}").path("id").asString();
      conversation = post(service, "/conversations", "{}").path("id").asString();
      post(
          service,
          "/responses",
          "{'model':'m','input':'dos','conversation':'%s'}".formatted(conversation));
      int asked = model.requests.size();
      model.next(OpenAiStub.hangingAfter("a"), OpenAiStub.hangingAfter("b"));
      String background = "{'model':'m','input':'%s','background':true,'%s':'%s'}";
      chained =
          post(service, "/responses", background.formatted("tres", "previous_response_id", first))
              .path("id")
              .asString();
      inConversation =
          post(service, "/responses", background.formatted("cuatro", "conversation", conversation))
              .path("id")
              .asString();
      while (model.requests.size() < asked + 2) {
        Thread.onSpinWait();
      }
      service.process().destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }
    int before = model.requests.size();
    try (ServiceProcess service = start()) {
      for (String id : new String[] {chained, inConversation}) {
        JsonNode now;
        do {
          now = read(service, id);
        } while (now.path("status").asString().matches("queued|in_progress"));
        assertThat(now.path("status").asString()).as(now.toString()).isEqualTo("completed");
        assertThat(now.path("background").asBoolean()).isTrue();
      }
      assertThat(model.requests.subList(before, model.requests.size()))
          .extracting(request -> request.json().path("messages").size())
          .containsExactly(3, 3);
      assertThat(read(service, first).path("status").asString()).isEqualTo("completed");
    }
  }

  @Test
  void isFailedWhereSomebodyWaitedForIt() throws Exception {
    String id;
    try (ServiceProcess service = start()) {
      model.next(OpenAiStub.hangingAfter("a"));
      String body = "{\"model\":\"m\",\"input\":\"uno\",\"stream\":true}";
      var request = Service.request(service.port(), "POST", "/v1/responses", body);
      try (var http = java.net.http.HttpClient.newHttpClient();
          EventReader reader = new EventReader(http, request)) {
        id = reader.next().data().at("/response/id").asString();
        service.process().destroyForcibly().waitFor(30, TimeUnit.SECONDS);
      }
    }
    try (ServiceProcess service = start()) {
      JsonNode now = read(service, id);
      assertThat(now.path("status").asString()).isEqualTo("failed");
      assertThat(now.at("/error/message").asString()).isNotEmpty();
    }
  }
}
