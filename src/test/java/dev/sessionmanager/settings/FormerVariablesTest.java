package dev.sessionmanager.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.problem.WrongSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * What was ever set by a variable can still be set by it, or the start says what took its place.
 */
class FormerVariablesTest {

  /** As the service has it, with these environment variables and no others. */
  static ConfigurableEnvironment environment(Map<String, String> variables, String... profiles) {
    ConfigurableEnvironment environment = new StandardEnvironment();
    MutablePropertySources sources = environment.getPropertySources();
    sources.remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
    sources.replace(
        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
        new SystemEnvironmentPropertySource(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(variables)));
    ConfigDataEnvironmentPostProcessor.applyTo(
        environment, new DefaultResourceLoader(), null, profiles);
    new PublicNames(Supplier::get).postProcessEnvironment(environment, new SpringApplication());
    return environment;
  }

  private static String value(ConfigurableEnvironment environment, String property) {
    return Binder.get(environment).bind(property, String.class).orElse("");
  }

  private static Map<String, String> listed(String file) throws Exception {
    Properties list = PropertiesLoaderUtils.loadProperties(new ClassPathResource(file));
    return list.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, list::getProperty));
  }

  @ParameterizedTest
  @CsvSource({
    "former-variables.properties, default, 199",
    "former-variables-runtime.properties, runtime, 9"
  })
  void eachOneTakesEffect(String file, String profile, int count) throws Exception {
    Map<String, String> former = listed(file);
    assertThat(former).hasSize(count);
    assertThat(former)
        .allSatisfy((variable, property) -> {
          String value = "what " + variable + " says";
          assertThat(value(environment(Map.of(variable, value), profile), property))
              .as("%s sets %s", variable, property)
              .isEqualTo(value);
        });
  }

  @Test
  void areThoseOfPropertiesThatThereAre() {
    assertThat(OldVariables.names().values())
        .isSubsetOf(
            Stream.of("application.yaml", "application-runtime.yaml")
                .flatMap(file -> SettingsFile.read(file).lines().stream())
                .map(SettingsFile.Line::property)
                .toList());
  }

  @Test
  void giveWayToThePropertysOwnName(@TempDir Path folder) throws Exception {
    assertThat(value(environment(Map.of("QUEUE_MAX", "1")), "admission.queue-max")).isEqualTo("1");
    assertThat(
            value(
                environment(Map.of("QUEUE_MAX", "1", "ADMISSION_QUEUEMAX", "2")),
                "admission.queue-max"))
        .isEqualTo("2");
    Files.writeString(folder.resolve("application.yaml"), "admission.queue-max: 3\n");
    String location = "file:" + folder + '/';
    assertThat(
            value(
                environment(
                    Map.of("QUEUE_MAX", "1", "SPRING_CONFIG_ADDITIONAL_LOCATION", location)),
                "admission.queue-max"))
        .isEqualTo("3");
  }

  @Test
  void areRefusedWhereTheyMeantTooMuch() {
    for (String name : List.of("TRUSTED_NETWORKS", "TRUST_NETWORKS")) {
      for (String value : List.of("10.0.0.0/8", "")) {
        assertThatThrownBy(() -> environment(Map.of(name, value)))
            .isInstanceOf(WrongSetting.class)
            .hasMessageContainingAll("GUEST_NETWORKS", "WEBHOOK_NETWORKS", "OPERATOR_NETWORKS");
      }
    }
  }

  @Test
  void areTakenThoughEmpty() {
    assertThat(environment(Map.of("EVOLUTION_BACK_WORD", "")).getProperty("evolution.back-word"))
        .isEmpty();
  }

  @Test
  void areNamedInOneSentenceWithoutTheirValues() {
    Map<String, String> set =
        Map.of("QUEUE_MAX", "7777", "LOG_LINGER", "7777us", "AGENTS_MAX", "7777");
    assertThat(OldVariables.in(environment(set)).sentence())
        .isEqualTo(
            "Settings under their old names, which go on working: QUEUE_MAX is admission.queue-max,"
                + " LOG_LINGER is turn-log.linger");
    assertThat(OldVariables.in(environment(Map.of("PORT", "1"))).sentence()).isNull();
  }
}
