package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.gateway.Agent.Kind;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * An API key that may not use an agent may not by any door: each is tried with the agent that the
 * key may use, with one that it may not, and with one that does not exist, whose refusal must be
 * the same.
 */
class EveryDoorTest {

  private static final EchoAgent OURS = new EchoAgent("ours", Kind.MODEL);
  private static final EchoAgent OTHERS = new EchoAgent("others", Kind.MODEL);
  private static Service service;
  private static String token;
  private static String key;

  @BeforeAll
  static void start() {
    service =
        Service.startWith(
            List.of(OURS, OTHERS), "DEFAULT_AGENT=others", "WS_AGENT=others", "LLM_MAX_RETRIES=0");
    token = service.token("user_1", "1234", "laptop");
    key = made("[\"ours\"]").text("/data/key/key");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void repeat() {
    OURS.repeats();
    OTHERS.repeats();
  }

  private static Answer made(String agents) {
    return service.post(
        "/keys", "{\"name\":\"door\",\"agents\":" + agents + "}", "Authorization", bearer(token));
  }

  private static String bearer(String secret) {
    return "Bearer " + secret;
  }

  /**
   * A way to ask an agent.
   *
   * @param name for the reader of a failure
   * @param ask asks the agent of this name; gives the code of the refusal, {@code ""} where it was
   *     let in
   */
  record Door(String name, Function<String, String> ask) {

    /** A call that takes the agent's name in its body. */
    static Door post(String path, String body) {
      return new Door(
          "POST " + path,
          agent -> code(service.post(path, body.formatted(agent), "Authorization", bearer(key))));
    }

    static String code(Answer answer) {
      return answer.status() < 400
          ? ""
          : answer.status()
              + " "
              + answer.text(answer.json().has("error") ? "/error/code" : "/code");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Every way by which a key's holder can ask an agent by its name. A new one gets a row. */
  static Stream<Door> doors() {
    return Stream.of(
        Door.post(
            "/v1/chat/completions",
            "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]}"),
        Door.post(
            "/v1/chat/completions?streamed",
            "{\"model\":\"%s\",\"stream\":true,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]}"),
        Door.post("/v1/responses", "{\"model\":\"%s\",\"input\":\"hola\"}"),
        Door.post(
            "/v1/responses?streamed", "{\"model\":\"%s\",\"input\":\"hola\",\"stream\":true}"),
        Door.post(
            "/v1/responses?background",
            "{\"model\":\"%s\",\"input\":\"hola\",\"background\":true}"),
        new Door("POST /v1/responses in a conversation", EveryDoorTest::inAConversation),
        Door.post(
            "/v1/messages",
            "{\"model\":\"%s\",\"max_tokens\":9,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]}"),
        Door.post(
            "/v1/messages/count_tokens",
            "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]}"),
        Door.post("/v1/embeddings", "{\"model\":\"%s\",\"input\":\"hola\"}"),
        Door.post("/v1/responses", "{\"model\":\"%s\",\"input\":\"hola\"}"),
        Door.post(
            "/v1/responses?streamed", "{\"model\":\"%s\",\"input\":\"hola\",\"stream\":true}"),
        Door.post(
            "/v1/responses?background",
            "{\"model\":\"%s\",\"input\":\"hola\",\"background\":true}"),
        new Door("POST /v1/responses in a conversation", EveryDoorTest::inAConversation),
        new Door(
            "GET /v1/models/{model}, Anthropic's",
            agent ->
                Door.code(
                    service.get(
                        "/v1/models/" + agent,
                        "x-api-key",
                        key,
                        "anthropic-version",
                        "2023-06-01"))),
        new Door(
            "GET /v1/models/{model}",
            agent -> Door.code(service.get("/v1/models/" + agent, "Authorization", bearer(key)))),
        Door.post("/chat", "{\"message\":\"hola\",\"session_id\":\"a\",\"agent_id\":\"%s\"}"),
        Door.post("/set_agent", "{\"session_id\":\"b\",\"agent_id\":\"%s\"}"),
        new Door("WebSocket, the key in its handshake", agent -> overWebSocket(agent, true)),
        new Door("WebSocket, the key in a frame", agent -> overWebSocket(agent, false)));
  }

  private static String inAConversation(String agent) {
    String[] bearer = {"Authorization", bearer(key)};
    String conversation = service.post("/v1/conversations", "{}", bearer).text("/id");
    String body =
        "{\"model\":\"%s\",\"input\":\"hola\",\"conversation\":\"%s\"}"
            .formatted(agent, conversation);
    return Door.code(service.post("/v1/responses", body, bearer));
  }

  private static String overWebSocket(String agent, boolean atOnce) {
    String[] headers =
        atOnce
            ? new String[] {
              "Sec-WebSocket-Protocol: session-manager.v1", "Authorization: " + bearer(key)
            }
            : new String[] {"Sec-WebSocket-Protocol: session-manager.v1"};
    try (RawWebSocket socket = new RawWebSocket(service.port(), "/ws", headers)) {
      socket.json(); // hello
      if (!atOnce) {
        socket.send("{\"type\":\"auth\",\"token\":\"" + key + "\"}");
        socket.json();
      }
      socket.send("{\"type\":\"message\",\"text\":\"hola\",\"agent\":\"" + agent + "\"}");
      JsonNode said = socket.json();
      return said.path("type").asString().equals("accepted")
          ? ""
          : said.at("/problem/code").asString();
    }
  }

  @ParameterizedTest
  @MethodSource("doors")
  void letsAKeyInToItsAgentsAlone(Door door) {
    assertThat(door.ask.apply("ours")).isEmpty();
    String refused = door.ask.apply("others");
    assertThat(refused).isNotEmpty().isEqualTo(door.ask.apply("nobody"));
    assertThat(OTHERS.askedTimes()).isZero();
  }

  /** Doors behind which an agent stands that the caller has not named. */
  @ParameterizedTest
  @ValueSource(strings = {"/chat", "/send_instruction", "/communicate"})
  void letsAKeyInToNoAgentThatSettingsName(String path) {
    Answer answer = service.post(path, "{\"message\":\"hola\"}", "Authorization", bearer(key));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("/code")).isEqualTo("unknown_agent");
    assertThat(OTHERS.askedTimes()).isZero();
  }

  @Test
  void letsAPlainWebSocketInToNoAgentThatSettingsName() {
    try (RawWebSocket socket =
        new RawWebSocket(service.port(), "/ws", "Authorization: " + bearer(key))) {
      assertThat(socket.text()).doesNotContain("Say something");
      socket.send("hola");
      assertThat(socket.text()).contains("GET /agents");
      assertThat(OTHERS.askedTimes()).isZero();
    }
  }

  @Test
  void goesOnInNoConversationWithAnotherAgent() {
    String[] user = {"Authorization", bearer(token)};
    String body = "{\"message\":\"hola\",\"session_id\":\"begun by the user\"%s}";
    assertThat(service.post("/chat", body.formatted(",\"agent_id\":\"others\""), user).status())
        .isEqualTo(200);
    Answer refused = service.post("/chat", body.formatted(""), "Authorization", bearer(key));
    assertThat(Door.code(refused)).isEqualTo("404 unknown_agent");
    assertThat(OTHERS.askedTimes()).isEqualTo(1);
  }

  @Test
  void listsNoOtherAgents() {
    Map<String, List<String>> lists = new TreeMap<>();
    String[] mine = {"Authorization", bearer(key)};
    lists.put(
        "models", service.get("/v1/models", mine).json().path("data").findValuesAsString("id"));
    lists.put(
        "models, Anthropic's",
        service
            .get("/v1/models", "x-api-key", key, "anthropic-version", "2023-06-01")
            .json()
            .path("data")
            .findValuesAsString("id"));
    lists.put(
        "agents", service.get("/agents", mine).json().path("agents").findValuesAsString("id"));
    try (RawWebSocket socket =
        new RawWebSocket(
            service.port(),
            "/ws",
            "Sec-WebSocket-Protocol: session-manager.v1",
            "Authorization: " + bearer(key))) {
      lists.put("hello", socket.json().path("agents").findValuesAsString("id"));
    }
    assertThat(lists.values()).containsOnly(List.of("ours"));
    assertThat(service.get("/v1/models", "Authorization", bearer(token)).json().path("data"))
        .as("the user's own token")
        .anySatisfy(model -> assertThat(model.path("id").asString()).isEqualTo("others"));
  }

  @Test
  void followsAChangeAtOnceOnOpenConnectionsToo() {
    Answer made = made("\"*\"");
    String id = made.text("/data/key/id");
    String[] other = {"Authorization", bearer(made.text("/data/key/key"))};
    String message = "{\"type\":\"message\",\"text\":\"hola\",\"agent\":\"others\"}";
    try (RawWebSocket socket =
        new RawWebSocket(
            service.port(),
            "/ws",
            "Sec-WebSocket-Protocol: session-manager.v1",
            "Authorization: " + other[1])) {
      socket.json();
      assertThat(allow(id, "[\"ours\"]").text("/data/key/agents/0")).isEqualTo("ours");
      socket.send(message);
      assertThat(socket.json().at("/problem/code").asString()).isEqualTo("unknown_agent");
      assertThat(service.get("/v1/models/others", other).status()).isEqualTo(404);
      assertThat(allow(id, "\"*\"").json().at("/data/key").has("agents")).isFalse();
      socket.send(message);
      assertThat(socket.json().path("type").asString()).isEqualTo("accepted");
      assertThat(service.get("/v1/models/others", other).status()).isEqualTo(200);
      assertThat(allow(id, "[]").json().at("/data/key/agents").isEmpty()).isTrue();
      assertThat(service.get("/v1/models", other).json().path("data").isEmpty()).isTrue();
    } finally {
      service.call("DELETE", "/keys/" + id, "", "Authorization", bearer(token));
    }
  }

  private static Answer allow(String id, String agents) {
    return service.call(
        "PATCH", "/keys/" + id, "{\"agents\":" + agents + "}", "Authorization", bearer(token));
  }

  @Test
  void keepsTheListOverARestart() {
    try (Service restarted =
        Service.startWith(
            List.of(OURS, OTHERS), "DB_PATH=" + service.data.resolve("session_manager.db"))) {
      assertThat(
              restarted
                  .get("/v1/models", "Authorization", bearer(key))
                  .json()
                  .path("data")
                  .findValuesAsString("id"))
          .containsExactly("ours");
    }
  }

  @Test
  void isSaidByAnOperatorOfAnybodysKey() {
    Answer made = made("[\"ours\",\"ours\"]");
    String id = made.text("/data/key/id");
    String keys = "/admin/users/user_1/keys";
    try {
      assertThat(
              service
                  .get(keys)
                  .json()
                  .path("keys")
                  .valueStream()
                  .filter(one -> one.path("id").asString().equals(id))
                  .map(one -> one.path("agents").toString()))
          .containsExactly("[\"ours\"]");
      Answer changed = service.call("PATCH", keys + '/' + id, "{\"agents\":[\"others\"]}");
      assertThat(changed.text("/agents/0")).isEqualTo("others");
      Session session = service.bean(Sessions.class).byId(id).orElseThrow();
      assertThat(session.mayAsk("ours")).isFalse();
      assertThat(service.call("PATCH", keys + '/' + id, "{}").text("/agents/0"))
          .isEqualTo("others");
      assertThat(service.call("PATCH", "/admin/users/user_2/keys/" + id, "{\"agents\":\"*\"}"))
          .extracting(Answer::status)
          .isEqualTo(404);
      assertThat(service.get("/admin/users/nobody/keys").status()).isEqualTo(404);
    } finally {
      service.call("DELETE", "/keys/" + id, "", "Authorization", bearer(token));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"7", "\"ours\"", "{}", "[7]", "[\"\"]", "[\"a\\nb\"]", "[null]", "[[\"ours\"]]"})
  void takesNoListThatIsNone(String agents) {
    Answer refused = made(agents);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(new TreeSet<>(refused.json().path("errors").propertyNames()))
        .containsExactly("agents");
  }
}
