package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * The jar, started as a user starts it, with one model: {@code m} of an OpenAI-compatible server.
 */
final class PackagedService implements AutoCloseable {

  private static final Path JAR = Path.of("target/session-manager.jar");

  final int port = ServiceProcess.freePort();
  final HttpClient http = HttpClient.newHttpClient();
  private final Path data;
  private final Process process;
  private final Path log;

  /**
   * Starts it and waits until it answers.
   *
   * @param data its folder, which also gets its log
   * @param modelUrl base address of the model's server, with {@code /v1}
   * @param settings as NAME=value
   */
  PackagedService(Path data, String modelUrl, String... settings) throws Exception {
    assertThat(JAR).as("run by ./mvnw verify, which packages it first").exists();
    this.data = data;
    log = Files.createTempFile(data, "service", ".log");
    Files.deleteIfExists(Operator.file(data)); // of one that was killed
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            JAR.toAbsolutePath().toString());
    Map<String, String> environment = builder.environment();
    // Models of whoever runs the tests are not to be asked.
    environment.keySet().removeIf(name -> name.endsWith("_API_KEY"));
    environment.put("OLLAMA_URL", "");
    environment.put("LLM_URL", modelUrl);
    environment.put("MODEL_NAME", "m");
    environment.put("PORT", Integer.toString(port));
    environment.put("WS_PORT", "0");
    environment.put("ECOBOT_SOCKET_PORT", "0");
    environment.put("BIND_ADDRESS", "127.0.0.1");
    environment.put("DATA_DIR", data.toString());
    environment.put("RATE_MAX_MESSAGES", "1000000");
    for (String setting : settings) {
      String[] pair = setting.split("=", 2);
      environment.put(pair[0], pair[1]);
    }
    process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    for (int i = 0; !answers(); i++) {
      assertThat(i < 1200 && process.isAlive()).as("not ready: " + log()).isTrue();
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
  }

  private boolean answers() {
    try {
      return get("/health/live").status() == 200 && Files.exists(Operator.file(data));
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** Headers are given as name, value, name, value. */
  Answer call(String method, String path, String body, String... headers) {
    return Service.send(
        http, Service.request(port, method, path, body, Operator.headers(data, path, headers)));
  }

  Answer get(String path, String... headers) {
    return call("GET", path, "", headers);
  }

  Answer post(String path, String body, String... headers) {
    return call("POST", path, body, headers);
  }

  /** The headers of a new session of this user's. */
  String[] login(String user, String password) {
    Answer answer =
        post("/login", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(user, password));
    return new String[] {"Authorization", "Bearer " + answer.text("/data/session/token")};
  }

  /** All turns of the caller's conversation of that name, page by page. */
  List<JsonNode> turns(String session, String... headers) {
    List<JsonNode> turns = new ArrayList<>();
    for (JsonNode one : get("/conversations?limit=200", headers).json().at("/data/conversations")) {
      if (one.path("session_id").asString().equals(session)) {
        String path = "/conversations/" + one.path("id").asString() + "?after=";
        String after = "0";
        while (!after.isEmpty()) {
          JsonNode page = get(path + after, headers).json();
          page.at("/data/turns").forEach(turns::add);
          JsonNode next = page.at("/data/next");
          after = next.isNull() ? "" : next.asString();
        }
      }
    }
    return turns;
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** SIGKILL: nothing of the process gets to do anything more. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
    http.close();
  }
}
