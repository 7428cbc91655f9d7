package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's console on a real terminal: typed at, watched, and left. */
class ConsoleIT {

  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";
  private static final String UP = "\u001bOA";
  private static final String LEFT = "\u001bOD";
  private static final String LOGIN = "{\"username\":\"user_1\",\"password\":\"1234\"}";
  private static final String WELCOME = "Consola de administración";

  @TempDir Path data;

  private static String[] login(PtyService service, String device) {
    Answer answer = service.call("POST", "/login", LOGIN, "User-Agent", device);
    return new String[] {
      answer.text("/data/session/id"),
      "Authorization",
      "Bearer " + answer.text("/data/session/token")
    };
  }

  private static int sessions(PtyService service, String[] login) {
    return service.call("GET", "/sessions", "", login[1], login[2]).status();
  }

  @Test
  void listsCompletesAndKills() throws Exception {
    try (PtyService service = new PtyService(data, "exec $SERVICE", Map.of())) {
      service.await(WELCOME);
      String[] phone = login(service, "phone");
      String[] laptop = login(service, "laptop");
      service.type("list\r");
      String shown = service.await("Sesión 2 (") + service.await("\n");
      assertThat(shown)
          .containsPattern(
              Pattern.compile(
                  "Sesión 1 \\([0-9a-f]{8}\\) \\| \\('127\\.0\\.0\\.1',\\) \\| rest user_1 \\|"
                      + " started=20\\S+Z \\| last_seen=20\\S+Z"));
      String id = phone[0];
      service.type("ki\t");
      service.await("kill ");
      service.type(id.substring(0, 7) + "\t");
      service.await(id);
      service.type("\r");
      service.await("Sesión " + id.substring(0, 8) + " cerrada desde admin.");
      assertThat(sessions(service, phone)).isEqualTo(401);
      assertThat(sessions(service, laptop)).isEqualTo(200);
      service.type("kill " + id + "\r");
      service.await("No existe.");
      service.await("> ");
      service.type(UP + LEFT + LEFT + "xx\r");
      service.await("No existe.");
      service.await("> ");
      service.type(UP);
      service.await("kill " + id.substring(0, 34) + "xx" + id.substring(34));
      service.type("\u0015");
      service.type("fly\r");
      service.await("No existe la orden fly");
      service.type("stats\r");
      service.await("Sesiones: 1 (rest 1)");
      service.type("agents\r");
      service.await("techbot | TechBot");
      service.type("help\r");
      service.await("Ctrl-C");
    }
  }

  @Test
  void showsTheLogAboveWhatIsBeingTyped() throws Exception {
    try (ClosedPort runtime = new ClosedPort();
        PtyService service =
            new PtyService(data, "exec $SERVICE", Map.of("RUNTIME_API_URL", runtime.url()))) {
      service.await(WELCOME);
      service.type("he");
      service.await("> he");
      String communicate =
          "{\"message\":\"hola\",\"credentials\":{\"username\":\"user_1\",\"password\":\"1234\"}}";
      assertThat(service.call("POST", "/communicate", communicate).status()).isEqualTo(503);
      String log = service.await("runtime_unreachable");
      assertThat(log.substring(log.lastIndexOf('\n') + 1)).as("a line of its own").contains("WARN");
      service.await("> he");
      service.type("lp\r");
      service.await("Ctrl-C");
      service.type("exit\r");
      service.await("el servicio sigue.");
      service.call("POST", "/communicate", communicate);
      service.await("runtime_unreachable");
      assertThat(service.running()).isTrue();
      service.type(CTRL_C);
      assertThat(service.exitCode()).isEqualTo(130);
      assertThat(data.resolve("session_manager.db-wal")).doesNotExist();
    }
  }

  @Test
  void ctrlCStopsTheServiceGracefullyAndGivesTheTerminalBack() throws Exception {
    // The shell, too, is told of Ctrl-C: it goes on to show what the terminal is like afterwards.
    String script = "trap : INT; $SERVICE; echo code $?; stty -a";
    try (PtyService service = new PtyService(data, script, Map.of())) {
      service.await(WELCOME);
      service.type("lis" + CTRL_C);
      service.await("code 130");
      assertThat(data.resolve("session_manager.db-wal")).as("closed in good order").doesNotExist();
      String terminal = service.await(" echo ") + service.await("\n");
      assertThat(terminal).contains(" icanon").doesNotContain("-icanon", "-echo ");
      assertThat(service.exitCode()).isZero();
    }
  }

  @Test
  void ctrlDClosesTheConsoleAlone() throws Exception {
    try (PtyService service = new PtyService(data, "exec $SERVICE", Map.of())) {
      service.await(WELCOME);
      service.await("> ");
      service.type(CTRL_D);
      service.await("el servicio sigue.");
      assertThat(service.call("GET", "/", "").status()).isEqualTo(200);
    }
  }

  @Test
  void aServiceInTheBackgroundLeavesTheTerminalAlone() throws Exception {
    // With job control the system stops whoever reads from the terminal in the background.
    String script = "set -m; $SERVICE & read line; echo got $line; jobs; kill $!; wait";
    try (PtyService service = new PtyService(data, script, Map.of())) {
      service.await("Started ");
      assertThat(service.call("GET", "/", "").status()).isEqualTo(200);
      service.type("for the shell\r");
      service.await("got for the shell");
      assertThat(service.await("unning")).doesNotContain("Stopped");
      service.exitCode();
      assertThat(service.screen()).doesNotContain(WELCOME);
    }
  }

  @Test
  void readsCommandsFromAPipeWhenTold() throws Exception {
    String script = "printf 'stats\\nexit\\n' | $SERVICE";
    try (PtyService service = new PtyService(data, script, Map.of("CONSOLE", "on"))) {
      service.await("Respuestas en curso: 0 de 50");
      service.await("el servicio sigue.");
      assertThat(service.call("GET", "/", "").status()).isEqualTo(200);
    }
  }

  @Test
  void loadsNothingOfItWithoutATerminal() throws Exception {
    Path classes = data.resolve("classes.log");
    Map<String, String> settings = new HashMap<>();
    settings.put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes);
    try (ServiceProcess service = ServiceProcess.start(data, settings)) {
      assertThat(service.get("/").statusCode()).isEqualTo(200);
      assertThat(service.log()).doesNotContain(WELCOME);
    }
    assertThat(Files.readString(classes))
        .contains("dev.sessionmanager.admin.Console ")
        .doesNotContain(" org.jline.");
  }
}
