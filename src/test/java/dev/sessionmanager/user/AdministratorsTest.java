package dev.sessionmanager.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.Service;
import dev.sessionmanager.SettableClock;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.WrongSetting;
import dev.sessionmanager.user.User.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first administrator, and the last. */
class AdministratorsTest {

  private static final String OUTSIDE = "192.0.2.1";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final FakeUserRows rows = new FakeUserRows();
  private final Users users = rows.users(clock);
  private final List<String> revoked = new ArrayList<>();

  @BeforeEach
  void listen() {
    users.onRevoked(revoked::add);
  }

  private void firstAdministrator(@Nullable String password) {
    UserSettings settings = FakeUserRows.settings(PasswordScheme.SHA256, password);
    new FirstAdministrator(users, rows, settings).afterSingletonsInstantiated();
  }

  @Test
  void makesTheFirstAdministratorAndNoSecond() {
    firstAdministrator("of the operator");
    User admin = users.find("admin").orElseThrow();
    assertThat(admin.role()).isEqualTo(Role.ADMIN);
    assertThat(users.authenticate("admin", "of the operator", OUTSIDE, false))
        .isInstanceOf(Login.Granted.class);
    admin.role(Role.USER);
    firstAdministrator("of the operator");
    assertThat(admin.role()).as("a user of that name is left alone").isEqualTo(Role.USER);
  }

  @Test
  void makesNoAdministratorWithoutAPasswordOrBesideAnother() {
    firstAdministrator(null);
    firstAdministrator(" ");
    users.create("root", "right one", Role.ADMIN);
    firstAdministrator("of the operator");
    assertThat(users.find("admin")).isEmpty();
  }

  @Test
  void makesNoFirstAdministratorWithAPasswordThatEverybodyKnows() {
    for (String known : List.of("Password1", "ADMIN-2026!", "qwertyuiop")) {
      assertThatThrownBy(() -> firstAdministrator(known))
          .isInstanceOf(WrongSetting.class)
          .hasMessageContaining("ADMIN_PASSWORD");
    }
    users.create("root", "right one", Role.ADMIN);
    firstAdministrator("Password1"); // of an older release, and no longer of use
    assertThat(users.find("admin")).isEmpty();
  }

  @Test
  void keepsTheLastAdministratorWhoCanLogIn() {
    User root = users.create("root", "right one", Role.ADMIN).orElseThrow();
    User other = users.create("other", "right one", Role.ADMIN).orElseThrow();
    users.change("other", new Users.Change(null, null, false));
    revoked.clear();
    for (Users.Change change :
        List.of(
            new Users.Change("another one", null, false),
            new Users.Change("another one", Role.USER, null),
            new Users.Change("another one", Role.USER, false))) {
      assertThatThrownBy(() -> users.change("root", change))
          .isInstanceOf(Problem.class)
          .hasMessageStartingWith("last_administrator");
    }
    assertThat(root.role() == Role.ADMIN && root.enabled()).isTrue();
    assertThat(revoked).as("nothing was changed").isEmpty();
    users.change("other", new Users.Change(null, Role.USER, null));
    assertThat(other.role()).as("who cannot log in is no administrator").isEqualTo(Role.USER);
    users.change("other", new Users.Change(null, Role.ADMIN, true));
    users.change("root", new Users.Change("another one", Role.USER, null));
    assertThat(root.role()).isEqualTo(Role.USER);
  }

  @Test
  void keepsOneOfTwoWhoDemoteEachOtherAtOnce() throws Exception {
    try (Service service = Service.start();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String last = create(service, "admin");
      for (int round = 0; round < 10; round++) {
        List<String> two = List.of(last, create(service, "admin" + round));
        String change = round % 2 == 0 ? "{\"role\":\"USER\"}" : "{\"enabled\":false}";
        List<Future<Service.Answer>> answers = new ArrayList<>();
        for (String name : two) {
          answers.add(threads.submit(() -> service.call("PATCH", "/admin/users/" + name, change)));
        }
        int kept = answers.getFirst().get().status() == 409 ? 0 : 1;
        assertThat(answers.get(1 - kept).get().status()).isEqualTo(200);
        assertThat(answers.get(kept).get().text("/code")).isEqualTo("last_administrator");
        assertThat(answers.get(kept).get().text("/message")).contains("último administrador");
        last = two.get(kept);
        assertThat(service.login(last, "long enough").text("/data/user/role")).isEqualTo("ADMIN");
      }
    }
  }

  private static String create(Service service, String name) {
    String user = "{\"username\":\"" + name + "\",\"password\":\"long enough\",\"role\":\"ADMIN\"}";
    assertThat(service.post("/admin/users", user).status()).isEqualTo(201);
    return name;
  }
}
