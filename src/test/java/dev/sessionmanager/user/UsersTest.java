package dev.sessionmanager.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.SettableClock;
import dev.sessionmanager.user.User.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.util.ReflectionTestUtils;

class UsersTest {

  private static final String OUTSIDE = "192.0.2.1";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00.1239Z"));
  private final FakeUserRows rows = new FakeUserRows();
  private final Users users = rows.users(clock);
  private final List<String> revoked = new ArrayList<>();

  @BeforeEach
  void listen() {
    users.onRevoked(revoked::add);
  }

  private User ana() {
    return users.create("ana", "right one", Role.USER).orElseThrow();
  }

  private Login login(String password) {
    return users.authenticate("ana", password, OUTSIDE, false);
  }

  @Test
  void letsTheRightPasswordInAndNoOther() {
    User ana = ana();
    assertThat(login("right one")).isEqualTo(new Login.Granted(ana));
    assertThat(login("right one ")).isEqualTo(new Login.Refused());
    assertThat(users.authenticate("leo", "right one", OUTSIDE, false))
        .isEqualTo(new Login.Refused());
  }

  @Test
  void looksForNobodyWhoseNameOrPasswordIsAbsurdlyLong() {
    String longest = "p".repeat(1024);
    users.create("a".repeat(64), longest, Role.USER);
    int before = rows.reads();
    assertThat(login(longest + "p")).isEqualTo(new Login.Refused());
    assertThat(users.authenticate("a".repeat(65), "right one", OUTSIDE, false))
        .isEqualTo(new Login.Refused());
    assertThat(rows.reads()).isEqualTo(before);
    assertThat(users.authenticate("a".repeat(64), longest, OUTSIDE, false))
        .isInstanceOf(Login.Granted.class);
  }

  @Test
  void readsNothingForWhoWasRightAMomentAgo() {
    ana();
    login("right one");
    int before = rows.reads();
    assertThat(login("right one")).isInstanceOf(Login.Granted.class);
    assertThat(rows.reads()).isEqualTo(before);
    FakeUserRows.changedElsewhere(users);
    assertThat(login("right one")).isInstanceOf(Login.Granted.class);
    assertThat(rows.reads()).isEqualTo(before + 1);
  }

  @Test
  void tellsThatAnotherProcessHasChangedTheFile() {
    List<String> told = new ArrayList<>();
    users.onForeignChange(() -> told.add("changed"));
    users.forgetEverything();
    assertThat(told).containsExactly("changed");
  }

  @Test
  void throttlesWhoGuesses() {
    ana();
    for (int i = 0; i < 6; i++) {
      assertThat(login("guess " + i)).isEqualTo(i < 5 ? new Login.Refused() : throttled(1));
    }
    assertThat(login("right one")).as("nothing is checked").isEqualTo(throttled(1));
    clock.advance(Duration.ofSeconds(1));
    assertThat(login("right one")).isInstanceOf(Login.Granted.class);
    assertThat(login("guess")).as("starts anew").isEqualTo(new Login.Refused());
    assertThat(login("right one")).isInstanceOf(Login.Granted.class);
  }

  private static Login throttled(int seconds) {
    return new Login.Throttled(Duration.ofSeconds(seconds));
  }

  @Test
  void looksAtGuessesThatComeAtOnceOneByOne() throws Exception {
    ana();
    List<Future<Login>> guesses = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 500; i++) {
        String guess = "guess " + i;
        guesses.add(threads.submit(() -> login(guess)));
      }
    }
    List<Login> answers = new ArrayList<>();
    for (Future<Login> guess : guesses) {
      answers.add(guess.get());
    }
    assertThat(answers).filteredOn(new Login.Refused()::equals).hasSize(5);
    assertThat(answers).filteredOn(throttled(1)::equals).hasSize(495);
  }

  @Test
  void letsAPublishedPasswordInFromATrustedNetworkOnlyUntilItIsChanged() {
    ReflectionTestUtils.setField(ana(), "presetPassword", true);
    assertThat(login("right one")).isEqualTo(new Login.PresetPassword());
    assertThat(users.authenticate("ana", "right one", "127.0.0.1", true))
        .isInstanceOf(Login.Granted.class);
    assertThat(login("right one")).as("remembered").isEqualTo(new Login.PresetPassword());
    users.change("ana", new Users.Change("another one", null, null));
    assertThat(login("another one")).isInstanceOf(Login.Granted.class);
  }

  @Test
  void storesAPasswordAnewByTheSlowHashOnceItIsAtHand() {
    User ana = ana();
    Users slow = rows.users(FakeUserRows.settings(PasswordScheme.ARGON2ID, null), clock);
    assertThat(slow.authenticate("ana", "wrong one", OUTSIDE, false))
        .isEqualTo(new Login.Refused());
    assertThat(ana.password()).doesNotStartWith("$argon2");
    assertThat(slow.authenticate("ana", "right one", OUTSIDE, false))
        .isInstanceOf(Login.Granted.class);
    assertThat(ana.password()).startsWith("$argon2id$");
    String once = ana.password();
    slow.forgetEverything();
    assertThat(slow.authenticate("ana", "right one", OUTSIDE, false))
        .isInstanceOf(Login.Granted.class);
    assertThat(ana.password()).isEqualTo(once);
  }

  @Test
  void asksWhoCannotBeCheckedNowToComeBack() {
    Users slow = rows.users(FakeUserRows.settings(PasswordScheme.ARGON2ID, null), clock);
    slow.create("leo", "right one", Role.USER);
    Thread.currentThread().interrupt(); // as when no core is free in time
    assertThat(slow.authenticate("leo", "right one", OUTSIDE, false)).isEqualTo(throttled(5));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(slow.authenticate("leo", "right one", OUTSIDE, false))
        .isInstanceOf(Login.Granted.class);
  }

  @Test
  void makesNobodyTwice() {
    User ana = ana();
    assertThat(ana.role()).isEqualTo(Role.USER);
    assertThat(ana.enabled()).isTrue();
    assertThat(ana.presetPassword()).isFalse();
    assertThat(ana.createdAt()).isEqualTo("2026-01-01T00:00:00.123Z");
    assertThat(users.create("ana", "another one", Role.ADMIN)).isEmpty();
    assertThat(users.find("ana")).contains(ana);
    assertThat(users.byId(ana.id())).contains(ana);
    assertThat(login("right one")).isInstanceOf(Login.Granted.class);
  }

  @Test
  void forgetsTheOldPasswordAtOnce() {
    User ana = ana();
    login("right one");
    assertThat(users.change("ana", new Users.Change("another one", null, null))).contains(ana);
    assertThat(login("right one")).isEqualTo(new Login.Refused());
    assertThat(login("another one")).isEqualTo(new Login.Granted(ana));
    assertThat(revoked).containsExactly(ana.id());
  }

  @Test
  void refusesWhoIsDisabledAtOnceAndLetsThemInAgain() {
    User ana = ana();
    login("right one");
    assertThat(users.change("ana", new Users.Change(null, null, false))).contains(ana);
    assertThat(ana.enabled()).isFalse();
    assertThat(login("right one")).isEqualTo(new Login.Refused());
    users.change("ana", new Users.Change(null, null, true));
    assertThat(login("right one")).isInstanceOf(Login.Granted.class);
    assertThat(revoked).containsExactly(ana.id(), ana.id());
  }

  @Test
  void givesAnotherRoleAndTellsSo() {
    User ana = ana();
    assertThat(users.change("ana", new Users.Change(null, Role.ADMIN, null))).contains(ana);
    assertThat(ana.role()).isEqualTo(Role.ADMIN);
    assertThat(revoked).containsExactly(ana.id());
  }

  @Test
  void changesNothingOfNobody() {
    assertThat(users.change("leo", new Users.Change("another one", null, null))).isEmpty();
    assertThat(users.change("leo", new Users.Change(null, null, false))).isEmpty();
    assertThat(users.change("leo", new Users.Change(null, Role.ADMIN, null))).isEmpty();
    assertThat(revoked).isEmpty();
  }

  @Test
  void listsThemByNamePageByPage() {
    for (String name : List.of("leo", "ana", "eva")) {
      users.create(name, "right one", Role.USER);
    }
    assertThat(users.list("", 2)).extracting(User::username).containsExactly("ana", "eva");
    assertThat(users.list("eva", 2)).extracting(User::username).containsExactly("leo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ana", "9", "ñandú", "a.b_c@d+e-f"})
  void takesTheseNames(String name) {
    assertThat(Users.isName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".a", "-a", "a b", "a/b", "a\n"})
  void takesNoSuchName(String name) {
    assertThat(Users.isName(name)).isFalse();
  }

  @Test
  void takesPasswordsAndNamesUpToTheirBounds() {
    assertThat(users.passwordMinLength()).isEqualTo(8);
    assertThat(users.acceptable("ana", "1234567")).isFalse();
    assertThat(users.acceptable("ana", "8 signs!")).isTrue();
    assertThat(users.acceptable("ana", "pq".repeat(512))).isTrue();
    assertThat(users.acceptable("ana", "pq".repeat(512) + "p")).isFalse();
    assertThat(Users.isName("a".repeat(64))).isTrue();
    assertThat(Users.isName("a".repeat(65))).isFalse();
  }

  @Test
  void takesNoSettingThatCannotBe() {
    Duration minute = Duration.ofMinutes(1);
    assertThat(settings(4, Duration.ZERO, 0, "4444", 1, Duration.ZERO).passwordMinLength())
        .isEqualTo(4);
    assertThat(settings(1024, minute, 1, "", 1, minute).passwordMinLength()).isEqualTo(1024);
    refuses("users.password-min-length", 3, minute, 1, null, 1, minute);
    refuses("users.password-min-length", 1025, minute, 1, null, 1, minute);
    refuses("ADMIN_PASSWORD must have at least 8", 8, minute, 1, "1234567", 1, minute);
    refuses("users.login-free-tries", 8, minute, 1, null, 0, minute);
    refuses("users.login-delay-max", 8, minute, 1, null, 1, minute.negated());
    refuses("users.verified-ttl", 8, minute.negated(), 1, null, 1, minute);
    refuses("users.verified-max", 8, minute, -1, null, 1, minute);
  }

  private static UserSettings settings(
      int min, Duration ttl, int max, @Nullable String admin, int tries, Duration delay) {
    return new UserSettings(PasswordScheme.SHA256, min, ttl, max, admin, tries, delay);
  }

  private static void refuses(
      String sentence,
      int min,
      Duration ttl,
      int max,
      @Nullable String admin,
      int tries,
      Duration delay) {
    assertThatThrownBy(() -> settings(min, ttl, max, admin, tries, delay))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }
}
