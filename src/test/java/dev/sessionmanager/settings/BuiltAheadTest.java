package dev.sessionmanager.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Which starts the beans of the build are good for. */
class BuiltAheadTest {

  private static StandardEnvironment environment(String... settings) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .forEach(s -> environment.getPropertySources().remove(s.getName()));
    for (String setting : settings) {
      environment
          .getPropertySources()
          .addLast(new MapPropertySource(setting, Map.of(setting, "anything")));
    }
    return environment;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUNTIME_API_URL",
        "CHATWOOT_API_URL",
        "PORT",
        "DEBUG",
        "LOG_LEVEL",
        "TLS_ENABLED",
        "SERVER_PORT",
        "spring.aot.enabled"
      })
  void fitWithTheServicesOwnSettings(String setting) {
    assertThat(BuiltAhead.fits(environment(setting))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SPRING_FLYWAY_ENABLED",
        "spring.main.lazy-initialization",
        "management.metrics.enable.jvm",
        "SERVER_SERVLET_CONTEXT_PATH"
      })
  void doNotFitWithSettingsOfSpringsOwnFromOutside(String setting) {
    assertThat(BuiltAhead.fits(environment(setting))).isFalse();
  }

  @Test
  void fitWithSpringsSettingsInTheServicesOwnFile() {
    StandardEnvironment environment = environment();
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "Config resource 'class path resource [application.yaml]' via location 'x'",
                Map.of("spring.flyway.enabled", "false")));
    assertThat(BuiltAhead.fits(environment)).isTrue();
  }

  @Test
  void fitNoOtherProfileThanTheRehearsal() {
    StandardEnvironment environment = environment();
    environment.setActiveProfiles("rehearsal");
    assertThat(BuiltAhead.fits(environment)).isTrue();
    environment.setActiveProfiles("runtime");
    assertThat(BuiltAhead.fits(environment)).isFalse();
  }
}
