package dev.sessionmanager;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
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

  public static void main(String[] args) {
    SpringApplication.run(SessionManager.class, args);
  }

  /** Time, from one place, so that tests can set it. */
  @Bean
  static Clock clock() {
    return Clock.systemUTC();
  }

  /** The whole service: every room. */
  @Configuration(proxyBeanMethods = false)
  @Profile("!runtime")
  @EnableScheduling
  @ComponentScan
  @ConfigurationPropertiesScan
  static class WholeService {}

  /** The agent runtime alone: no users, no database. */
  @Configuration(proxyBeanMethods = false)
  @Profile("runtime")
  @ComponentScan("dev.sessionmanager.runtime")
  @ConfigurationPropertiesScan("dev.sessionmanager.runtime")
  static class RuntimeAlone {}
}
