package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.conversation.Storage;
import dev.sessionmanager.model.OllamaStub;
import dev.sessionmanager.user.Users;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Agents that people make for themselves: as TechBot's variant calls, and nobody else's. */
class OwnAgentsTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String SAYS = "Das recetas sin gluten.";
  private static final OllamaStub model = new OllamaStub();
  private static Service service;
  private static String[] ana;
  private static String[] bruno;

  @BeforeAll
  static void start() {
    service =
        Service.start(
            "OLLAMA_URL=" + model.url(),
            "own-agents.per-owner-max=3",
            "own-agents.guests-max=4",
            "own-agents.instructions-max=100");
    ana = new String[] {"Authorization", "Bearer " + service.token("user_1", "1234", "a")};
    bruno = new String[] {"Authorization", "Bearer " + service.token("user_2", "5678", "b")};
  }

  @AfterAll
  static void stop() {
    service.close();
    model.close();
  }

  private static String body(String session, String name, String instructions) {
    return JSON.createObjectNode()
        .put("session_id", session)
        .put("name", name)
        .put("instructions", instructions)
        .toString();
  }

  private static String made(String session, String... headers) {
    Answer answer = service.post("/create_custom_agent", body(session, "Chef", SAYS), headers);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.text("/agent/id");
  }

  private static Answer say(String agent, String session, String... headers) {
    String body =
        JSON.createObjectNode()
            .put("agent_id", agent)
            .put("session_id", session)
            .put("message", "hola")
            .toString();
    return service.post("/chat", body, headers);
  }

  private static List<String> listed(String query, String... headers) {
    return service.get("/agents" + query, headers).json().path("agents").findValuesAsString("id");
  }

  private static void deleteAll(String... headers) {
    listed("", headers).stream()
        .filter(id -> id.startsWith("custom-"))
        .forEach(id -> service.call("DELETE", "/agents/" + id, "", headers));
  }

  /** As web.py of the variant calls, one after the other. */
  @Test
  void serveTheVariantsClientAsItIs() {
    String session = UUID.randomUUID().toString();
    JsonNode available = service.get("/agents").json().path("available_agents");
    assertThat(available.path("techbot").path("name").asString()).isEqualTo("TechBot");
    assertThat(available.path("techbot").path("description").asString()).isNotBlank();
    assertThat(available.has("orchestrator")).isFalse();
    Answer set =
        service.post("/set_agent", "{\"session_id\":\"" + session + "\",\"agent_id\":\"ecobot\"}");
    assertThat(set.text("/agent/id")).isEqualTo("ecobot");
    assertThat(set.text("/agent/name")).isEqualTo("EcoBot");
    assertThat(set.text("/agent/description")).isNotBlank();
    assertThat(
            service
                .post("/set_agent", "{\"session_id\":\"" + session + "\",\"agent\":\"techbot\"}")
                .text("/agent/id"))
        .isEqualTo("techbot");
    Answer made = service.post("/create_custom_agent", body(session, "Dr. MedBot", SAYS));
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.text("/message")).contains("Dr. MedBot");
    assertThat(made.text("/agent/name")).isEqualTo("Dr. MedBot");
    model.next(OllamaStub.text("Con ", "harina de arroz."));
    Answer reply = say(made.text("/agent/id"), session);
    assertThat(reply.text("/reply")).isEqualTo("Con harina de arroz.");
    String system = model.request().json().at("/messages/0/content").asString();
    assertThat(system).startsWith("Eres Dr. MedBot.").contains(SAYS).doesNotContain("{");
    // It answers in the session from then on, also where the client names nobody.
    String told = "{\"session_id\":\"" + session + "\",\"message\":\"otra\"}";
    assertThat(service.post("/chat", told).text("/agent")).isEqualTo(made.text("/agent/id"));
  }

  @Test
  void areNobodyElses() {
    deleteAll(ana);
    String id = made("s", ana);
    assertThat(listed("", ana)).contains(id);
    assertThat(listed("", bruno)).doesNotContain(id);
    assertThat(listed("")).doesNotContain(id);
    assertThat(listed("?session_id=s")).doesNotContain(id);
    assertThat(say(id, "s", ana).status()).isEqualTo(200);
    for (String[] other : List.of(bruno, new String[0])) {
      assertThat(say(id, "s", other).text("/code")).isEqualTo("unknown_agent");
      String set = "{\"session_id\":\"s\",\"agent_id\":\"" + id + "\"}";
      assertThat(service.post("/set_agent", set, other).status()).isEqualTo(404);
      assertThat(service.call("DELETE", "/agents/" + id, "", other).status()).isEqualTo(404);
      assertThat(service.get("/v1/models/" + id, other).status()).isEqualTo(404);
      String chat =
          "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]}"
              .formatted(id);
      assertThat(service.post("/v1/chat/completions", chat, other).status()).isEqualTo(404);
      String input = "{\"model\":\"%s\",\"input\":\"hola\"}".formatted(id);
      assertThat(service.post("/v1/responses", input, other).status()).isEqualTo(404);
      String message =
          "{\"model\":\"%s\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]}"
              .formatted(id);
      assertThat(service.post("/v1/messages", message, other).status()).isEqualTo(404);
    }
    String chat =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]}".formatted(id);
    assertThat(service.post("/v1/chat/completions", chat, ana).status()).isEqualTo(200);
    try (RawWebSocket socket =
        new RawWebSocket(
            service.port(),
            "/ws",
            "Sec-WebSocket-Protocol: session-manager.v1",
            "Authorization: " + bruno[1])) {
      assertThat(socket.json().toString()).doesNotContain(id);
      socket.send("{\"type\":\"message\",\"text\":\"hola\",\"agent\":\"" + id + "\"}");
      assertThat(socket.json().at("/problem/code").asString()).isEqualTo("unknown_agent");
    }
    assertThat(service.call("DELETE", "/agents/" + id, "", ana).status()).isEqualTo(200);
    assertThat(listed("", ana)).doesNotContain(id);
    assertThat(say(id, "s", ana).status()).isEqualTo(404);
  }

  @Test
  void areAGuestsOnlyInTheirSession() {
    String id = made("mine");
    assertThat(listed("?session_id=mine")).contains(id);
    assertThat(listed("?session_id=other")).doesNotContain(id);
    assertThat(say(id, "other").status()).isEqualTo(404);
    assertThat(service.call("DELETE", "/agents/" + id + "?session_id=other", "").status())
        .isEqualTo(404);
    String guest = UUID.randomUUID().toString();
    String theirs = made("mine", "X-Guest-Id", guest);
    assertThat(listed("", "X-Guest-Id", guest)).contains(theirs).doesNotContain(id);
    assertThat(service.call("DELETE", "/agents/" + id + "?session_id=mine", "").status())
        .isEqualTo(200);
  }

  @Test
  void areBoundedAndCounted() {
    deleteAll(bruno);
    String owner = service.bean(Users.class).find("user_2").orElseThrow().id();
    long before = service.bean(Storage.class).of(owner).bytes();
    String first = made("x", bruno);
    assertThat(service.bean(Storage.class).of(owner).bytes())
        .isEqualTo(before + "Chef".length() + SAYS.length());
    made("x", bruno);
    made("y", bruno);
    Answer more = service.post("/create_custom_agent", body("x", "Chef", SAYS), bruno);
    assertThat(more.text("/code")).isEqualTo("quota_reached");
    service.call("DELETE", "/agents/" + first, "", bruno);
    made("x", bruno);
    deleteAll(bruno);
    assertThat(service.bean(Storage.class).of(owner).bytes()).isEqualTo(before);
    List<String> guests =
        List.of("1", "2", "3", "4", "5").stream()
            .map(n -> {
              service.clock.advance(java.time.Duration.ofSeconds(1));
              return made("guest-" + n);
            })
            .toList();
    assertThat(listed("?session_id=guest-1")).doesNotContain(guests.getFirst());
    assertThat(listed("?session_id=guest-5")).contains(guests.getLast());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"instructions\":\" \"}",
        "{\"instructions\":7}",
        "{\"instructions\":\"a\",\"name\":\" \"}",
        "{\"instructions\":\"a\",\"session_id\":\"\"}"
      })
  void areNotMadeOfWrongFields(String body) {
    assertThat(service.post("/create_custom_agent", body, ana).text("/code"))
        .isEqualTo("invalid_fields");
  }

  @Test
  void areNotMadeOfTooMuch() {
    assertThat(
            service.post("/create_custom_agent", body("s", "Chef", "x".repeat(101)), ana).status())
        .isEqualTo(422);
    assertThat(service.post("/create_custom_agent", body("s", "n".repeat(81), SAYS), ana).status())
        .isEqualTo(422);
  }

  @Test
  void areNoWayRoundAKeysAgents() {
    String made = "{\"name\":\"door\",\"agents\":[\"ecobot\"]}";
    String key = service.post("/keys", made, ana).text("/data/key/key");
    Answer refused =
        service.post(
            "/create_custom_agent", body("s", "Chef", SAYS), "Authorization", "Bearer " + key);
    assertThat(refused.text("/code")).isEqualTo("unknown_agent");
  }
}
