package dev.sessionmanager.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.model.Models;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.runtime.AgentRuntime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class EmbeddedRuntimeConfigurationTest {

  @ConfigurationPropertiesScan({
    "dev.sessionmanager.embedded",
    "dev.sessionmanager.optimizer",
    "dev.sessionmanager.runtime",
    "dev.sessionmanager.vfs"
  })
  static class Settings {}

  private final ApplicationContextRunner context =
      new ApplicationContextRunner()
          .withInitializer(new ConfigDataApplicationContextInitializer())
          .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
          .withUserConfiguration(Settings.class, EmbeddedRuntimeConfiguration.class)
          .withBean(Models.class, FakeNoModels::new)
          .withBean(FieldCheck.class);

  @Test
  void embedsTheRuntimeWhereNoAddressIsSet() {
    context.run(it -> {
      assertThat(it.getBean(AgentRuntime.class).name()).isEqualTo("embedded");
      assertThat(it).doesNotHaveBean(RuntimeServerSettings.class);
      assertThat(it.getBean(AgentHost.class)).isSameAs(AgentHost.NOWHERE);
    });
  }

  @Test
  void embedsNoneWhereAnAddressIsSet() {
    context
        .withPropertyValues("RUNTIME_API_URL=http://localhost:8000")
        .run(it -> assertThat(it).doesNotHaveBean(EmbeddedRuntime.class));
  }

  @Test
  void servesItsOwnAgentsInTheProfileRuntimeWhateverTheAddress() {
    context
        .withPropertyValues(
            "spring.profiles.active=runtime", "RUNTIME_API_URL=http://localhost:8000")
        .run(it -> assertThat(it.getBean(AgentHost.class)).isInstanceOf(AgentPorts.class));
  }

  @Test
  void stopsItsAgentsWhenItCloses() {
    EmbeddedRuntime[] runtime = new EmbeddedRuntime[1];
    context.run(it -> {
      runtime[0] = it.getBean(EmbeddedRuntime.class);
      runtime[0].launch(EmbeddedRuntime.OFFERED, Map::of);
    });
    assertThat(runtime[0].list(null, null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "runtime.embedded.vfs.max-files, 0, runtime.embedded.vfs.max-files must be at least 1.",
    "runtime.embedded.vfs.max-bytes, 0, 'runtime.embedded.vfs.max-bytes must be at least 1 byte,"
        + " like 50MB.'",
    "runtime.embedded.vfs.max-depth, 65, runtime.embedded.vfs.max-depth must be between 1 and 64.",
    "runtime.embedded.optimizer.max-files, -1, runtime.embedded.optimizer.max-files must be 0 or"
        + " more.",
    "runtime.server.agent-port-range, 12001-8001, 'runtime.server.agent-port-range must be two"
        + " ports, the lower one first, like 8001-12001.'",
    "runtime.server.agent-timeout, 0s, 'runtime.server.agent-timeout must be at least 1 second,"
        + " like 30s.'"
  })
  void saysInOneSentenceWhatIsWrongWithASetting(String name, String value, String sentence) {
    context
        .withPropertyValues("spring.profiles.active=runtime", name + "=" + value)
        .run(it -> assertThat(it).getFailure().rootCause().hasMessage(sentence));
  }
}
