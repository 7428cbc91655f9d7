package dev.sessionmanager;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The service's own description, {@code openapi.yaml}, as tests ask it. */
final class OpenApi {

  private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");

  private final JsonNode root;
  private final JsonNode strictComponents;
  private final SchemaRegistry schemas;

  OpenApi() {
    try (InputStream in = OpenApi.class.getResourceAsStream("/static/openapi.yaml")) {
      root = new YAMLMapper().readTree(Objects.requireNonNull(in));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    strictComponents = root.path("components").deepCopy();
    strictComponents.path("schemas").forEach(OpenApi::close);
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
    schemas =
        SchemaRegistry.withDefaultDialect(
            Dialects.getDraft202012(), builder -> builder.schemaRegistryConfig(config));
  }

  /** One call: a path and a method. */
  record Operation(String path, String method, JsonNode node, List<JsonNode> parameters) {

    String id() {
      return node.path("operationId").asString();
    }

    String route() {
      return method + ' ' + path;
    }

    /** Whether no caller gets through without a token. */
    boolean needsToken() {
      return node.path("security").valueStream().noneMatch(JsonNode::isEmpty);
    }

    /** Whether only a browser that is logged in by its cookie gets through. */
    boolean isBrowsers() {
      return node.path("security").valueStream().allMatch(way -> way.has("cookie"));
    }

    /** Whether the operator's token will do. */
    boolean isOperators() {
      return node.path("security").valueStream().anyMatch(way -> way.has("operator"));
    }

    @Override
    public String toString() {
      return route();
    }
  }

  JsonNode root() {
    return root;
  }

  /** In the order of the file, which is an order in which their examples can be played. */
  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> entry : path.getValue().properties()) {
        if (METHODS.contains(entry.getKey())) {
          List<JsonNode> parameters = new ArrayList<>();
          path.getValue().path("parameters").forEach(p -> parameters.add(resolve(p)));
          entry.getValue().path("parameters").forEach(p -> parameters.add(resolve(p)));
          operations.add(
              new Operation(
                  path.getKey(),
                  entry.getKey().toUpperCase(Locale.ROOT),
                  entry.getValue(),
                  parameters));
        }
      }
    }
    return operations;
  }

  Operation operation(String method, String path) {
    return operations().stream()
        .filter(o -> o.method().equals(method) && pattern(o.path()).matcher(path).matches())
        .findFirst()
        .orElseThrow(() -> new AssertionError("openapi.yaml has no " + method + ' ' + path));
  }

  private static Pattern pattern(String path) {
    // Only a file's path may have slashes in it.
    String expression = path.replace("{path}", ".+").replaceAll("\\{\\w+}", "[^/]+");
    return Pattern.compile(expression);
  }

  /** What the call answers with this status; missing where that is not described. */
  JsonNode response(Operation operation, int status) {
    return resolve(operation.node().path("responses").path(Integer.toString(status)));
  }

  JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : root.at(reference.substring(1));
  }

  /** What is wrong with a value by a schema in which nothing undescribed may stand. */
  List<Error> errors(JsonNode schema, JsonNode value) {
    ObjectNode document = schema.deepCopy().asObject();
    close(document);
    document.set("components", strictComponents);
    return schemas.getSchema(document).validate(value);
  }

  /** A description lets later fields through; what is answered today is described in full. */
  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      if (object.has("properties") && !object.has("additionalProperties")) {
        object.put("additionalProperties", false);
      }
      object.path("properties").forEach(OpenApi::close);
      close(object.path("items"));
    }
  }
}
