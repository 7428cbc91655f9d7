package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.database.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command {@code copy-to}, as an operator runs it. */
class CopyToTest {

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path data;

  private final String url = TestDatabase.emptyPostgres();

  private String run(int exitCode, Map<String, String> settings, String... words) throws Exception {
    try (ServiceProcess command = ServiceProcess.launch(data, settings, words)) {
      assertThat(command.exitCode()).as(command.log()).isEqualTo(exitCode);
      return command.log();
    }
  }

  private JdbcClient target() {
    return JdbcClient.create(
        new DriverManagerDataSource("jdbc:" + url.replace("postgres:any@", "") + "?user=postgres"));
  }

  private int tables() {
    return target()
        .sql("select count(*) from pg_tables where schemaname = 'public'")
        .query(Integer.class)
        .single();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return JSON.readTree(answer.body());
  }

  private static HttpResponse<String> as(ServiceProcess service, String token, String path) {
    return service.send(service.request(path).header("Authorization", "Bearer " + token).GET());
  }

  @Test
  void movesWhatThereIsAndRefusesToDoItTwice() throws Exception {
    String token;
    try (ServiceProcess service = ServiceProcess.start(data, Map.of())) {
      token =
          json(service.post("/login", "{\"username\":\"user_1\",\"password\":\"1234\"}"))
              .at("/data/session/token")
              .asString();
      json(
          service.send(
              service
                  .request("/chat")
                  .header("Authorization", "Bearer " + token)
                  .header("Content-Type", "application/json")
                  .POST(
                      BodyPublishers.ofString(
                          "{\"message\":\"¿Qué es la"
                              + " inflación?\\u0000\",\"agent_id\":\"ecobot\"}"))));
      assertThat(run(1, Map.of(), "copy-to", url)).contains("The service is running");
    }
    assertThat(tables()).isZero();

    assertThat(run(0, Map.of(), "copy-to", url)).contains("1 turns", "2 users", "Copied.");
    assertThat(run(1, Map.of(), "copy-to", url)).contains("is not empty", "Nothing was copied");

    Map<String, String> settings = new HashMap<>(Map.of("DATABASE_URL", url));
    try (ServiceProcess service = ServiceProcess.start(data, settings)) {
      assertThat(json(as(service, token, "/conversations")).at("/data/conversations")).hasSize(1);
      assertThat(json(as(service, token, "/conversations/search?q=inflacion")).at("/data/found"))
          .hasSize(1);
    }
    assertThat(run(1, settings, "backup", data.resolve("x.zip").toString())).contains("pg_dump");
  }

  @Test
  void leavesNothingBehindWhereItFails() throws Exception {
    try (ServiceProcess service = ServiceProcess.start(data, Map.of())) {
      json(service.get("/health"));
    }
    try (Connection file =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("session_manager.db"));
        Statement statement = file.createStatement()) {
      // Of no user: foreign keys of the file were off when somebody wrote it.
      statement.execute(
          "insert into sessions (id, user_id, channel, device, address, started_at, last_seen,"
              + " expires_at) values ('x', 'nobody', 'rest', '', '', 0, 0, 0)");
    }
    assertThat(run(1, Map.of(), "copy-to", url)).contains("Nothing was copied");
    assertThat(tables()).isZero();
  }
}
