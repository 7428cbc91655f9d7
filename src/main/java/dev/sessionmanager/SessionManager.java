package dev.sessionmanager;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the service or, with the profile {@code runtime}, the agent runtime alone. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class SessionManager {

  /** The profile of every command of the operator's; its own name is a second one. */
  private static final String COMMAND = "command";

  /** Commands on users: see {@code CreateAdmin} in the users' room. */
  private static final Set<String> ON_USERS = Set.of("create-admin");

  /**
   * Commands on files, which open the database themselves: see {@code Backup} in the database's
   * room.
   */
  private static final Set<String> ON_FILES = Set.of("backup", "restore", "copy-to");

  /** Commands that ask the running service: see {@code RunningService} in the operator's room. */
  private static final Set<String> ON_SERVICE = Set.of("check", "admin");

  private static final Set<String> COMMANDS =
      Stream.of(ON_USERS, ON_FILES, ON_SERVICE)
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> HELP = Set.of("help", "--help", "-h", "-?");

  /** As of other programs that were called wrongly: BSD's sysexits.h, EX_USAGE. */
  private static final int WRONG_USAGE = 64;

  /** Whether TLS 1.2 lets clients renegotiate: each time costs the server more than them. */
  private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

  public static void main(String[] args) {
    if (System.getProperty(NO_RENEGOTIATION) == null) {
      System.setProperty(NO_RENEGOTIATION, "true");
    }
    String word = args.length == 0 ? "" : args[0];
    if (HELP.contains(word)) {
      System.out.print(usage());
      return;
    }
    if (!word.isEmpty() && !word.startsWith("--") && !COMMANDS.contains(word)) {
      System.err.println("session-manager: there is no command " + word + ". There are:");
      System.err.print(usage());
      System.exit(WRONG_USAGE);
    }
    Class<?> rooms =
        ON_FILES.contains(word)
            ? FileCommand.class
            : ON_SERVICE.contains(word) ? ServiceCommand.class : SessionManager.class;
    SpringApplication application = new SpringApplication(rooms);
    if (rooms != SessionManager.class || ON_USERS.contains(word)) {
      // A command uses the rooms, opens no port, and ends.
      application.setWebApplicationType(WebApplicationType.NONE);
      application.setAdditionalProfiles(COMMAND, word);
      application.setLogStartupInfo(false);
      System.exit(SpringApplication.exit(application.run(args)));
    }
    application.run(args);
  }

  /** What the program takes, in English, like its log. */
  private static String usage() {
    try (InputStream usage = SessionManager.class.getResourceAsStream("/usage.txt")) {
      return usage == null ? "" : new String(usage.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Time, from one place, so that tests can set it. */
  @Bean
  static Clock clock() {
    return Clock.systemUTC();
  }

  /** The whole service: every room. */
  @Configuration(proxyBeanMethods = false)
  @Profile("!runtime & !" + COMMAND)
  @EnableScheduling
  @ComponentScan
  @ConfigurationPropertiesScan
  static class WholeService {}

  /** A command on users: the database, users and their sessions, no port. */
  @Configuration(proxyBeanMethods = false)
  @Profile("create-admin")
  @ComponentScan({
    "dev.sessionmanager.database",
    "dev.sessionmanager.session",
    "dev.sessionmanager.user"
  })
  @ConfigurationPropertiesScan({
    "dev.sessionmanager.database",
    "dev.sessionmanager.session",
    "dev.sessionmanager.user"
  })
  static class UserCommand {}

  /** A command on files: nothing is configured by itself, so that the database stays closed. */
  @Configuration(proxyBeanMethods = false)
  @Profile({"backup", "restore", "copy-to"})
  @ComponentScan("dev.sessionmanager.database")
  @ConfigurationPropertiesScan("dev.sessionmanager.database")
  static class FileCommand {

    @Bean
    static Clock clock() {
      return SessionManager.clock();
    }
  }

  /** A command on the running service: nothing of it is started here. */
  @Configuration(proxyBeanMethods = false)
  @Profile({"check", "admin"})
  @ComponentScan(
      basePackages = "dev.sessionmanager.admin",
      useDefaultFilters = false,
      includeFilters = @Filter(type = FilterType.REGEX, pattern = ".*\\.(Check|AdminLink)"))
  static class ServiceCommand {}

  /** The agent runtime alone, with the models that its agents ask: no users, no database. */
  @Configuration(proxyBeanMethods = false)
  @Profile("runtime")
  @ComponentScan({
    "dev.sessionmanager.embedded",
    "dev.sessionmanager.http",
    "dev.sessionmanager.model",
    "dev.sessionmanager.optimizer",
    "dev.sessionmanager.problem",
    "dev.sessionmanager.runtime",
    "dev.sessionmanager.tuning",
    "dev.sessionmanager.vfs"
  })
  @ConfigurationPropertiesScan({
    "dev.sessionmanager.embedded",
    "dev.sessionmanager.http",
    "dev.sessionmanager.model",
    "dev.sessionmanager.optimizer",
    "dev.sessionmanager.runtime",
    "dev.sessionmanager.tuning",
    "dev.sessionmanager.vfs"
  })
  static class RuntimeAlone {}
}
