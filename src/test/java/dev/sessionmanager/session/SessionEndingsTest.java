package dev.sessionmanager.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.LogFile;
import dev.sessionmanager.user.FakeUserRows;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.transaction.support.TransactionOperations;

/** How sessions end that another process has ended, without the service. */
class SessionEndingsTest {

  private static final SessionSettings SETTINGS =
      new SessionSettings(
          Duration.ofDays(1),
          Duration.ofDays(30),
          10,
          10,
          100,
          Duration.ofDays(1),
          Duration.ofHours(2),
          Duration.ofDays(7),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          null,
          null,
          Path.of("none"),
          Duration.ofMinutes(1),
          false);

  private final LogFile file = new LogFile();
  private final FakeUserRows userRows = new FakeUserRows();
  private final Users users = userRows.users(file.clock);
  private final FakeSessionRows rows = new FakeSessionRows();
  private final TransactionOperations transaction = TransactionOperations.withoutTransaction();
  private final LiveSessions live =
      new LiveSessions(
          rows,
          users,
          SETTINGS,
          new JdbcTemplate(file.writer),
          transaction,
          file.peers,
          file.clock);
  private final SessionEndings endings =
      new SessionEndings(live, rows, users, SETTINGS, transaction, file.peers, file.clock);
  private final User ana = users.create("ana", "right one", User.Role.USER).orElseThrow();
  private final List<Session> ended = new ArrayList<>();

  @BeforeEach
  void start() {
    endings.onEnded(ended::add);
  }

  @AfterEach
  void close() {
    file.close();
  }

  /** No API keys. */
  private Session session(@Nullable User user, String channel) {
    Instant now = file.clock.instant();
    return new Session(user, channel, "device", "192.0.2.1", now, now.plusSeconds(3600));
  }

  /** A session that is in memory, and whose row is another object, as it is in a file. */
  private Session login() {
    Session session = session(ana, "rest");
    Session row = session(ana, "rest");
    ReflectionTestUtils.setField(row, "id", session.id());
    rows.insert(row);
    live.keep(session);
    return session;
  }

  private boolean lives(Session session) {
    return session.liveAt(file.clock.instant());
  }

  @Test
  void stopsWhatAnotherProcessHasEndedAndNothingElse() {
    Session over = login();
    Session goingOn = login();
    assertThat(live.byId(over.id())).containsSame(over);
    rows.end(over.id(), file.clock.millis(), "by another process");
    assertThat(lives(over)).isTrue();
    FakeUserRows.changedElsewhere(users);
    assertThat(lives(over)).isFalse();
    assertThat(over.endReason()).isEqualTo(Session.REVOKED);
    assertThat(live.byId(over.id())).isEmpty();
    assertThat(lives(goingOn)).isTrue();
    assertThat(live.byId(goingOn.id())).isPresent();
    assertThat(ended).containsExactly(over);
  }

  @Test
  void stopsEverythingOfAUserWhomAnotherProcessHasDisabled() {
    Session login = login();
    Session connection = live.connections().arrive("tcp", "nc", "192.0.2.1", ana);
    Session guest = live.connections().arrive("tcp", "nc", "192.0.2.1", null);
    FakeUserRows.changedElsewhere(users);
    assertThat(ended).isEmpty();
    userRows.disable(ana);
    FakeUserRows.changedElsewhere(users);
    assertThat(lives(login) && live.byId(login.id()).isPresent()).isFalse();
    assertThat(lives(connection)).isFalse();
    assertThat(lives(guest)).isTrue();
    assertThat(ended).extracting(Session::id).containsExactly(login.id(), connection.id());
  }

  @Test
  void endsASessionOnceAndTellsIt() {
    Session session = login();
    assertThat(endings.end(session, Session.LOGGED_OUT)).isTrue();
    assertThat(endings.end(session, Session.IDLE)).isFalse();
    assertThat(session.endReason()).isEqualTo(Session.LOGGED_OUT);
    assertThat(rows.findById(session.id()).orElseThrow().endReason()).isEqualTo(Session.LOGGED_OUT);
    assertThat(ended).containsExactly(session);
  }

  @Test
  void endsAllOfAUserWhoseRightsChange() {
    Session login = login();
    Session connection = live.connections().arrive("tcp", "nc", "192.0.2.1", ana);
    users.change("ana", new Users.Change(null, User.Role.ADMIN, null));
    assertThat(ended).containsExactlyInAnyOrder(login, connection);
    assertThat(ended).extracting(Session::endReason).containsOnly(Session.REVOKED);
  }
}
