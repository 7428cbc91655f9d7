package dev.sessionmanager.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.runtime.AgentRuntime;
import dev.sessionmanager.runtime.AgentRuntimeContract;
import dev.sessionmanager.runtime.AgentSelector;
import dev.sessionmanager.runtime.RunningAgent;
import dev.sessionmanager.vfs.Vfs;
import dev.sessionmanager.vfs.VfsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

class EmbeddedRuntimeTest extends AgentRuntimeContract {

  @TempDir Path home;

  @Override
  protected AgentRuntime fresh() {
    return runtime(Clock.systemUTC(), AgentHost.NOWHERE);
  }

  private EmbeddedRuntime runtime(Clock clock, AgentHost host) {
    return new EmbeddedRuntime(
        clock,
        host,
        new Orchestrator(vfs(), 10, new Gpt4(new FakeNoModels(), List.of())),
        JsonMapper.shared(),
        "1.2.3");
  }

  private Vfs vfs() {
    DataSize megabyte = DataSize.ofMegabytes(1);
    return new Vfs(new VfsSettings(home, megabyte, 100, megabyte, 8, 4, 2, Duration.ofMinutes(1)));
  }

  @Test
  void takesItsTimesFromTheClock() {
    Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);
    RunningAgent agent =
        runtime(clock, AgentHost.NOWHERE).launch(List.of("vfs"), RESOURCES).getFirst();
    assertThat(agent.startTime()).isEqualTo("1767323045.678");
    assertThat(agent.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(agent.port()).isZero();
    assertThat(JsonMapper.shared().writeValueAsString(agent))
        .contains("\"status\":\"running\"", "\"start_time\":1767323045.678");
  }

  @Test
  void keepsTheResourcesUntilTheAgentStops() {
    EmbeddedRuntime runtime = runtime(Clock.systemUTC(), AgentHost.NOWHERE);
    assertThat(runtime.resources("vfs")).isNull();
    runtime.launch(TEAM, RESOURCES);
    assertThat(runtime.resources("vfs")).contains("\"token\":\"a-token\"");
    runtime.stop(AgentSelector.named("vfs"));
    assertThat(runtime.resources("vfs")).isNull();
    assertThat(runtime.resources("gpt4")).isNotNull();
  }

  @Test
  void refusesToLaunchARunningAgentAnew() {
    EmbeddedRuntime runtime = runtime(Clock.systemUTC(), AgentHost.NOWHERE);
    runtime.launchNew(List.of("gpt4"), Map.of());
    Problem problem = refusal(() -> runtime.launchNew(TEAM, Map.of()));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.CONFLICT);
    assertThat(problem.arguments()).containsExactly("El agente gpt4 ya está en ejecución");
    assertThat(runtime.list(null, null)).hasSize(1);
  }

  @Test
  void leavesNothingBehindWhenAnAgentFindsNoPlace() {
    List<String> closed = new ArrayList<>();
    EmbeddedRuntime runtime =
        runtime(
            Clock.systemUTC(),
            (agent, self) -> {
              if (agent.name().equals("orchestrator")) {
                throw new IOException("No hay puertos libres");
              }
              return new AgentHost.Place(1, () -> closed.add(agent.name()));
            });
    Problem problem = refusal(() -> runtime.launch(TEAM, RESOURCES));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.RUNTIME_FAILED);
    assertThat(runtime.list(null, null)).isEmpty();
    assertThat(closed).containsExactly("vfs", "gpt4");
  }

  @Test
  void showsAnAgentAsStartingUntilItHasAPlace() {
    List<RunningAgent> seen = new ArrayList<>();
    EmbeddedRuntime runtime =
        runtime(
            Clock.systemUTC(),
            (agent, self) -> {
              seen.addAll(self.runtime().list(RunningAgent.Status.STARTING, null));
              return new AgentHost.Place(0, () -> {});
            });
    runtime.launch(TEAM, RESOURCES);
    assertThat(seen).extracting(RunningAgent::name).containsExactlyElementsOf(TEAM);
  }

  @Test
  void namesTheFilesOfTheUserAndOfNobodyElse() throws IOException {
    AgentRuntime runtime = fresh();
    runtime.launch(TEAM, RESOURCES);
    vfs().write("ana", "informes/ventas.txt", new ByteArrayInputStream("x".getBytes(UTF_8)));
    String text = "Resume el archivo ventas.txt";
    assertThat(runtime.instruct(text, "ana", RESOURCES).optimized())
        .contains("Archivos relevantes: informes/ventas.txt");
    String others = "Objetivo: " + text + "\nIdioma de la respuesta: español";
    assertThat(runtime.instruct(text, "bob", RESOURCES).optimized()).isEqualTo(others);
    assertThat(runtime.instruct(text, null, RESOURCES).optimized()).isEqualTo(others);
  }
}
