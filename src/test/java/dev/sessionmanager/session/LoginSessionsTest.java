package dev.sessionmanager.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import dev.sessionmanager.Service.Answer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A login's session: its own, until it is silent for too long. */
class LoginSessionsTest {

  private Service service;

  @BeforeEach
  void start() {
    service = Service.start("sessions.flush-interval=1d", "sessions.idle-check=1d");
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private static String session(Answer answer) {
    return answer.text("/data/session/id");
  }

  private static String token(Answer answer) {
    return answer.text("/data/session/token");
  }

  private int status(String token) {
    return service.get("/agents", Service.outside(token)).status();
  }

  private String endReason(String id) throws SQLException {
    try (Connection file =
            DriverManager.getConnection(
                "jdbc:sqlite:" + service.data.resolve("session_manager.db"));
        ResultSet row =
            file.createStatement()
                .executeQuery("select end_reason from sessions where id = '" + id + "'")) {
      return row.getString(1);
    }
  }

  @Test
  void hasATokenOfItsOwnEvenForTheSameClient() {
    Answer one = service.login("user_1", "1234");
    Answer two = service.login("user_1", "1234");
    assertThat(session(one)).isNotEqualTo(session(two));
    assertThat(token(one)).isNotEqualTo(token(two));
    service.call("POST", "/logout", "", Service.outside(token(one)));
    assertThat(status(token(one))).isEqualTo(401);
    assertThat(status(token(two))).isEqualTo(200);
  }

  @Test
  void isOneForAClientThatShowsItsPasswordAllTheTime() throws Exception {
    Answer login = service.login("user_1", "1234");
    Set<String> ids = new HashSet<>();
    List<Future<Answer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        answers.add(threads.submit(() -> service.communicate("user_1", "1234")));
      }
    }
    for (Future<Answer> answer : answers) {
      ids.add(session(answer.get()));
    }
    assertThat(ids).hasSize(1).doesNotContain(session(login));
    assertThat(session(service.communicate("user_1", "1234", "User-Agent", "another")))
        .isNotIn(ids);
    // Its end is no loss: the next message opens another.
    service.call("DELETE", "/admin/sessions/" + ids.iterator().next(), "");
    assertThat(session(service.communicate("user_1", "1234"))).isNotIn(ids);
    assertThat(status(token(login))).isEqualTo(200);
  }

  @Test
  void endsWhenNobodyHasUsedItForTwoHours() throws Exception {
    Answer used = service.login("user_1", "1234");
    Answer silent = service.login("user_1", "1234");
    for (int i = 0; i < 6; i++) {
      service.clock.advance(Duration.ofMinutes(118));
      assertThat(status(token(used))).as("used all the time").isEqualTo(200);
    }
    assertThat(status(token(silent))).isEqualTo(401);
    service.clock.advance(Duration.ofMinutes(13));
    assertThat(status(token(used))).as("no use makes it last longer than its time").isEqualTo(401);
    service.bean(SessionEndings.class).endIdle();
    assertThat(endReason(session(silent))).isEqualTo("idle");
  }

  @Test
  void isNotTakenForSilentBecauseItsRowIsOld() throws Exception {
    Answer login = service.login("user_1", "1234");
    service.clock.advance(Duration.ofMinutes(119));
    assertThat(status(token(login))).isEqualTo(200);
    service.clock.advance(Duration.ofMinutes(119));
    service.bean(SessionEndings.class).endIdle();
    assertThat(endReason(session(login))).isNull();
    service.bean(LiveSessions.class).forgetAll(); // read again, while the file knows nothing yet
    assertThat(status(token(login))).isEqualTo(200);
    service.clock.advance(Duration.ofMinutes(121));
    service.bean(SessionEndings.class).endIdle();
    assertThat(endReason(session(login))).isEqualTo("idle");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "1d"})
  void lastsAsLongAsTheSettingSays(String idle) {
    try (Service patient = Service.start("sessions.idle-login=" + idle)) {
      String token = patient.token("user_1", "1234", "phone");
      patient.clock.advance(Duration.ofHours(12).minusSeconds(1));
      assertThat(patient.get("/agents", Service.outside(token)).status()).isEqualTo(200);
      patient.clock.advance(Duration.ofSeconds(2));
      assertThat(patient.get("/agents", Service.outside(token)).status()).isEqualTo(401);
    }
  }

  @Test
  void doesNotComeBackWithARestart() {
    String silent = token(service.login("user_1", "1234"));
    String token = token(service.login("user_1", "1234"));
    service.clock.advance(Duration.ofMinutes(119));
    assertThat(status(token)).isEqualTo(200);
    service.bean(LiveSessions.class).write();
    try (Service restarted =
        Service.start(
            "DB_PATH=" + service.data.resolve("session_manager.db"),
            "sessions.key-file=" + service.data.resolve("jwt.key"))) {
      restarted.clock.advance(Duration.ofMinutes(121));
      assertThat(restarted.get("/agents", Service.outside(silent)).status()).isEqualTo(401);
      assertThat(restarted.get("/agents", Service.outside(token)).status()).isEqualTo(200);
    }
  }
}
