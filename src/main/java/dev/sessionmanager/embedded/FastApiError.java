package dev.sessionmanager.embedded;

import dev.sessionmanager.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Problem} as FastAPI would answer it: {@code {"detail": text}}, or for wrong fields 422
 * and {@code {"detail": [{loc, msg, type}]}} with the types of pydantic 2.
 *
 * @param retryAfter whole seconds
 */
record FastApiError(int status, Object detail, @Nullable Long retryAfter) {

  private static final Map<String, String> MESSAGES =
      Map.of(
          "missing", "Field required",
          "json_invalid", "JSON decode error",
          "model_attributes_type", "Input should be a valid dictionary",
          "string_type", "Input should be a valid string",
          "list_type", "Input should be a valid list",
          "dict_type", "Input should be a valid dictionary",
          "int_type", "Input should be a valid integer",
          "int_parsing", "Input should be a valid integer, unable to parse string as an integer",
          "vfs.path.unsafe", "La ruta no es válida: debe ser relativa y sin partes peligrosas",
          "vfs.path.depth", "La ruta tiene demasiadas partes");

  static FastApiError of(Problem problem) {
    if (problem.kind() == Problem.Kind.INVALID) {
      return new FastApiError(422, fields(problem.fields()), null);
    }
    int status =
        switch (problem.kind()) {
          case RUNTIME_REJECTED -> 400;
          case RUNTIME_FAILED, AGENT_FAILED -> 500;
          default -> problem.kind().status();
        };
    Duration wait = problem.retryAfter();
    return new FastApiError(
        status, text(problem), wait == null ? null : Math.max(1, wait.toSeconds()));
  }

  Map<String, Object> body() {
    return Map.of("detail", detail);
  }

  private static String text(Problem problem) {
    String setting = problem.setting();
    if (!problem.arguments().isEmpty()) {
      return String.valueOf(problem.arguments().getFirst());
    }
    return switch (problem.kind()) {
      case NOT_FOUND -> "Not Found";
      case METHOD_NOT_ALLOWED -> "Method Not Allowed";
      case FORBIDDEN -> "Forbidden";
      case CONFLICT -> "El nombre ya está en uso por algo que no es un archivo";
      case QUOTA_REACHED -> "Se alcanzó el límite " + setting;
      case TOO_LARGE -> "Se superó el límite " + setting;
      case OVERLOADED, TOO_MANY_TRANSFERS -> "Demasiadas peticiones a la vez; límite " + setting;
      case AGENTS_NOT_LAUNCHED -> "El orquestador no está en ejecución";
      default -> "Internal Server Error";
    };
  }

  private static List<Map<String, Object>> fields(Map<String, String> wrong) {
    List<Map<String, Object>> fields = new ArrayList<>();
    new TreeMap<>(wrong)
        .forEach((where, type) ->
            fields.add(
                Map.of(
                    "loc",
                    location(where),
                    "msg",
                    MESSAGES.getOrDefault(type, "Value error"),
                    "type",
                    type.startsWith("vfs.") ? "value_error" : type)));
    return fields;
  }

  /** {@code body.agents[0]} is the list body, agents, 0; the number stays a number. */
  private static List<Object> location(String where) {
    List<Object> location = new ArrayList<>();
    for (String part : where.split("[.\\[\\]]+", 0)) {
      location.add(part.matches("\\d{1,9}") ? (Object) Integer.valueOf(part) : part);
    }
    return location;
  }
}
