package dev.sessionmanager;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Starts the service or, with the profile {@code runtime}, the agent runtime alone. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class SessionManager {

  public static void main(String[] args) {
    SpringApplication.run(SessionManager.class, args);
  }

  /** The whole service: every room. */
  @Configuration(proxyBeanMethods = false)
  @Profile("!runtime")
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
