package dev.sessionmanager.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.LogFile;
import dev.sessionmanager.database.Sql;
import dev.sessionmanager.database.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The rows of sessions and API keys in a real file. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class SessionTableTest {

  private final LogFile file;
  private final SessionTable rows;
  private final ApiKeyTable keys;
  private final Instant now;
  private final long millis;

  SessionTableTest(TestDatabase kind) {
    file = new LogFile(kind);
    Sql sql = new Sql(file.reader, file.writer);
    rows = new SessionTable(sql);
    keys = new ApiKeyTable(sql);
    now = file.clock.instant();
    millis = now.toEpochMilli();
  }

  @AfterEach
  void close() {
    file.close();
  }

  /** A guest's, which lasts for an hour. */
  private Session insert(String channel) {
    Session session =
        new Session(null, channel, "device", "192.0.2.1", now, now.plus(Duration.ofHours(1)));
    rows.insert(session);
    return session;
  }

  private Session read(Session session) {
    return rows.findById(session.id()).orElseThrow();
  }

  @Test
  void readsWhatItHasWrittenWhereMostIsNotGiven() {
    Session session = insert("rest");

    assertThat(read(session)).usingRecursiveComparison().isEqualTo(session);
    assertThat(read(session).guest()).isTrue();
    assertThat(read(session).liveAt(now)).isTrue();
  }

  @Test
  void readsAKeyWithItsAgentsAndLimits() {
    Session key = new Session(null, Session.KEY, "name", "", now, Session.NEVER);
    key.asks(List.of("ecobot", "royal"));
    key.limits(new KeyLimits(3, null, false));
    rows.insert(key);
    keys.insert(new ApiKey(key.id(), "hash", "1234", millis));

    assertThat(read(key)).usingRecursiveComparison().isEqualTo(key);
    assertThat(keys.findSessionId("hash")).contains(key.id());
    assertThat(keys.findSessionId("other")).isEmpty();
    assertThat(keys.findBySessionIds(List.of(key.id(), "none")))
        .containsExactly(new ApiKey(key.id(), "hash", "1234", millis));
    assertThat(keys.findBySessionIds(List.of())).isEmpty();
  }

  @Test
  void changesWhatAKeyMay() {
    Session key = insert(Session.KEY);
    rows.ask(key.id(), "royal");
    rows.limit(key.id(), new KeyLimits(1, 2, true));
    rows.extend(key.id(), millis + 1);

    assertThat(read(key).agents()).containsExactly("royal");
    assertThat(read(key).limits()).isEqualTo(new KeyLimits(1, 2, true));
    assertThat(read(key).liveAt(now.plusMillis(1))).isFalse();
    rows.ask(key.id(), null);
    assertThat(read(key).agents()).isNull();
  }

  @Test
  void endsASessionOnce() {
    Session session = insert("rest");

    assertThat(rows.end(session.id(), millis, "logged out")).isTrue();
    assertThat(rows.end(session.id(), millis + 1, "idle")).isFalse();
    assertThat(read(session).endReason()).isEqualTo("logged out");
    assertThat(read(session).endedMillis()).isEqualTo(millis);
  }

  @Test
  void findsTheLiveOnesInTheirOrderAndWithinBounds() {
    List<String> ids =
        List.of(insert("rest"), insert("tcp"), insert("rest")).stream()
            .map(Session::id)
            .sorted()
            .toList();
    rows.end(insert("websocket").id(), millis, "over");

    assertThat(ids(rows.findAllLive(millis, "", 10))).isEqualTo(ids);
    assertThat(ids(rows.findAllLive(millis, ids.getFirst(), 1))).containsExactly(ids.get(1));
    assertThat(ids(rows.findBetween(millis, ids.getFirst(), ids.getLast(), 10)))
        .isEqualTo(ids.subList(0, 2));
    assertThat(rows.findAllLive(millis + Duration.ofHours(2).toMillis(), "", 10)).isEmpty();
    for (int i = 0; i < 3; i++) { // there is one connection that reads: it is given back
      assertThat(rows.countLive(millis)).isEqualTo(Map.of("rest", 2L, "tcp", 1L));
    }
  }

  @Test
  void findsAUsersLastSeenFirst() {
    String user = file.jdbc.sql("select id from users limit 1").query(String.class).single();
    insert("rest");
    for (int i = 1; i <= 3; i++) {
      file.jdbc
          .sql(
              "insert into sessions (id, user_id, channel, device, address, started_at, last_seen,"
                  + " expires_at) values (?, ?, 'rest', '', '', 0, ?, ?)")
          .params("s" + i, user, i, millis + 1)
          .update();
    }

    assertThat(ids(rows.findLive(user, millis, 2))).containsExactly("s3", "s2");
  }

  @Test
  void findsTheIdleByTheirChannels() {
    Session login = insert("rest");
    Session conversation = insert("whatsapp");
    insert(Session.KEY);
    insert("tcp");

    assertThat(ids(rows.findIdleLogins("rest", millis + 1, 9))).containsExactly(login.id());
    assertThat(ids(rows.findIdle(millis + 1, 9))).containsExactly(conversation.id());
    assertThat(rows.findIdle(millis, 9)).isEmpty();
  }

  @Test
  void endsConnectionsAndForgetsWhatIsLongOver() {
    Session connection = insert("tcp");
    Session login = insert("rest");
    rows.endConnections(millis, "restarted", false);

    assertThat(read(connection).endReason()).isEqualTo("restarted");
    rows.forget(millis + 1);
    assertThat(rows.findById(connection.id())).isEmpty();
    assertThat(read(login).liveAt(now)).isTrue();
  }

  private static List<String> ids(List<Session> sessions) {
    return sessions.stream().map(Session::id).toList();
  }
}
