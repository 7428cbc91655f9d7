package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.core.SpringProperties;

/** The beans that the build prepared are those that a start finds by itself, whatever is set. */
class BuiltAheadIT {

  private static final String ENABLED = "spring.aot.enabled";

  /** Is there where configuration classes are read at the start. */
  private static final String CONFIGURATION_READER =
      AnnotationConfigUtils.CONFIGURATION_ANNOTATION_PROCESSOR_BEAN_NAME;

  @TempDir private Path data;

  @AfterEach
  void asItWas() {
    SpringProperties.setProperty(ENABLED, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "RUNTIME_API_URL=http://127.0.0.1:9",
        "CHATWOOT_API_URL=http://127.0.0.1:9 CHATWOOT_API_TOKEN=a CHATWOOT_ACCOUNT_ID=1",
        "EVOLUTION_API_URL=http://127.0.0.1:9 EVOLUTION_API_TOKEN=a INSTANCE_NAME=b"
      })
  void areTheSameAsFoundAtTheStart(String settings) {
    Set<String> found = beans(settings, "false");
    Set<String> prepared = beans(settings, "true");
    assertThat(prepared).isEqualTo(found);
  }

  private Set<String> beans(String settings, String ahead) {
    SpringProperties.setProperty(ENABLED, ahead);
    SpringApplication application = new SpringApplication(SessionManager.class);
    application.setMainApplicationClass(SessionManager.class);
    application.setRegisterShutdownHook(false);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--PORT=0",
                "--WS_PORT=0",
                "--ECOBOT_SOCKET_PORT=0",
                "--BIND_ADDRESS=127.0.0.1",
                "--OLLAMA_URL=",
                "--DATA_DIR=" + data));
    Arrays.stream(settings.split(" "))
        .filter(setting -> !setting.isEmpty())
        .forEach(setting -> arguments.add("--" + setting));
    try (ConfigurableApplicationContext service =
        application.run(arguments.toArray(String[]::new))) {
      assertThat(service.containsBeanDefinition(CONFIGURATION_READER))
          .isEqualTo(ahead.equals("false"));
      Set<String> beans = new TreeSet<>();
      for (String name : service.getBeanDefinitionNames()) {
        Class<?> type = service.getType(name);
        if (type != null && !type.getName().startsWith("org.springframework.")) {
          beans.add(name + " " + type.getName());
        }
      }
      return beans;
    }
  }
}
