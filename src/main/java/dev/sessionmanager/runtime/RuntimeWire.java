package dev.sessionmanager.runtime;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The runtime's JSON: read with tolerance for what is unknown, refused where it is not JSON. */
final class RuntimeWire {

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  /** Where an orchestrator may put its answer; its contract does not say. */
  private static final List<String> WRAPPERS = List.of("instruction", "data", "result");

  /** The runtime's own sentences, the only text of an upstream that is shown to a caller. */
  private static final Pattern QUOTABLE =
      Pattern.compile(
          "Agente no disponible: [\\w-]{1,64}|El agente [\\w-]{1,64} ya está en ejecución");

  private final JsonMapper json =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  byte[] write(Object value) {
    return json.writeValueAsBytes(value);
  }

  /** The agents in an answer, under the key that its call uses. */
  List<RunningAgent> agents(byte[] body, String key) {
    Object agents = object(body).get(key);
    try {
      return json
          .convertValue(agents, new TypeReference<List<@Nullable RunningAgent>>() {})
          .stream()
          .filter(agent -> agent != null && agent.name() != null && agent.status() != null)
          .map(RunningAgent.class::cast)
          .toList();
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      throw new Problem(Kind.RUNTIME_UNREADABLE).causedBy(e);
    }
  }

  RuntimeStatus status(byte[] body) {
    try {
      return json.convertValue(object(body), RuntimeStatus.class);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new Problem(Kind.RUNTIME_UNREADABLE).causedBy(e);
    }
  }

  /** What the orchestrator made of a text: at the top of its answer or under one wrapper. */
  Instruction instruction(byte[] body, String text) {
    Map<String, Object> top = object(body);
    Instruction found = instruction(top, Map.of(), text);
    for (String wrapper : WRAPPERS) {
      if (found == null && top.get(wrapper) instanceof Map<?, ?> inner) {
        Map<String, Object> others = new LinkedHashMap<>(top);
        others.remove(wrapper);
        found = instruction(inner, others, text);
      }
    }
    if (found == null) {
      throw new Problem(Kind.RUNTIME_UNREADABLE);
    }
    return found;
  }

  private static @Nullable Instruction instruction(
      Map<?, ?> answer, Map<String, Object> others, String text) {
    if (!(answer.get("optimized") instanceof String optimized)) {
      return null;
    }
    Map<String, Object> extras = new LinkedHashMap<>(others);
    answer.forEach((key, value) -> extras.put(String.valueOf(key), value));
    extras.remove("original");
    extras.remove("optimized");
    return new Instruction(
        answer.get("original") instanceof String original ? original : text, optimized, extras);
  }

  /** The problem of a 4xx or 5xx answer. */
  Problem refusal(int status, byte[] body) {
    return status >= 500
        ? new Problem(Kind.RUNTIME_FAILED, status)
        : new Problem(Kind.RUNTIME_REJECTED, detail(status, body));
  }

  /** The detail where it is one of the runtime's known sentences, else only the status. */
  private String detail(int status, byte[] body) {
    try {
      if (object(body).get("detail") instanceof String detail
          && QUOTABLE.matcher(detail).matches()) {
        return detail;
      }
    } catch (Problem unreadable) {
      // No JSON: then there is nothing to quote.
    }
    return "HTTP " + status;
  }

  private Map<String, Object> object(byte[] body) {
    try {
      Map<String, Object> object = json.readValue(body, OBJECT);
      if (object != null) {
        return object;
      }
    } catch (JacksonException e) {
      throw new Problem(Kind.RUNTIME_UNREADABLE).causedBy(e);
    }
    throw new Problem(Kind.RUNTIME_UNREADABLE);
  }
}
