package dev.sessionmanager.user;

import dev.sessionmanager.trace.Audit;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * The command {@code create-admin NAME}: makes an administrator, or makes one of an existing user
 * with a new password. Reads the password from the terminal, twice and without echo, or from the
 * first line of standard input. Works beside a running service.
 */
@Component
@Profile(CreateAdmin.COMMAND)
final class CreateAdmin implements ApplicationRunner, ExitCodeGenerator {

  /** First argument on the command line, and the profile that it switches on. */
  static final String COMMAND = "create-admin";

  private final Users users;
  private int exitCode = 1;

  CreateAdmin(Users users) {
    this.users = users;
  }

  @Override
  public void run(ApplicationArguments arguments) throws IOException {
    List<String> words = arguments.getNonOptionArgs();
    String name = words.size() == 2 ? words.get(1) : null;
    if (name == null || !Users.isName(name)) {
      System.err.println("Usage: session-manager create-admin NAME (the password is asked for)");
      return;
    }
    String password = password();
    if (password == null || !users.acceptable(name, password)) {
      System.err.println(
          "The password must have at least "
              + users.passwordMinLength()
              + " characters, and be neither one that everybody knows nor the user's name.");
      return;
    }
    if (!typedTwice(password)) {
      System.err.println("The two passwords differ: nothing was changed.");
      return;
    }
    Audit.Actor operator = Audit.Actor.operator("command");
    if (users.create(name, password, User.Role.ADMIN).isPresent()) {
      Audit.note(operator, "user.create role=ADMIN", name, Audit.DONE);
    } else {
      Users.Change change = new Users.Change(password, User.Role.ADMIN, true);
      users.change(name, change);
      Audit.note(operator, "user.change" + change, name, Audit.DONE);
    }
    System.out.println(name + " is an administrator.");
    exitCode = 0;
  }

  /** The terminal; null where standard input is none. */
  @SuppressWarnings("SystemConsoleNull")
  private static @Nullable Console terminal() {
    Console console = System.console();
    return console != null && console.isTerminal() ? console : null;
  }

  private static @Nullable String typed(Console console, String prompt) {
    char[] typed = console.readPassword(prompt);
    return typed == null ? null : new String(typed);
  }

  /** Whoever types without seeing it may have typed something else. */
  private static boolean typedTwice(String password) {
    Console console = terminal();
    return console == null || password.equals(typed(console, "The same again: "));
  }

  private static @Nullable String password() throws IOException {
    Console console = terminal();
    if (console != null) {
      return typed(console, "Password: ");
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    return in.readLine();
  }

  @Override
  public int getExitCode() {
    return exitCode;
  }
}
