package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Credentials;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Health;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.runtime.AgentRuntime;
import dev.sessionmanager.runtime.Instruction;
import dev.sessionmanager.runtime.RuntimeStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Answers through the agent runtime. There are two such agents: {@code runtime} makes sure that the
 * three agents of the contract run and then instructs the orchestrator ({@code /communicate}),
 * {@code orchestrator} takes them for running ({@code /send_instruction}).
 */
final class RuntimeAgent implements Agent {

  /** What /communicate launches, in the contract's order. */
  private static final List<String> LAUNCHED = List.of("vfs", "gpt4", "orchestrator");

  private final String name;
  private final boolean launchesFirst;
  private final AgentRuntime runtime;
  private final Counter launches;

  private RuntimeAgent(
      String name, boolean launchesFirst, AgentRuntime runtime, MeterRegistry meters) {
    this.name = name;
    this.launchesFirst = launchesFirst;
    this.runtime = runtime;
    this.launches =
        Counter.builder("sessionmanager.launches")
            .description("Times that agents had to be launched")
            .tag("agent", name)
            .register(meters);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Card card() {
    return new Card(
        name,
        launchesFirst
            ? "Launches the agents of the runtime, then instructs its orchestrator."
            : "Instructs the orchestrator of the runtime.",
        null,
        Kind.RUNTIME);
  }

  @Override
  public String via() {
    return runtime.name();
  }

  /** The orchestrator may act on what it is told. */
  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public Reply answer(Prompt prompt, Consumer<Piece> reader) {
    Supplier<Map<String, Object>> resources =
        () -> {
          launches.increment();
          return resources(prompt.credentials().get());
        };
    Map<String, Object> data = new LinkedHashMap<>();
    if (launchesFirst) {
      data.put("launched_agents", runtime.launch(LAUNCHED, resources));
    }
    Instruction made = runtime.instruct(prompt.text(), prompt.username(), resources);
    Map<String, Object> instruction = new LinkedHashMap<>();
    instruction.put("original", made.original());
    instruction.put("optimized", made.optimized());
    made.extras().forEach(instruction::putIfAbsent);
    // What a model said to it is the answer; it also stays where the runtime has put it.
    String answer = instruction.get("answer") instanceof String text ? text : null;
    data.put("instruction", instruction);
    return Reply.data(answer, data);
  }

  /** The object that the contract makes from the credentials; empty for a caller without any. */
  private static Map<String, Object> resources(@Nullable Credentials credentials) {
    if (credentials == null) {
      return Map.of();
    }
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("username", credentials.username());
    inner.put("token", credentials.token());
    if (credentials.password() != null) {
      inner.put("password", credentials.password());
    }
    return Map.of("credentials", inner);
  }

  @Override
  public Health check() {
    try {
      RuntimeStatus status = runtime.status();
      return "ok".equals(status.status())
          ? new Health(true, status.activeAgents() + " agents running")
          : new Health(false, "the runtime answers, but reports an error");
    } catch (Problem problem) {
      return new Health(false, problem.kind().code());
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Agents {

    @Bean
    Agent runtimeAgent(AgentRuntime runtime, MeterRegistry meters) {
      return new RuntimeAgent("runtime", true, runtime, meters);
    }

    @Bean
    Agent orchestratorAgent(AgentRuntime runtime, MeterRegistry meters) {
      return new RuntimeAgent("orchestrator", false, runtime, meters);
    }
  }
}
