package dev.sessionmanager.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sessionmanager.problem.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link AgentRuntime} does, whichever process its agents live in. */
public abstract class AgentRuntimeContract {

  public static final List<String> TEAM = List.of("vfs", "gpt4", "orchestrator");
  public static final Supplier<Map<String, Object>> RESOURCES =
      () -> Map.of("credentials", Map.of("username", "user_1", "token", "a-token"));

  private AgentRuntime runtime;

  /** The runtime under test, with no agent running; called before each test. */
  protected abstract AgentRuntime fresh() throws Exception;

  @BeforeEach
  final void start() throws Exception {
    runtime = fresh();
  }

  protected static Problem refusal(ThrowingCallable call) {
    Problem problem = catchThrowableOfType(Problem.class, call);
    assertThat(problem).isNotNull();
    return problem;
  }

  @Test
  void launchesThreeRunningAgentsInOrder() {
    BigDecimal before = BigDecimal.valueOf(Instant.now().getEpochSecond() - 1);
    List<RunningAgent> agents = runtime.launch(TEAM, RESOURCES);
    assertThat(agents).extracting(RunningAgent::name).containsExactlyElementsOf(TEAM);
    assertThat(agents).extracting(RunningAgent::id).doesNotHaveDuplicates();
    assertThat(agents)
        .allSatisfy(agent -> {
          assertThat(UUID.fromString(agent.id())).hasToString(agent.id());
          assertThat(agent.pid()).isPositive();
          assertThat(agent.port()).isBetween(0, 65535);
          assertThat(agent.status()).isEqualTo(RunningAgent.Status.RUNNING);
          assertThat(agent.startTime())
              .isBetween(before, BigDecimal.valueOf(Instant.now().getEpochSecond() + 2));
        });
  }

  @Test
  void answersInTheOrderOfTheNamesAndLaunchesTheOrchestratorLast() {
    List<RunningAgent> agents = runtime.launch(List.of("orchestrator", "vfs"), RESOURCES);
    assertThat(agents).extracting(RunningAgent::name).containsExactly("orchestrator", "vfs");
    assertThat(agents.getFirst().startTime()).isGreaterThanOrEqualTo(agents.get(1).startTime());
  }

  @Test
  void launchesARunningAgentNotAgain() {
    List<RunningAgent> first = runtime.launch(TEAM, RESOURCES);
    List<RunningAgent> second =
        runtime.launch(
            TEAM,
            () -> {
              throw new AssertionError("asked for resources with nothing to launch");
            });
    assertThat(second).isEqualTo(first);
  }

  @Test
  void launchesOnlyWhatIsMissing() {
    RunningAgent vfs = runtime.launch(List.of("vfs"), RESOURCES).getFirst();
    assertThat(runtime.launch(TEAM, RESOURCES)).hasSize(3).first().isEqualTo(vfs);
  }

  @Test
  void refusesAnUnknownAgentAndLaunchesNone() {
    Problem problem = refusal(() -> runtime.launch(List.of("vfs", "nadie"), RESOURCES));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.RUNTIME_REJECTED);
    assertThat(problem.arguments()).containsExactly("Agente no disponible: nadie");
    assertThat(runtime.list(null, null)).isEmpty();
  }

  @Test
  void listsByStatusAndName() {
    assertThat(runtime.list(null, null)).isEmpty();
    List<RunningAgent> agents = runtime.launch(TEAM, RESOURCES);
    assertThat(runtime.list(null, null)).containsExactlyInAnyOrderElementsOf(agents);
    assertThat(runtime.list(RunningAgent.Status.RUNNING, null)).hasSize(3);
    assertThat(runtime.list(RunningAgent.Status.ERROR, null)).isEmpty();
    assertThat(runtime.list(null, "gpt4")).containsExactly(agents.get(1));
    assertThat(runtime.list(RunningAgent.Status.STARTING, "gpt4")).isEmpty();
    assertThat(runtime.list(null, "kendra")).isEmpty();
  }

  @Test
  void stopsByIdNameAndPid() {
    List<RunningAgent> agents = runtime.launch(TEAM, RESOURCES);
    RunningAgent vfs = agents.getFirst();
    assertThat(runtime.stop(new AgentSelector(vfs.id(), null, null, null)))
        .containsExactly(vfs.with(RunningAgent.Status.STOPPED));
    assertThat(runtime.stop(AgentSelector.named("gpt4")))
        .containsExactly(agents.get(1).with(RunningAgent.Status.STOPPED));
    assertThat(runtime.list(RunningAgent.Status.RUNNING, null)).containsExactly(agents.get(2));
    assertThat(runtime.stop(new AgentSelector(null, null, agents.get(2).pid(), null))).hasSize(1);
    assertThat(runtime.list(RunningAgent.Status.RUNNING, null)).isEmpty();
  }

  @Test
  void stopsByPort() {
    RunningAgent vfs = runtime.launch(TEAM, RESOURCES).getFirst();
    assertThat(runtime.stop(new AgentSelector(null, null, null, vfs.port())))
        .contains(vfs.with(RunningAgent.Status.STOPPED));
    assertThat(runtime.list(RunningAgent.Status.RUNNING, "vfs")).isEmpty();
  }

  @Test
  void stopsOnlyWhatMatchesInEveryField() {
    RunningAgent vfs = runtime.launch(TEAM, RESOURCES).getFirst();
    AgentSelector contradiction = new AgentSelector(vfs.id(), "gpt4", null, null);
    assertThat(refusal(() -> runtime.stop(contradiction)).kind()).isEqualTo(Problem.Kind.NOT_FOUND);
    assertThat(runtime.list(RunningAgent.Status.RUNNING, null)).hasSize(3);
  }

  @Test
  void saysThatNothingMatches() {
    assertThat(refusal(() -> runtime.stop(AgentSelector.named("vfs"))).kind())
        .isEqualTo(Problem.Kind.NOT_FOUND);
    runtime.launch(TEAM, RESOURCES);
    assertThat(refusal(() -> runtime.stop(new AgentSelector(null, null, null, null))).kind())
        .isEqualTo(Problem.Kind.NOT_FOUND);
  }

  @Test
  void stopsAll() {
    assertThat(runtime.stopAll()).isEmpty();
    runtime.launch(TEAM, RESOURCES);
    assertThat(runtime.stopAll())
        .hasSize(3)
        .extracting(RunningAgent::status)
        .containsOnly(RunningAgent.Status.STOPPED);
    assertThat(runtime.list(RunningAgent.Status.RUNNING, null)).isEmpty();
  }

  @Test
  void launchesAgainWhatWasStopped() {
    List<RunningAgent> first = runtime.launch(TEAM, RESOURCES);
    runtime.stopAll();
    List<RunningAgent> second = runtime.launch(TEAM, RESOURCES);
    assertThat(second).hasSize(3).doesNotContainAnyElementsOf(first);
    assertThat(runtime.instruct("Hola, ¿qué hora es?", null, RESOURCES).optimized()).isNotBlank();
  }

  @Test
  void refusesAnInstructionBeforeTheLaunch() {
    assertThat(refusal(() -> runtime.instruct("Resume esto", null, RESOURCES)).kind())
        .isEqualTo(Problem.Kind.AGENTS_NOT_LAUNCHED);
  }

  @Test
  void givesTheOriginalBackUnchangedBesideTheOptimised() {
    runtime.launch(TEAM, RESOURCES);
    String text =
        "  Por favor,   resume el informe «Año 2026» 👩‍💻 en 3,5 líneas: שלום, 日本語 \"x\\y\"\n ";
    Instruction instruction = runtime.instruct(text, "usuario ñ/€", RESOURCES);
    assertThat(instruction.original()).isEqualTo(text);
    assertThat(instruction.optimized())
        .isNotBlank()
        .contains("«Año 2026»", "👩‍💻", "3,5", "שלום, 日本語", "\"x\\y\"")
        .doesNotContainIgnoringCase("por favor");
  }

  @Test
  void takesALongInstructionWhole() {
    runtime.launch(TEAM, RESOURCES);
    String text = "Lee " + "palabra ".repeat(1990) + "fin";
    Instruction instruction = runtime.instruct(text, null, RESOURCES);
    assertThat(instruction.original()).isEqualTo(text);
    assertThat(instruction.optimized()).contains("palabra fin");
  }

  @Test
  void countsTheRunningAgentsInItsStatus() {
    assertThat(runtime.status().activeAgents()).isZero();
    runtime.launch(TEAM, RESOURCES);
    RuntimeStatus status = runtime.status();
    assertThat(status.status()).isEqualTo("ok");
    assertThat(status.appName()).isEqualTo("Generative AI Agent Manager");
    assertThat(status.activeAgents()).isEqualTo(3);
    assertThat(status.error()).isNull();
    runtime.stop(AgentSelector.named("gpt4"));
    assertThat(runtime.status().activeAgents()).isEqualTo(2);
  }

  @Test
  void launchesOnceWhenManyAskAtOnce() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    List<Callable<List<RunningAgent>>> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      calls.add(() ->
          runtime.launch(
              TEAM,
              () -> {
                asked.incrementAndGet();
                return RESOURCES.get();
              }));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<RunningAgent> first = null;
      for (var answer : threads.invokeAll(calls)) {
        first = first == null ? answer.get() : first;
        assertThat(answer.get()).isEqualTo(first);
      }
    }
    assertThat(asked).hasValue(1);
    assertThat(runtime.list(null, null)).hasSize(3);
  }
}
