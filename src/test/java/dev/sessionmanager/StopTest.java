package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteDataSource;

/** What a clean stop writes down. */
class StopTest {

  @Test
  void keepsWhenSessionsWereLastSeen() {
    Service service = Service.start();
    long seen;
    try (service) {
      String token = service.token("user_1", "1234", "phone");
      service.clock.advance(Duration.ofMinutes(1));
      assertThat(service.get("/sessions", "Authorization", "Bearer " + token).status())
          .isEqualTo(200);
      seen = service.clock.millis();
    }
    SQLiteDataSource file = new SQLiteDataSource();
    file.setUrl("jdbc:sqlite:" + service.data.resolve("session_manager.db"));
    assertThat(
            JdbcClient.create(file)
                .sql("select max(last_seen) from sessions")
                .query(Long.class)
                .single())
        .isEqualTo(seen);
  }
}
