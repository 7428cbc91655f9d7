package dev.sessionmanager.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The files for operators: figures that there are, settings as the documentation says. */
class OperationsFilesTest {

  private static final Pattern METRIC =
      Pattern.compile("\\b(?:sessionmanager|http_server|jvm)_[a-z_]+");

  @ParameterizedTest
  @ValueSource(strings = {"prometheus-alerts.yml", "grafana-dashboard.json"})
  void nameOnlyMetricsOfTheService(String name) throws Exception {
    String file = Files.readString(Path.of("ops", name));
    assertThat((Map<?, ?>) new Yaml().load(file)).isNotEmpty(); // JSON is YAML as well
    Set<String> wanted = names(file);
    assertThat(wanted).hasSizeGreaterThan(5);
    try (Service service =
        Service.start(
            "EVOLUTION_API_URL=http://127.0.0.1:9", "EVOLUTION_API_TOKEN=k", "INSTANCE_NAME=i")) {
      // Some are there from the first message on.
      service.post("/chat", "{\"message\":\"hola\"}");
      service.post(
          "/webhook/evolution",
          """
          {"event": "messages.upsert", "instance": "i", "data": {"key": {"remoteJid": "5491133334444@s.whatsapp.net",
            "fromMe": false, "id": "A1"}, "message": {"conversation": "Hola"}, "messageType": "conversation",
            "messageTimestamp": %d}}
          """
              .formatted(System.currentTimeMillis() / 1000));
      String metrics = service.get("/metrics").raw().body();
      Set<String> there =
          metrics
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.replaceAll("[{ ].*", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(there).containsAll(wanted);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ops/session-manager.service", "Dockerfile"})
  void storePasswordsWell(String file) throws Exception {
    assertThat(Files.readString(Path.of(file))).contains("PASSWORD_SCHEME=argon2id");
  }

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = METRIC.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }
}
