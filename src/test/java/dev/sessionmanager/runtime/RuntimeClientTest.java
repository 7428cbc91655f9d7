package dev.sessionmanager.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.embedded.RuntimeServerProcess;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.http.TestHttp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The runtime's client passes the runtimes' contract against a runtime in another process. */
class RuntimeClientTest extends AgentRuntimeContract {

  @TempDir static Path home;

  private static RuntimeServerProcess process;

  /** Of each test: the agents of the one before have closed their connections. */
  private final OutboundHttp http = TestHttp.http();

  private RuntimeClient client = client();

  @BeforeAll
  static void startProcess() throws Exception {
    process = RuntimeServerProcess.start(home);
  }

  @AfterAll
  static void stopProcess() throws Exception {
    process.close();
  }

  private RuntimeClient client() {
    return new RuntimeClient(
        http,
        new RuntimeSettings(
            process.address(),
            Duration.ofSeconds(2),
            Duration.ofSeconds(20),
            Duration.ofSeconds(40),
            Duration.ofSeconds(10),
            8,
            DataSize.ofMegabytes(1)),
        new SimpleMeterRegistry(),
        Clock.systemUTC());
  }

  @Override
  protected AgentRuntime fresh() {
    client.stopAll();
    return client;
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    http.close();
  }

  @Test
  void launchesWhatAnotherClientHasNot() throws Exception {
    RuntimeClient other = client();
    other.launch(List.of("vfs"), Map::of);
    assertThat(client.launch(List.of("vfs", "gpt4", "orchestrator"), Map::of)).hasSize(3);
    other.close();
  }
}
