package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.OpenApi.Operation;
import dev.sessionmanager.problem.Problem;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What openapi.yaml, the README and the docs say, held to each other and to {@link Problem}. */
class ApiDocsTest {

  private static final OpenApi SPEC = new OpenApi();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void givesExamplesThatFitTheirSchemas() {
    for (Operation operation : SPEC.operations()) {
      List<JsonNode> bodies = new ArrayList<>(List.of(operation.node().path("requestBody")));
      operation.node().path("responses").forEach(r -> bodies.add(SPEC.resolve(r)));
      for (JsonNode body : bodies) {
        for (JsonNode content : body.path("content")) {
          JsonNode example = content.path("example");
          assertThat(example.isMissingNode()).as("%s has no example", operation).isFalse();
          assertThat(SPEC.errors(content.path("schema"), example)).as("%s", operation).isEmpty();
        }
      }
    }
  }

  @Test
  void givesProblemsAsTheyAreWritten() throws IOException {
    for (JsonNode response : SPEC.root().path("components").path("responses")) {
      JsonNode example = response.path("content").path("application/problem+json").path("example");
      if (example.isMissingNode()) {
        continue; // OpenAI's form: OpenApiTest has it refused
      }
      String code = example.path("code").asString();
      Problem.Kind kind = kinds().get(code);
      assertThat(kind).as(code).isNotNull();
      assertThat(example.path("status").asInt()).as(code).isEqualTo(kind.status());
      assertThat(example.path("title").asString())
          .as(code)
          .isEqualTo(HttpStatus.valueOf(kind.status()).getReasonPhrase());
      assertThat(example.path("message").asString()).matches(sentence(code));
      assertThat(example.path("type").asString()).isEqualTo("urn:session-manager:problem:" + code);
    }
  }

  @Test
  void namesEveryCodeAProblemCanHave() {
    List<String> rows = new ArrayList<>();
    Matcher row =
        Pattern.compile("(?m)^\\| (\\d{3}) \\| `(\\w+)` \\|")
            .matcher(SPEC.root().path("info").path("description").asString());
    while (row.find()) {
      rows.add(row.group(1) + ' ' + row.group(2));
    }
    assertThat(rows)
        .containsExactlyElementsOf(
            Stream.of(Problem.Kind.values()).map(k -> k.status() + " " + k.code()).toList());
    JsonNode codes = SPEC.root().at("/components/schemas/Problem/properties/code/enum");
    assertThat(codes.valueStream().map(JsonNode::asString))
        .isEqualTo(List.copyOf(kinds().keySet()));
  }

  @Test
  void givesCurlExamplesOfRealCalls() throws IOException {
    List<CurlExample> examples = new ArrayList<>();
    SPEC.operations()
        .forEach(o -> {
          List<CurlExample> own = CurlExample.in(o.node().path("description").asString());
          assertThat(own).as("%s has no curl example", o).isNotEmpty();
          assertThat(own.getLast().path())
              .as("%s", o)
              .matches(o.path().replaceAll("\\{\\w+}", ".+"));
          examples.addAll(own);
        });
    examples.addAll(CurlExample.in(SPEC.root().path("info").path("description").asString()));
    examples.addAll(CurlExample.in(Files.readString(Path.of("README.md"))));
    try (Stream<Path> pages = Files.list(Path.of("docs"))) {
      for (Path page : pages.filter(p -> p.toString().endsWith(".md")).toList()) {
        examples.addAll(CurlExample.in(Files.readString(page)));
      }
    }
    for (CurlExample example : examples) {
      if (isPage(example.path())) {
        continue;
      }
      Operation operation = SPEC.operation(example.method(), example.path());
      JsonNode json = operation.node().path("requestBody").path("content").path("application/json");
      if (!json.isMissingNode()) {
        assertThat(SPEC.errors(json.path("schema"), JSON.readTree(example.body())))
            .as(example.command())
            .isEmpty();
      }
    }
  }

  private static boolean isPage(String path) {
    return path.equals("/docs") || path.equals("/openapi.yaml") || path.startsWith("/api/");
  }

  private static Map<String, Problem.Kind> kinds() {
    return Stream.of(Problem.Kind.values())
        .collect(Collectors.toMap(Problem.Kind::code, k -> k, (a, b) -> a, LinkedHashMap::new));
  }

  /** The Spanish sentence of a problem, with anything for its arguments. */
  private static String sentence(String code) throws IOException {
    Properties messages = new Properties();
    messages.load(
        new StringReader(Files.readString(Path.of("src/main/resources/messages.properties"))));
    String text = messages.getProperty("person." + code, messages.getProperty("problem." + code));
    return Pattern.quote(text).replaceAll("\\{\\d}", "\\\\E.+\\\\Q");
  }
}
