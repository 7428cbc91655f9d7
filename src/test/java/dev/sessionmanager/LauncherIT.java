package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/session-manager} with the packaged jar, as a user on a bare machine runs it. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {

  private static final Path LAUNCHER = Path.of("bin/session-manager").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The JVM's cache file that all tests share, in its folder of this version. */
  private static Path cache;

  @TempDir private Path home;

  private final List<Process> started = new ArrayList<>();
  private int launches;

  /** A start that was asked for: the process, what it says and where it listens. */
  private record Launch(Process process, Path log, int port) {
    String said() throws IOException {
      return Files.readString(log);
    }
  }

  @AfterEach
  void endWhatWasStarted() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  /** One preparation for the tests that only use its result; it costs a start and a dump. */
  @BeforeAll
  static void prepare(@TempDir Path shared) throws IOException, InterruptedException {
    ProcessBuilder prepare = new ProcessBuilder(LAUNCHER.toString(), "--prepare");
    prepare.environment().put("SESSION_MANAGER_JDKS", System.getProperty("java.home"));
    prepare.environment().put("SESSION_MANAGER_CACHE", shared.toString());
    assertThat(prepare.inheritIO().start().waitFor()).isZero();
    try (Stream<Path> files = Files.walk(shared)) {
      cache = files.filter(file -> file.toString().endsWith(".aot")).findFirst().orElseThrow();
    }
  }

  @Test
  void usesThePreparedCacheAndStopsWhenTold() throws Exception {
    FileTime made = Files.getLastModifiedTime(cache);
    String password = "a password of this test";
    Launch launch =
        launch(prepared(Map.of("JAVA_OPTS", "-Xlog:class+load", "ADMIN_PASSWORD", password)));
    assertThat(statusOf(launch)).isEqualTo(200);
    // When its session was last seen is written at the stop.
    assertThat(login(launch, password)).isEqualTo(200);
    assertThat(launch.said())
        .doesNotContain("preparing the start-up cache")
        .contains("dev.sessionmanager.SessionManager source: shared objects file");
    launch.process().destroy(); // SIGTERM: it reaches the JVM, not a shell around it
    assertThat(launch.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(launch.process().exitValue()).isIn(0, 143);
    // The beans that were prepared are closed in the order that the code says, like those found.
    assertThat(launch.said()).doesNotContain("propagated an exception");
    assertThat(Files.getLastModifiedTime(cache)).isEqualTo(made);
  }

  @Test
  @EnabledOnOs(OS.LINUX) // elsewhere there is no such list of what a process has loaded
  void takesSqlitesLibraryFromTheCache() throws Exception {
    Launch launch = launch(prepared(Map.of()));
    assertThat(statusOf(launch)).isEqualTo(200);
    Path loaded = Path.of("/proc", String.valueOf(launch.process().pid()), "maps");
    assertThat(Files.readAllLines(loaded))
        .filteredOn(line -> line.contains("sqlitejdbc"))
        .isNotEmpty()
        .allMatch(line -> line.contains(cache.getParent().toString()));
  }

  @Test
  void startsInSpiteOfABrokenCache() throws Exception {
    Path aside = Files.move(cache, home.resolve("aside"));
    try {
      Files.writeString(cache, "not what the JVM expects");
      Launch launch = launch(prepared(Map.of()));
      assertThat(statusOf(launch)).isEqualTo(200);
      assertThat(launch.said()).contains("AOT cache");
    } finally {
      Files.move(aside, cache, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xms32m -Xmn64m", "-Djdk.util.jar.version=25"})
  void startsWithoutTheCacheWhereTheUsersOptionsDoNotGoWithIt(String options) throws Exception {
    Launch launch = launch(prepared(Map.of("JAVA_OPTS", options)));
    assertThat(statusOf(launch)).isEqualTo(200);
    assertThat(launch.said()).contains("does not go with these options");
  }

  @Test
  void startsWithoutACacheWhereItCannotWriteOne() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "no folder can be made below this");
    Launch launch = launch(Map.of("SESSION_MANAGER_CACHE", file.resolve("cache").toString()));
    assertThat(statusOf(launch)).isEqualTo(200);
    assertThat(launch.said()).contains("starting without the start-up cache");
  }

  @Test
  void preparesTheCacheAtTheFirstStartWhileAnotherStartGoesOnWithout() throws Exception {
    Map<String, String> spaced = Map.of("DATA_DIR", home.resolve("my data").toString());
    Launch one = launch(spaced);
    Map<String, String> beside = new HashMap<>(spaced);
    beside.put("DB_PATH", home.resolve("other.db").toString());
    Launch other = launch(beside);
    assertThat(statusOf(one)).isEqualTo(200);
    assertThat(statusOf(other)).isEqualTo(200);
    assertThat(one.said() + other.said())
        .containsOnlyOnce("(once for this version")
        .containsOnlyOnce("another start is preparing");
  }

  @Test
  void takesOverFromAKilledPreparationAndLeavesTheUsersFilesAlone() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path version = home.resolve("data/cache").resolve(cache.getParent().getFileName());
    Path lock = Files.createDirectories(version.resolve("preparing"));
    Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
    Path database = home.resolve("my.db");

    Map<String, String> settings =
        Map.of("ADMIN_PASSWORD", "not to be used yet", "DB_PATH", database.toString());
    assertThat(run(settings, "--prepare").waitFor()).isZero();
    assertThat(version.resolve(cache.getFileName())).exists();
    assertThat(lock).doesNotExist();
    assertThat(database).doesNotExist();
    assertThat(home.resolve("data")).isDirectoryNotContaining("glob:**/{*.db,*.key,vfs}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bin/session-manager", "mvnw"})
  void saysInOneSentenceWhatToInstallWhereThereIsNoJdk25(String script) throws Exception {
    Path tools = Files.createDirectory(home.resolve("tools"));
    for (String tool : List.of("sh", "basename", "dirname", "readlink", "grep", "cat", "uname")) {
      Files.copy(which(tool), tools.resolve(tool), StandardCopyOption.COPY_ATTRIBUTES);
    }
    String path = tools.toString();
    Map<String, String> settings = Map.of("PATH", path, "SESSION_MANAGER_JDKS", path);
    Process process = start(Path.of(script).toAbsolutePath(), settings, "--version");
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(Files.readString(log()).strip())
        .isEqualTo(
            "session-manager: needs a JDK 25 and found none: install one, for example Temurin 25"
                + " from https://adoptium.net, or set JAVA_HOME to it.");
  }

  @Test
  void runsCommandsThroughALinkToIt() throws Exception {
    Path link = Files.createSymbolicLink(home.resolve("session-manager"), LAUNCHER);
    try {
      Process process = start(link, prepared(Map.of()), "create-admin");
      assertThat(process.waitFor()).isNotZero();
      assertThat(Files.readString(log())).contains("Usage: session-manager create-admin NAME");
    } finally {
      Files.delete(link);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "--help", "-h"})
  void saysWhatThereIsAndStartsNothing(String word) throws Exception {
    Process process = run(prepared(Map.of()), word);
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(log()))
        .contains("session-manager create-admin NAME")
        .contains("docs/config.md");
    assertThat(home.resolve("data")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"crate-admin", "-x", "start"})
  void startsNothingForAWordThatIsNoCommand(String word) throws Exception {
    Process process = run(prepared(Map.of()), word);
    assertThat(process.waitFor()).isEqualTo(64);
    assertThat(Files.readString(log()))
        .contains("there is no command " + word)
        .contains("session-manager create-admin NAME");
    assertThat(home.resolve("data")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "a long password,a long password,root is an administrator.",
    "a long password,a long passwort,The two passwords differ: nothing was changed."
  })
  void asksForAPasswordTwiceWhereNobodySeesIt(String one, String other, String said)
      throws Exception {
    String terminal =
        """
        import os, pty, sys
        answers = sys.argv[2:]
        pid, terminal = pty.fork()
        if pid == 0:
            os.execv(sys.argv[1], [sys.argv[1], "create-admin", "root"])
        said = b""
        while True:
            try:
                more = os.read(terminal, 1000)
            except OSError:
                break
            if not more:
                break
            said += more
            if answers and said.endswith(b": "):
                os.write(terminal, answers.pop(0).encode() + b"\\n")
        sys.stdout.buffer.write(said)
        """;
    Path python = Path.of("/usr/bin/env");
    Process process =
        start(
            python, prepared(Map.of()), "python3", "-c", terminal, LAUNCHER.toString(), one, other);
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(log())).contains(said);
  }

  private static Map<String, String> prepared(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("SESSION_MANAGER_CACHE", cache.getParent().getParent().toString());
    return all;
  }

  private Launch launch(Map<String, String> settings) throws IOException {
    int port = ServiceProcess.freePort();
    Map<String, String> all = new HashMap<>(settings);
    all.put("PORT", Integer.toString(port));
    all.put("WS_PORT", "0");
    all.put("ECOBOT_SOCKET_PORT", "0");
    Process process = run(all);
    return new Launch(process, log(), port);
  }

  private Process run(Map<String, String> settings, String... words) throws IOException {
    return start(LAUNCHER, settings, words);
  }

  private Process start(Path launcher, Map<String, String> settings, String... words)
      throws IOException {
    launches++;
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(List.of("PATH", "LANG"));
    // The JDK of this test, wherever the build found it; a test may hide it again.
    environment.put("SESSION_MANAGER_JDKS", System.getProperty("java.home"));
    environment.put("HOME", home.toString());
    environment.put("DATA_DIR", home.resolve("data").toString());
    environment.putAll(settings);
    Process process = builder.redirectErrorStream(true).redirectOutput(log().toFile()).start();
    started.add(process);
    return process;
  }

  private Path log() {
    return home.resolve("log" + launches);
  }

  private static int login(Launch launch, String password)
      throws IOException, InterruptedException {
    String body = "{\"username\":\"admin\",\"password\":\"" + password + "\"}";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + launch.port() + "/login"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static int statusOf(Launch launch) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + launch.port() + "/")).build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (true) {
        try {
          return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
          boolean ended = launch.process().waitFor(50, TimeUnit.MILLISECONDS);
          if (ended || System.nanoTime() > deadline) {
            throw new AssertionError("it does not answer: " + launch.said(), notYet);
          }
        }
      }
    }
  }

  private static Path which(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
