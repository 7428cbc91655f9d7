package dev.sessionmanager.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to a file of its own that docs/operations.md shows. */
class AuditFileTest {

  private static final Pattern XML =
      Pattern.compile("```xml\n(<configuration>.*?)```", Pattern.DOTALL);

  @TempDir Path home;

  @Test
  void writesTheAuditToItsOwnFileWhateverTheLevelOfTheLog() throws Exception {
    Matcher shown = XML.matcher(Files.readString(Path.of("docs/operations.md")));
    assertThat(shown.find()).isTrue();
    Path file = home.resolve("logback.xml");
    Files.writeString(
        file, shown.group(1).replace("/var/log/session-manager", home.resolve("log").toString()));
    Map<String, String> settings =
        Map.of(
            "LOGGING_CONFIG", file.toString(), "LOG_LEVEL", "ERROR", "ADMIN_PASSWORD", "of mine!");
    try (ServiceProcess service = ServiceProcess.start(home, settings)) {
      String login = "{\"username\":\"user_1\",\"password\":\"1234\"}";
      assertThat(service.post("/login", login).statusCode()).isEqualTo(200);
      List<String> lines = Files.readAllLines(home.resolve("log/audit.log"));
      assertThat(lines).hasSize(2);
      assertThat(lines.getFirst())
          .contains(
              "Z who=operator from=- channel=start what=\"user.create role=ADMIN\" whom=admin");
      assertThat(lines.getLast())
          .matches("\\d{4}-.* who=user_1 from=127.0.0.1 channel=rest what=login whom=user_1 .*");
      assertThat(service.log()).as("the log itself has it, too").contains("what=login");
    }
  }
}
