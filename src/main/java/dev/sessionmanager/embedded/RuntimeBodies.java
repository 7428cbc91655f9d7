package dev.sessionmanager.embedded;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.problem.JsonMember;
import dev.sessionmanager.runtime.AgentSelector;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the runtime and its orchestrator are sent, with FastAPI's names for what is wrong. */
final class RuntimeBodies {

  private RuntimeBodies() {}

  /** A JSON null is of the wrong type here, and not missing: hence nodes. */
  record Launch(
      @NotNull(message = "missing") @StringList JsonNode agents,
      @NotNull(message = "missing") @JsonMember(value = ObjectNode.class, message = "dict_type")
          JsonNode resources) {

    List<String> names() {
      return agents.valueStream().map(JsonNode::stringValue).toList();
    }
  }

  record Instruct(
      @JsonMember(
              value = String.class,
              message = "string_type",
              required = true,
              missing = "missing")
          Object text) {}

  record StopBody(
      @JsonProperty("agent_id") @JsonMember(value = String.class, message = "string_type")
          @Nullable Object agentId,
      @JsonProperty("agent_name") @JsonMember(value = String.class, message = "string_type")
          @Nullable Object agentName,
      @WholeNumber @Nullable Object pid,
      @WholeNumber @Nullable Object port) {}

  record StopQuery(
      @Nullable String agentId,
      @Nullable String agentName,
      @WholeNumber @Nullable Object pid,
      @WholeNumber @Nullable Object port) {}

  /** What the body says wins. */
  record Stop(@Valid StopBody body, @Valid StopQuery query) {

    AgentSelector selector() {
      Long pid = WholeNumber.Rule.number(body.pid());
      Long port = WholeNumber.Rule.number(body.port());
      Long wanted = port == null ? WholeNumber.Rule.number(query.port()) : port;
      return new AgentSelector(
          body.agentId() == null ? query.agentId() : (String) body.agentId(),
          body.agentName() == null ? query.agentName() : (String) body.agentName(),
          pid == null ? WholeNumber.Rule.number(query.pid()) : pid,
          // No port is that large, so nothing will match; cutting bits off might.
          wanted == null ? null : (int) Math.clamp(wanted, -1L, Integer.MAX_VALUE));
    }
  }
}
