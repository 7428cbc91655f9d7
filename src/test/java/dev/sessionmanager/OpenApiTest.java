package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.OpenApi.Operation;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.session.Seals;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** Holds openapi.yaml to the running service: its routes, its examples, its refusals, its page. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(OpenApiTest.Models.class)
class OpenApiTest {

  /** No component: other tests, which scan this package, must not find it. */
  static final class Models {

    /** A model for the examples that no agent of a file answers. */
    @Bean
    Agent exampleModel() {
      return new EchoAgent("example-embeddings", Agent.Kind.MODEL);
    }
  }

  private static final OpenApi SPEC = new OpenApi();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Mapped, but nobody's to call. */
  private static final Set<String> INTERNAL = Set.of("/error", "/internal/turns/{turn}");

  @TempDir static Path data;

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpClient proxy = Service.proxy();

  @LocalServerPort private int port;
  @Autowired private List<RequestMappingInfoHandlerMapping> mappings;
  @Autowired private JdbcClient database;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("DATA_DIR", data::toString);
    registry.add("FORWARDED_FROM", () -> Service.PROXY);
    registry.add("WS_PORT", () -> 0);
    registry.add("OLLAMA_URL", () -> "");
    registry.add("ECOBOT_SOCKET_PORT", () -> 0);
    registry.add("RATE_MAX_MESSAGES", () -> 1000);
    // Nobody is there: what is taken in does not depend on it.
    registry.add("CHATWOOT_API_URL", () -> "http://127.0.0.1:9");
    registry.add("CHATWOOT_API_TOKEN", () -> "token");
    registry.add("CHATWOOT_ACCOUNT_ID", () -> "1");
    registry.add("EVOLUTION_API_URL", () -> "http://127.0.0.1:9");
    registry.add("EVOLUTION_API_TOKEN", () -> "key");
    registry.add("INSTANCE_NAME", () -> "joyeria");
    registry.add("branding.logo", () -> "src/main/resources/static/app/icon.svg");
  }

  @Test
  void describesEveryRouteAndNoOther() {
    Set<String> mapped = new TreeSet<>();
    for (RequestMappingInfoHandlerMapping mapping : mappings) {
      for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
        for (String path : info.getPatternValues()) {
          if (!INTERNAL.contains(path)) {
            info.getMethodsCondition()
                .getMethods()
                .forEach(method -> mapped.add(method + " " + path.replace("{*", "{")));
          }
        }
      }
    }
    Set<String> described =
        SPEC.operations().stream()
            .map(Operation::route)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(described).isEqualTo(mapped);
  }

  @Test
  void answersEveryExampleAsDescribed() throws Exception {
    for (Operation operation : SPEC.operations()) {
      HttpResponse<String> answer = play(operation);
      assertThat(answer.statusCode()).as("%s: %s", operation, answer.body()).isBetween(200, 299);
      assertDescribed(operation, answer);
      assertLikeExample(operation, answer);
    }
  }

  /** The example tells every field that is answered, and the very sentence. */
  private static void assertLikeExample(Operation operation, HttpResponse<String> answer) {
    JsonNode example =
        SPEC.response(operation, answer.statusCode()).at("/content/application~1json/example");
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (example.isMissingNode() || !type.startsWith("application/json")) {
      return;
    }
    JsonNode body = JSON.readTree(answer.body());
    assertThat(body.path("message")).as("%s", operation).isEqualTo(example.path("message"));
    assertThat(body.propertyNames()).as("%s", operation).hasSameElementsAs(example.propertyNames());
    assertThat(body.path("data").propertyNames())
        .as("%s", operation)
        .hasSameElementsAs(example.path("data").propertyNames());
  }

  @Test
  void refusesAsDescribed() throws Exception {
    String token = token("user_1", "1234", "refusals");
    Map<String, String> noHeaders = Map.of();
    Map<String, String> bearer = Map.of("Authorization", "Bearer " + token);
    Map<String, String> proxied = Map.of("X-Forwarded-For", "203.0.113.9");
    String hello = "{\"message\": \"hola\"}";
    String user = "{\"username\": \"user_1\", \"password\": \"1234\"}";
    assertRefused("POST", "/communicate", noHeaders, "{", "malformed_request");
    assertRefused("POST", "/communicate", noHeaders, hello, "authentication_required");
    assertRefused("POST", "/communicate", noHeaders, "{\"message\": \" \"}", "invalid_fields");
    assertRefused("POST", "/communicate", noHeaders, "x".repeat(2_000_000), "body_too_large");
    assertRefused("POST", "/send_instruction", proxied, hello, "authentication_required");
    assertRefused(
        "POST",
        "/send_instruction",
        Map.of("Content-Type", "text/plain"),
        hello,
        "unsupported_media_type");
    assertRefused("POST", "/login", noHeaders, user.replace("1234", "wrong"), "bad_credentials");
    assertRefused("POST", "/login", proxied, user, "preset_password");
    assertRefused(
        "POST", "/login", Map.of("Origin", "https://elsewhere.example"), user, "foreign_origin");
    assertRefused("GET", "/sessions", noHeaders, "", "authentication_required");
    assertRefused("GET", "/sessions", Map.of("Authorization", "Bearer x"), "", "bad_token");
    assertRefused("DELETE", "/sessions/nobody", bearer, "", "not_found");
    Map<String, String> operator = operator();
    assertRefused("GET", "/admin/users", noHeaders, "", "authentication_required");
    assertRefused("GET", "/metrics", noHeaders, "", "authentication_required");
    assertRefused("GET", "/admin/deliveries?state=x", operator, "", "invalid_fields");
    assertRefused("DELETE", "/admin/deliveries/1", operator, "", "not_found");
    assertRefused("POST", "/admin/handovers", operator, "{}", "invalid_fields");
    assertRefused("GET", "/admin/users?limit=0", operator, "", "invalid_fields");
    assertRefused("PATCH", "/admin/users/nobody", operator, "{\"enabled\": true}", "not_found");
    assertRefused(
        "POST",
        "/admin/users",
        operator,
        "{\"username\": \"user_1\", \"password\": \"long enough\"}",
        "conflict");
    assertRefused(
        "GET",
        "/admin/sessions",
        Map.of("Authorization", "Bearer " + token, "X-Forwarded-For", "203.0.113.9"),
        "",
        "forbidden");
  }

  @Test
  void doesNothingOfAnAdministratorsForWhoeverIsOnThisMachine() throws Exception {
    List<Operation> administrators =
        SPEC.operations().stream().filter(Operation::isOperators).toList();
    assertThat(administrators).hasSizeGreaterThan(15);
    for (Operation operation : administrators) {
      String path = operation.path().replaceAll("\\{\\w+}", "1");
      for (String host : List.of("localhost", "127.0.0.1")) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://%s:%d%s".formatted(host, port, path)))
                .method(operation.method(), BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s", operation).isEqualTo(401);
        assertDescribed(operation, answer);
      }
    }
  }

  @Test
  void refusesBelowV1AsOpenAiDoes() throws Exception {
    Map<String, String> noHeaders = Map.of();
    Map<String, String> proxied = Map.of("X-Forwarded-For", "203.0.113.9");
    String hello =
        "{\"model\": \"nobody\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}";
    String chat = "/v1/chat/completions";
    assertRefused("POST", chat, noHeaders, hello, "model_not_found");
    assertRefused("POST", chat, noHeaders, "{", "malformed_request");
    assertRefused("POST", chat, noHeaders, "{}", "missing_required_parameter");
    assertRefused("POST", chat, noHeaders, "x".repeat(2_000_000), "body_too_large");
    assertRefused("POST", chat, proxied, hello, "authentication_required");
    assertRefused("POST", chat, Map.of("Authorization", "Bearer sm-x"), hello, "invalid_api_key");
    assertRefused("GET", "/v1/models", proxied, "", "authentication_required");
    assertRefused("GET", "/v1/models/nobody", noHeaders, "", "model_not_found");
  }

  @Test
  void showsTheDescriptionAtDocsWithNothingFromElsewhere() throws Exception {
    for (String path : List.of("/docs", "/docs/")) {
      HttpResponse<String> page = send("GET", path, Map.of("Accept", "text/html"), "");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("script-src 'self';");
      assertThat(page.body()).doesNotContainPattern("<script(?![^>]* src=)");
      Matcher resource = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.body());
      int found = 0;
      while (resource.find()) {
        assertThat(resource.group(1)).startsWith("/");
        assertThat(send("GET", resource.group(1), Map.of(), "").statusCode())
            .as(
                "%s; after a change of swagger-ui.version in pom.xml, change docs/index.html too",
                resource.group(1))
            .isEqualTo(200);
        found++;
      }
      assertThat(found).isEqualTo(5);
    }
    assertThat(send("GET", "/docs/docs.js", Map.of(), "").body())
        .contains("url: \"/openapi.yaml\"", "validatorUrl: null");
  }

  private HttpResponse<String> play(Operation operation) throws Exception {
    String path = operation.path();
    StringBuilder query = new StringBuilder();
    if (path.contains("{item_id}")) {
      path = path.replaceAll("\\{conversation_id}.*", item());
    }
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.path("name").asString();
      String value = value(operation, parameter);
      if (parameter.path("in").asString().equals("path")) {
        path = path.replace('{' + name + '}', value);
      } else if (parameter.path("in").asString().equals("query") && !value.isEmpty()) {
        query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(value);
      }
    }
    Map<String, String> headers =
        operation.isOperators()
            ? operator()
            : operation.isBrowsers()
                ? browser()
                : operation.needsToken()
                    ? Map.of("Authorization", "Bearer " + token(operation))
                    : Map.of();
    JsonNode body = operation.node().path("requestBody").path("content").path("application/json");
    JsonNode upload =
        operation.node().path("requestBody").path("content").path("application/octet-stream");
    String text =
        upload.isMissingNode()
            ? body.isMissingNode() ? "" : body.path("example").toString()
            : upload.path("example").asString();
    if (path.startsWith("/welcome")) {
      text = text.replaceFirst("\"token\":\"[^\"]+\"", "\"token\":\"" + link() + "\"");
    }
    return send(operation.method(), path + query, headers, text);
  }

  /** The token of a link by which somebody new chooses a password. */
  private String link() throws Exception {
    String user = "{\"username\": \"invited-" + System.nanoTime() + "\"}";
    return JSON.readTree(send("POST", "/admin/users", operator(), user).body())
        .at("/link/token")
        .asString();
  }

  /** A link to what was said last. */
  private JsonNode share() throws Exception {
    String conversation =
        JSON.readTree(send("GET", "/conversations", Map.of(), "").body())
            .at("/data/conversations/0/id")
            .asString();
    return JSON.readTree(
            send("POST", "/conversations/" + conversation + "/shares", Map.of(), "").body())
        .at("/data/share");
  }

  /** The example of the description, but a session that there is. */
  private String value(Operation operation, JsonNode parameter) throws Exception {
    String example = parameter.path("example").asString("");
    boolean id = parameter.path("name").asString().equals("id");
    if (id && operation.path().contains("/keys/")) {
      Map<String, String> bearer =
          Map.of("Authorization", "Bearer " + token("user_1", "1234", operation.id()));
      return JSON.readTree(send("POST", "/keys", bearer, "{\"name\": \"victim\"}").body())
          .at("/data/key/id")
          .asString();
    }
    String name = parameter.path("name").asString();
    if (name.equals("response_id")) {
      return response();
    }
    if (name.equals("conversation_id")) {
      return v1("/conversations", "{\"metadata\": {\"topic\": \"demo\"}}").path("id").asString();
    }
    if (name.equals("share")) {
      return share().path("id").asString();
    }
    if (name.equals("token")) {
      talk("¿Qué es el PIB?");
      return share().path("token").asString();
    }
    if (name.equals("turn_id")) {
      return talk("¿Qué es el PIB?").path("turn_id").asString();
    }
    if (name.equals("id") && operation.path().contains("/conversations/")) {
      talk("¿Qué es el PIB?");
      String conversation =
          JSON.readTree(send("GET", "/conversations", Map.of(), "").body())
              .at("/data/conversations/0/id")
              .asString();
      if (operation.path().endsWith("/restore")) {
        send("DELETE", "/conversations/" + conversation, Map.of(), "");
      }
      return conversation;
    }
    if (id && operation.path().contains("/agents/")) {
      String made = "{\"instructions\": \"Decís poco.\"}";
      return JSON.readTree(send("POST", "/create_custom_agent", Map.of(), made).body())
          .at("/agent/id")
          .asString();
    }
    if (operation.path().contains("/pictures/")) {
      String reply = talk("gráfico de oferta y demanda").path("reply").asString();
      Matcher picture = Pattern.compile("/pictures/([-0-9a-f]+)").matcher(reply);
      assertThat(picture.find()).as(reply).isTrue();
      return picture.group(1);
    }
    if (id && operation.path().startsWith("/admin/deliveries/")) {
      return deadLetter();
    }
    if (name.equals("id")) {
      return logIn("user_1", "1234", "a victim of " + operation.id())
          .at("/data/session/id")
          .asString();
    }
    return operation.path().contains("{path}")
        ? example
        : URLEncoder.encode(example, StandardCharsets.UTF_8);
  }

  /** The id of a reply that was given up. */
  private String deadLetter() throws Exception {
    String id = talk("¿Qué es el PIB?").path("turn_id").asString();
    long turn = Seals.number(id).orElseThrow();
    database
        .sql(
            """
            insert into deliveries (id, turn_id, part, channel, conversation, kind, text, state, next_try, created_at)
            values (?, ?, 0, 'whatsapp', 'i/1', 'TEXT', 'hola', 'DEAD', 0, 0)\
            """)
        .params(turn, turn)
        .update();
    return String.valueOf(turn);
  }

  /** The id of a response in the background that has ended. */
  private String response() throws Exception {
    String input = "Interés simple: 1000 pesos al 10 % anual durante 3 años";
    Map<String, Object> body = Map.of("model", "ecobot", "input", input, "background", true);
    String id = v1("/responses", JSON.writeValueAsString(body)).path("id").asString();
    String status;
    do {
      HttpResponse<String> now = send("GET", "/v1/responses/" + id, Map.of(), "");
      status = JSON.readTree(now.body()).path("status").asString();
    } while (status.equals("queued") || status.equals("in_progress"));
    return id;
  }

  /** The rest of an item's path, from its conversation's id on. */
  private String item() throws Exception {
    String body =
        "{\"metadata\": {\"topic\": \"demo\"}, \"items\": [{\"role\": \"user\", \"content\":"
            + " \"Hola\"}]}";
    String conversation = v1("/conversations", body).path("id").asString();
    HttpResponse<String> items =
        send("GET", "/v1/conversations/" + conversation + "/items", Map.of(), "");
    return conversation + "/items/" + JSON.readTree(items.body()).at("/data/0/id").asString();
  }

  private JsonNode v1(String path, String body) throws Exception {
    return JSON.readTree(send("POST", "/v1" + path, Map.of(), body).body());
  }

  /** Something said in a conversation; the answer. */
  private JsonNode talk(String message) throws Exception {
    String body =
        JSON.writeValueAsString(
            Map.of("message", message, "session_id", "ejemplo", "agent_id", "ecobot"));
    return JSON.readTree(send("POST", "/chat", Map.of(), body).body());
  }

  private static Map<String, String> operator() {
    return Map.of("Authorization", "Bearer " + Operator.token(data));
  }

  /** A tab that has no session yet, of a browser that is logged in. */
  private Map<String, String> browser() throws Exception {
    String user = "{\"username\": \"user_1\", \"password\": \"1234\", \"cookie\": true}";
    String cookie =
        send("POST", "/login", Map.of(), user).headers().firstValue("Set-Cookie").orElseThrow();
    return Map.of(
        "Cookie",
        cookie.substring(0, cookie.indexOf(';')),
        "Origin",
        "http://localhost:" + port,
        "X-Session-Id",
        "new");
  }

  /** A session for each call, so that ending one is no matter to the others. */
  private String token(Operation operation) throws Exception {
    return operation.id().equals("changePassword")
        ? token("user_2", "5678", operation.id())
        : token("user_1", "1234", operation.id());
  }

  private String token(String username, String password, String device) throws Exception {
    return logIn(username, password, device).at("/data/session/token").asString();
  }

  private JsonNode logIn(String username, String password, String device) throws Exception {
    String body = JSON.writeValueAsString(Map.of("username", username, "password", password));
    return JSON.readTree(send("POST", "/login", Map.of("User-Agent", device), body).body());
  }

  private void assertRefused(
      String method, String path, Map<String, String> headers, String body, String code)
      throws Exception {
    HttpResponse<String> answer = send(method, path, headers, body);
    boolean openAi = path.startsWith("/v1/");
    JsonNode told = JSON.readTree(answer.body());
    JsonNode problem = openAi ? told.path("error") : told;
    assertThat(problem.path("code").asString()).as("%s %s", method, path).isEqualTo(code);
    assertThat(answer.headers().firstValue("X-Trace-Id"))
        .isEqualTo(
            openAi
                ? answer.headers().firstValue("x-request-id")
                : Optional.of(problem.path("trace_id").asString()));
    assertDescribed(SPEC.operation(method, URI.create(path).getPath()), answer);
  }

  private void assertDescribed(Operation operation, HttpResponse<String> answer) {
    JsonNode described = SPEC.response(operation, answer.statusCode());
    assertThat(described.isMissingNode())
        .as("%s answers %d, which is not described", operation, answer.statusCode())
        .isFalse();
    String type = answer.headers().firstValue("Content-Type").orElse("none");
    if (described.path("content").isEmpty()) {
      assertThat(answer.body()).as("%s", operation).isEmpty();
      return;
    }
    Map.Entry<String, JsonNode> content = described.path("content").properties().iterator().next();
    assertThat(type).as("%s", operation).startsWith(content.getKey());
    JsonNode body =
        content.getKey().endsWith("json")
            ? JSON.readTree(answer.body())
            : StringNode.valueOf(answer.body());
    assertThat(SPEC.errors(content.getValue().path("schema"), body))
        .as("%s: %s", operation, answer.body())
        .isEmpty();
  }

  private HttpResponse<String> send(
      String method, String path, Map<String, String> headers, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.setHeader("Content-Type", "application/json");
    }
    headers.forEach(request::setHeader);
    HttpClient client = headers.containsKey(Service.FORWARDED) ? proxy : http;
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
