package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The clients of npm that people use, unchanged, each in a node process of its own, against an
 * {@link OddService}.
 */
public final class NodeClients {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Path SCRIPTS = Path.of("src/test/js");
  private static final Path HOME = Path.of("target/openai-js");

  private NodeClients() {}

  /** The folder with the programs and what they need of npm, exactly as the lock file has it. */
  public static synchronized Path installed() throws IOException {
    Files.createDirectories(HOME);
    try (FileChannel file =
            FileChannel.open(
                HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = file.lock()) { // of another JVM that tests beside this one
      assertThat(lock.isValid()).isTrue();
      try (Stream<Path> scripts = Files.list(SCRIPTS)) {
        for (Path script : scripts.toList()) {
          Files.copy(
              script,
              HOME.resolve(script.getFileName().toString()),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Path lockFile = HOME.resolve("package-lock.json");
      Path done = HOME.resolve("node_modules/.of-this-lock-file");
      if (!Files.exists(done) || Files.mismatch(done, lockFile) >= 0) {
        List<String> said = new ArrayList<>();
        String[] install = {"npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"};
        int exit = run(new ProcessBuilder(install), said);
        assertThat(exit).as(String.join("\n", said)).isZero();
        Files.copy(lockFile, done);
      }
    }
    return HOME;
  }

  /** Runs a program to its end, which is made to come within three minutes. */
  private static int run(ProcessBuilder builder, List<String> said) throws IOException {
    Process program;
    try {
      program = builder.directory(HOME.toFile()).redirectErrorStream(true).start();
    } catch (IOException missing) {
      throw new AssertionError(
          builder.command().getFirst()
              + " is missing: install Node.js 20 or newer with npm (nodejs and npm)",
          missing);
    }
    CompletableFuture.delayedExecutor(3, TimeUnit.MINUTES).execute(program::destroyForcibly);
    try (BufferedReader lines = program.inputReader()) {
      lines.lines().forEach(said::add);
      return program.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      program.destroyForcibly();
    }
  }

  /** Plays a program's scenarios; each is a test of its own. */
  private static List<DynamicTest> play(OddService service, String program) throws IOException {
    Path home = installed();
    ProcessBuilder builder = new ProcessBuilder("node", program);
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(name -> name.matches("(OPENAI|ANTHROPIC|LANGCHAIN|LANGSMITH)_.*"));
    environment.put("BASE_URL", service.baseUrl());
    environment.put("API_KEY", service.key);
    environment.put("MODEL_URL", service.model.control());
    List<String> said = new ArrayList<>();
    int exit = run(builder, said);
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : said) {
      if (line.startsWith("{\"name\":")) {
        JsonNode result = JSON.readTree(line);
        tests.add(
            DynamicTest.dynamicTest(
                result.path("name").asString(),
                () -> assertThat(result.path("problem").asString("")).isEmpty()));
      }
    }
    tests.add(
        DynamicTest.dynamicTest(
            "ends", () -> assertThat(exit).as(home + ": " + String.join("\n", said)).isZero()));
    return tests;
  }

  /** The scenarios of a program, against a model and a service of their own. */
  static List<DynamicTest> playing(String program, Path data, String... settings)
      throws IOException {
    try (OddService service = new OddService(data, settings)) {
      return play(service, program);
    }
  }
}
