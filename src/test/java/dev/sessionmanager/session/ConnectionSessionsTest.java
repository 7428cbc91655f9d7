package dev.sessionmanager.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sessions without a login: here at once, written in batches, ended like every other. */
class ConnectionSessionsTest {

  private static Service service;
  private static Sessions sessions;
  private static LiveSessions live;
  private static SessionEndings endings;

  @BeforeAll
  static void start() {
    service = Service.start("sessions.flush-interval=1d", "sessions.idle-check=1d");
    sessions = service.bean(Sessions.class);
    live = service.bean(LiveSessions.class);
    endings = service.bean(SessionEndings.class);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Session guest(String channel) {
    return sessions.arrive(channel, "nc", "127.0.0.1", null);
  }

  private static List<String> row(Session session) throws SQLException {
    Path file = service.data.resolve("session_manager.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var query =
            connection.prepareStatement(
                "select ifnull(user_id, 'nobody'), ifnull(end_reason, 'live') from sessions"
                    + " where id = ?")) {
      query.setString(1, session.id());
      List<String> row = new ArrayList<>();
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          row.add(found.getString(1));
          row.add(found.getString(2));
        }
      }
      return row;
    }
  }

  private static List<Session> startingWith(Session session, int chars) {
    return sessions.startingWith(session.id().substring(0, chars));
  }

  @Test
  void isHereBeforeItIsInTheFile() throws Exception {
    Session session = guest("tcp");
    assertThat(session.guest()).isTrue();
    assertThat(session.userId()).isEmpty();
    assertThat(sessions.byId(session.id())).containsSame(session);
    assertThat(row(session)).isEmpty();
    live.write();
    assertThat(row(session)).containsExactly("nobody", "live");
    assertThat(sessions.byId(session.id())).containsSame(session);
    sessions.leave(session, "closed");
    assertThat(sessions.byId(session.id())).isEmpty();
    live.write();
    assertThat(row(session)).containsExactly("nobody", "closed");
  }

  @Test
  void isNeverWrittenWhenItHasGoneByThen() throws Exception {
    Session session = guest("tcp");
    sessions.leave(session, "closed");
    live.write();
    assertThat(row(session)).isEmpty();
  }

  @Test
  void isFoundByTheBeginningOfItsIdOnEveryChannel() {
    Session tcp = guest("tcp");
    assertThat(startingWith(tcp, 8)).containsExactly(tcp);
    assertThat(startingWith(tcp, 36)).containsExactly(tcp);
    assertThat(sessions.startingWith(tcp.id().substring(0, 8).toUpperCase(java.util.Locale.ROOT)))
        .containsExactly(tcp);
    String token = service.token("user_1", "1234", "PresencesTest");
    Session login = sessions.find(token).orElseThrow();
    assertThat(startingWith(login, 8)).containsExactly(login);
    sessions.leave(tcp, "closed");
    assertThat(startingWith(tcp, 8)).isEmpty();
    for (String hostile : List.of("", "%", "_", "' or 1=1 --", "g", "zzzz", tcp.id() + "0")) {
      assertThat(sessions.startingWith(hostile)).as(hostile).isEmpty();
    }
  }

  @Test
  void standsInTheAdministratorsListAndCanBeKilledThere() throws Exception {
    List<Session> told = new ArrayList<>();
    Session session = guest("websocket");
    sessions.onEnded(ended -> {
      if (ended.id().equals(session.id())) {
        told.add(ended);
      }
    });
    String after = String.format("%1.7s", session.id());
    Answer list = service.get("/admin/sessions?limit=500&after=" + after);
    assertThat(list.json().at("/sessions").findValuesAsString("id")).contains(session.id());
    assertThat(service.call("DELETE", "/admin/sessions/" + session.id(), "").status())
        .isEqualTo(200);
    assertThat(session.liveAt(service.clock.instant())).isFalse();
    assertThat(row(session)).containsExactly("nobody", "killed by an administrator");
    assertThat(service.call("DELETE", "/admin/sessions/" + session.id(), "").status())
        .isEqualTo(404);
    sessions.leave(session, "closed");
    assertThat(told).containsExactly(session);
  }

  @Test
  void endsWithTheRightsOfItsUser() throws Exception {
    assertThat(
            service
                .post(
                    "/admin/users",
                    "{\"username\":\"eva\",\"password\":\"a password\",\"role\":\"USER\"}")
                .status())
        .isEqualTo(201);
    User eva = service.bean(Users.class).find("eva").orElseThrow();
    Session written = sessions.arrive("tcp", "nc", "127.0.0.1", eva);
    live.write();
    Session fresh = sessions.arrive("tcp", "nc", "127.0.0.1", eva);
    assertThat(fresh.user().username()).isEqualTo("eva");
    assertThat(sessions.of(eva)).containsExactlyInAnyOrder(written, fresh);
    service.call("PATCH", "/admin/users/eva", "{\"enabled\":false}");
    assertThat(written.liveAt(service.clock.instant())).isFalse();
    assertThat(fresh.liveAt(service.clock.instant())).isFalse();
    Session late = sessions.arrive("tcp", "nc", "127.0.0.1", eva);
    assertThat(late.liveAt(service.clock.instant())).isFalse();
  }

  @Test
  void endsWhenItsChannelsIdleTimeIsOver() {
    Session tcp = guest("tcp");
    Session seen = guest("tcp");
    Session web = guest("websocket");
    Session messaging = guest("chatwoot");
    service.clock.advance(Duration.ofMinutes(20));
    sessions.seen(seen);
    service.clock.advance(Duration.ofMinutes(11));
    endings.endIdle();
    assertThat(tcp.endReason()).isEqualTo("idle");
    assertThat(sessions.byId(seen.id())).contains(seen);
    assertThat(sessions.byId(web.id())).contains(web);
    service.clock.advance(Duration.ofHours(12));
    endings.endIdle();
    assertThat(web.endReason()).isEqualTo("idle");
    assertThat(sessions.byId(messaging.id())).contains(messaging);
    service.clock.advance(Duration.ofHours(12));
    endings.endIdle();
    assertThat(messaging.endReason()).isEqualTo("idle");
  }

  @Test
  void connectionsEndWithTheProcessAndConversationsOutliveIt() throws Exception {
    Session tcp = guest("tcp");
    Session messaging = guest("whatsapp");
    try (Service first = Service.start("DATA_DIR=" + service.data)) {
      assertThat(first.port()).isPositive(); // nothing of ours is in the file yet
    }
    live.write();
    try (Service next = Service.start("DATA_DIR=" + service.data)) {
      assertThat(row(tcp)).containsExactly("nobody", "service restarted");
      Sessions there = next.bean(Sessions.class);
      assertThat(there.byId(tcp.id())).isEmpty();
      Session again = there.byId(messaging.id()).orElseThrow();
      assertThat(again.guest()).isTrue();
      next.clock.advance(Duration.ofDays(3));
      next.bean(SessionEndings.class).endIdle();
      assertThat(row(messaging)).containsExactly("nobody", "idle");
    }
  }

  @Test
  void manyComeAndGoAtOnceWhileTheFileIsWritten() throws Exception {
    AtomicInteger told = new AtomicInteger();
    List<Session> kept = new java.util.concurrent.CopyOnWriteArrayList<>();
    List<Session> left = new java.util.concurrent.CopyOnWriteArrayList<>();
    sessions.onEnded(ended -> {
      if (ended.device().equals("crowd")) {
        told.incrementAndGet();
      }
    });
    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 1200)
          .forEach(i ->
              crowd.execute(() -> {
                Session session = sessions.arrive("tcp", "crowd", "127.0.0.1", null);
                if (i % 100 == 0) {
                  live.write();
                }
                if (i % 2 == 0) {
                  sessions.leave(session, "closed");
                  left.add(session);
                } else {
                  kept.add(session);
                }
              }));
    }
    live.write();
    assertThat(told).hasValue(600);
    for (Session session : kept.subList(0, 20)) {
      assertThat(row(session)).containsExactly("nobody", "live");
    }
    for (Session session : left) {
      assertThat(sessions.byId(session.id())).isEmpty();
    }
    assertThat(
            left.stream()
                .map(s -> {
                  try {
                    return row(s);
                  } catch (SQLException e) {
                    throw new IllegalStateException(e);
                  }
                }))
        .allMatch(row -> row.isEmpty() || row.equals(List.of("nobody", "closed")));
    kept.forEach(session -> sessions.leave(session, "closed"));
  }
}
