package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.model.OpenAiStub;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's own client of npm, unchanged, in a node process, against the jar. */
class OpenAiNpmClientIT {

  private static final Path SCRIPTS = Path.of("src/test/js");
  private static final Path HOME = Path.of("target/openai-js");

  @TempDir static Path data;
  private static OpenAiClients clients;
  private static OpenAiStub model;

  @BeforeAll
  static void start() throws Exception {
    clients = new OpenAiClients(data);
    model = clients.model;
    Files.createDirectories(HOME);
    for (String file : List.of("package.json", "package-lock.json", "openai.mjs")) {
      Files.copy(SCRIPTS.resolve(file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    run((line, program) -> {}, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
  }

  @AfterAll
  static void stop() {
    if (clients != null) {
      clients.close();
    }
  }

  /** What a test does when the program says this line; the program's input stays open for it. */
  private interface Listener {
    void hears(String line, Process program) throws Exception;
  }

  /** Runs a program to its end, which must be a good one, within two minutes. */
  private static String run(Listener listener, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(HOME.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("OPENAI_"));
    builder.environment().put("BASE_URL", clients.baseUrl());
    builder.environment().put("API_KEY", clients.key);
    Process program;
    try {
      program = builder.redirectErrorStream(true).start();
    } catch (IOException missing) {
      throw new AssertionError(
          command[0] + " is missing: install Node.js 18 or newer with npm (nodejs and npm)",
          missing);
    }
    CompletableFuture.delayedExecutor(2, TimeUnit.MINUTES).execute(program::destroyForcibly);
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = program.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        listener.hears(line, program);
      }
      assertThat(program.waitFor()).as(said.toString()).isZero();
    } finally {
      program.destroyForcibly();
    }
    return said.toString();
  }

  private static void plays(String scenario) throws Exception {
    plays(scenario, (line, program) -> {});
  }

  private static void plays(String scenario, Listener listener) throws Exception {
    assertThat(run(listener, "node", "openai.mjs", scenario)).endsWith("ok\n");
  }

  @Test
  void listsAgentsAndTheModel() throws Exception {
    plays("models");
  }

  @Test
  void isAnsweredWhole() throws Exception {
    plays("whole");
    clients.asked(false);
  }

  @Test
  void isAnsweredPieceByPiece() throws Exception {
    plays("stream");
    clients.asked(true);
    plays("helper");
    clients.asked(true);
  }

  @Test
  void isAnsweredByAnAgentsTool() throws Exception {
    int before = model.requests.size();
    plays("agent");
    assertThat(model.requests).hasSize(before);
  }

  @Test
  void getsToolCallsAndSendsWhatTheyGive() throws Exception {
    model.next(OpenAiStub.tools(), OpenAiStub.tools());
    plays("tools");
    clients.askedWithTools();
  }

  @Test
  void learnsWhatIsWrong() throws Exception {
    model.next(OpenAiStub.error(400, "invalid_request_error", "context_length_exceeded"));
    plays("errors");
  }

  @Test
  void learnsOfAProblemInTheMiddle() throws Exception {
    CountDownLatch read = clients.failsOnceRead();
    plays(
        "broken",
        (line, program) -> {
          if (line.equals("read uno")) {
            read.countDown();
          }
        });
  }

  @Test
  void stopsTheModelByClosing() throws Exception {
    model.next(OpenAiStub.hangingAfter("uno"));
    plays(
        "cancel",
        (line, program) -> {
          if (line.equals("left")) {
            assertThat(model.clientLeft(1, TimeUnit.SECONDS)).isTrue();
            program.getOutputStream().close();
          }
        });
  }
}
