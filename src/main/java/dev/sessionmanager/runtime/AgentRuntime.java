package dev.sessionmanager.runtime;

import dev.sessionmanager.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The agent runtime: it launches agents and takes instructions for the orchestrator. Two shipped:
 * {@code RuntimeClient} (another process, over HTTP) and {@code EmbeddedRuntime} (this process).
 * Every method blocks, can be called from any thread, is cancelled by interrupting that thread, and
 * says no by throwing a {@link Problem}.
 */
public interface AgentRuntime {

  /**
   * The request header by which this service tells a runtime of ours whose files an instruction may
   * look at. The contract's body ({@code {"text"}}) has no room for it and other runtimes ignore
   * it. Its value is the username in UTF-8 with every byte that is not a letter, digit, dash, dot,
   * underscore or tilde written as {@code %XX}, since headers carry ASCII only.
   */
  String USER_HEADER = "X-Session-User";

  /** What GET / and the health page call it: {@code embedded}, or the runtime's address. */
  String name();

  /**
   * Makes sure that these agents run. Idempotent: an agent known to be running is not launched
   * again.
   *
   * @param resources what the agents may use, asked for only when something has to be launched
   * @return one agent for each name, in the order of the names
   * @throws Problem AGENT_FAILED when one of them ends up in status error, and the RUNTIME_ kinds
   */
  List<RunningAgent> launch(List<String> names, Supplier<Map<String, Object>> resources);

  /**
   * Sends an instruction to the running orchestrator, at most once.
   *
   * @param username whose files may be looked at; null for a stranger, who has none
   * @param resources for one launch more, should the orchestrator turn out to have died
   * @throws Problem AGENTS_NOT_LAUNCHED when no orchestrator has been launched
   */
  Instruction instruct(
      String text, @Nullable String username, Supplier<Map<String, Object>> resources);

  /** Agents the runtime knows of; a null filter lets everything through. */
  List<RunningAgent> list(RunningAgent.@Nullable Status status, @Nullable String name);

  /**
   * Stops the agents that match.
   *
   * @return those stopped, now in status stopped
   * @throws Problem NOT_FOUND when nothing matches
   */
  List<RunningAgent> stop(AgentSelector selector);

  /** Stops every agent; none running is not an error. */
  List<RunningAgent> stopAll();

  /** The runtime's own account of itself, asked for afresh. Throws when it cannot be reached. */
  RuntimeStatus status();
}
