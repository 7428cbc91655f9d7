package dev.sessionmanager;

import dev.sessionmanager.model.OddUpstream;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service in a process of its own, whose model is an {@link OddUpstream}, and a key to it. */
final class OddService implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  final OddUpstream model = new OddUpstream();
  final ServiceProcess service;
  final String key;

  /**
   * Starts model and service.
   *
   * @param settings as NAME=value
   */
  OddService(Path data, String... settings) {
    Map<String, String> given = new HashMap<>();
    given.put("LLM_URL", model.url());
    given.put("MODEL_NAME", "m");
    given.put("LLM_MAX_RETRIES", "1");
    given.put("LLM_BACKOFF_INITIAL", "0.01");
    // What a persona may take as a whole; a model as it is takes what it takes.
    given.put("LLM_TIMEOUT_SECONDS", "1");
    given.put("PER_USER_MAX", "50");
    given.put("RATE_MAX_MESSAGES", "1000000");
    for (String setting : settings) {
      String[] pair = setting.split("=", 2);
      given.put(pair[0], pair[1]);
    }
    service = ServiceProcess.start(data, given);
    JsonNode session = post("/login", "{\"username\":\"user_1\",\"password\":\"1234\"}");
    String token = session.at("/data/session/token").asString();
    key =
        post("/keys", "{\"name\":\"clients\"}", "Authorization", "Bearer " + token)
            .at("/data/key/key")
            .asString();
  }

  private JsonNode post(String path, String body, String... headers) {
    HttpRequest.Builder request =
        service
            .request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return JSON.readTree(service.send(request).body());
  }

  String baseUrl() {
    return "http://localhost:" + service.port() + "/v1";
  }

  @Override
  public void close() {
    service.close();
    model.close();
  }
}
