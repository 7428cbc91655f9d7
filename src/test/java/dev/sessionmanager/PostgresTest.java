package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.database.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The whole service on a PostgreSQL database. */
class PostgresTest {

  private static final long PATIENCE = 15_000_000_000L;

  private final String url = TestDatabase.emptyPostgres();

  private static String[] bearer(String token) {
    return new String[] {"Authorization", "Bearer " + token};
  }

  private static void say(Service service, String token, String text) {
    Service.Answer answer =
        service.post(
            "/chat",
            "{\"message\":\"%s\",\"agent_id\":\"ecobot\",\"session_id\":\"a\"}".formatted(text),
            bearer(token));
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
  }

  @Test
  void keepsAndFindsWhatWasSaidOverARestart() {
    String token;
    Path data;
    try (Service service = Service.start("DATABASE_URL=" + url)) {
      data = service.data;
      token = service.token("user_1", "1234", "pc");
      say(service, token, "¿Qué es la inflación?");
      say(service, token, "¿Y el 30% de 50?");
      String search = "/conversations/search?q=INFLA";
      assertThat(service.get(search, bearer(token)).text("/data/found/0/turn/question"))
          .isEqualTo("¿Qué es la inflación?");
      assertThat(service.get(search).json().at("/data/found")).isEmpty();
      assertThat(service.get("/history?session_id=a", bearer(token)).json().at("/history"))
          .isNotEmpty();
      assertThat(data.resolve("session_manager.db")).doesNotExist();
    }
    try (Service service = Service.start("DATABASE_URL=" + url, "DATA_DIR=" + data)) {
      Service.Answer list = service.get("/conversations", bearer(token));
      assertThat(list.text("/data/conversations/0/title")).isEqualTo("¿Qué es la inflación?");
      String id = list.text("/data/conversations/0/id");
      assertThat(service.call("DELETE", "/conversations/" + id, "", bearer(token)).status())
          .isBetween(200, 299);
      assertThat(service.get("/conversations", bearer(token)).json().at("/data/conversations"))
          .isEmpty();
    }
  }

  @Test
  void seesWithinASecondWhatAnotherProgramChanges() {
    try (Service service = Service.start("DATABASE_URL=" + url)) {
      String token = service.token("user_1", "1234", "pc");
      assertThat(service.get("/conversations", bearer(token)).status()).isEqualTo(200);
      String jdbc = "jdbc:" + url.replace("postgres:any@", "") + "?user=postgres";
      JdbcClient other = JdbcClient.create(new DriverManagerDataSource(jdbc));
      other
          .sql("update sessions set ended_at = 1, end_reason = 'killed' where channel = 'rest'")
          .update();
      long began = System.nanoTime();
      while (service.get("/conversations", bearer(token)).status() == 200
          && System.nanoTime() - began < PATIENCE) {
        Thread.onSpinWait();
      }
      assertThat(service.get("/conversations", bearer(token)).status()).isEqualTo(401);
    }
  }
}
