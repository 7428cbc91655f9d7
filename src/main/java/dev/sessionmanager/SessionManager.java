package dev.sessionmanager;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the service or, with the profile {@code runtime}, the agent runtime alone. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class SessionManager {

  /** See {@code CreateAdmin} in the users' room. */
  private static final String COMMAND = "create-admin";

  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(SessionManager.class);
    if (args.length > 0 && args[0].equals(COMMAND)) {
      // A command uses the rooms, opens no port, and ends.
      application.setWebApplicationType(WebApplicationType.NONE);
      application.setAdditionalProfiles(COMMAND);
      application.setLogStartupInfo(false);
      System.exit(SpringApplication.exit(application.run(args)));
    }
    application.run(args);
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

  /** A command of the operator's: users and their sessions, no port. */
  @Configuration(proxyBeanMethods = false)
  @Profile(COMMAND)
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
  static class Command {}

  /** The agent runtime alone, with the models that its agents ask: no users, no database. */
  @Configuration(proxyBeanMethods = false)
  @Profile("runtime")
  @ComponentScan({"dev.sessionmanager.model", "dev.sessionmanager.runtime"})
  @ConfigurationPropertiesScan({"dev.sessionmanager.model", "dev.sessionmanager.runtime"})
  static class RuntimeAlone {}
}
