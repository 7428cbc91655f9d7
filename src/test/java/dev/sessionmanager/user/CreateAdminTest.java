package dev.sessionmanager.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.SettableClock;
import dev.sessionmanager.user.User.Role;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.DefaultApplicationArguments;

class CreateAdminTest {

  private static final InputStream IN = System.in;
  private static final PrintStream OUT = System.out;
  private static final PrintStream ERR = System.err;

  private final Users users =
      new FakeUserRows().users(new SettableClock(Instant.parse("2026-01-01T00:00:00Z")));
  private final CreateAdmin command = new CreateAdmin(users);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void redirect() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setIn(IN);
    System.setOut(OUT);
    System.setErr(ERR);
  }

  /** Runs it with this standard input; its exit code. */
  private int run(String input, String... words) throws IOException {
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    command.run(new DefaultApplicationArguments(words));
    return command.getExitCode();
  }

  @Test
  void makesAnAdministratorWithThePasswordOfTheFirstLine() throws Exception {
    assertThat(run("contraseña larga\nsecond line\n", "create-admin", "root")).isZero();
    assertThat(users.find("root").orElseThrow().role()).isEqualTo(Role.ADMIN);
    assertThat(users.authenticate("root", "contraseña larga", "192.0.2.1", false))
        .isInstanceOf(Login.Granted.class);
    assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("root is an administrator.\n");
    assertThat(err.size()).isZero();
  }

  @Test
  void makesAnAdministratorOfAUserWhoIsThere() throws Exception {
    User ana = users.create("ana", "old password", Role.USER).orElseThrow();
    users.change("ana", new Users.Change(null, null, false));
    assertThat(run("new password\n", "create-admin", "ana")).isZero();
    assertThat(ana.role()).isEqualTo(Role.ADMIN);
    assertThat(ana.enabled()).isTrue();
    assertThat(users.authenticate("ana", "new password", "192.0.2.1", false))
        .isEqualTo(new Login.Granted(ana));
  }

  @Test
  void saysHowItIsUsed() throws Exception {
    for (String[] words :
        new String[][] {
          {"create-admin"}, {"create-admin", "a", "b"}, {"create-admin", "no name"}
        }) {
      err.reset();
      assertThat(run("long enough\n", words)).isEqualTo(1);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .isEqualTo("Usage: session-manager create-admin NAME (the password is asked for)\n");
    }
    assertThat(users.list("", 10)).isEmpty();
  }

  @Test
  void refusesAPasswordThatIsMissingTooShortOrEasilyGuessed() throws Exception {
    for (String input : new String[] {"1234567\n", "", "Contraseña\n", "Root-2026\n"}) {
      err.reset();
      assertThat(run(input, "create-admin", "root")).isEqualTo(1);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .isEqualTo(
              "The password must have at least 8 characters, and be neither one that everybody"
                  + " knows nor the user's name.\n");
    }
    assertThat(users.find("root")).isEmpty();
  }
}
