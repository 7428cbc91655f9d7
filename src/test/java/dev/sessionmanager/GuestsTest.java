package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Reply;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A network may talk without tokens: each of its people has what is theirs, and nothing else. */
class GuestsTest {

  private static final EchoAgent ECHO = new EchoAgent("eco", Agent.Kind.PERSONA);
  private static final Service service =
      Service.startWith(
          List.of(ECHO),
          "DEFAULT_AGENT=eco",
          "WS_AGENT=eco",
          "GUEST_NETWORKS=10.0.0.0/8",
          "FORWARDED_FROM=127.0.0.0/8",
          "STORAGE_PER_USER_MAX=2000B");

  /** Addresses of the network, through a proxy that names them. */
  private static final String[] ANA = {"X-Forwarded-For", "10.0.0.7"};

  private static final String[] LEO = {"X-Forwarded-For", "10.0.0.8"};

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void repeats() {
    ECHO.repeats();
  }

  private static String[] guest(String[] address, String id) {
    return new String[] {address[0], address[1], "X-Guest-Id", id};
  }

  private static Answer chat(String session, String text, String... caller) {
    return service.post(
        "/chat", "{\"session_id\":\"%s\",\"message\":\"%s\"}".formatted(session, text), caller);
  }

  private static List<String> listed(String... caller) {
    JsonNode all = service.get("/conversations", caller).json().at("/data/conversations");
    return all.valueStream().map(one -> one.path("session_id").asString()).toList();
  }

  private static String path(String session, String... caller) {
    JsonNode all = service.get("/conversations", caller).json().at("/data/conversations");
    return all.valueStream()
        .filter(one -> one.path("session_id").asString().equals(session))
        .map(one -> "/conversations/" + one.path("id").asString())
        .findFirst()
        .orElseThrow();
  }

  private static String history(String session, String... caller) {
    return service.get("/history?session_id=" + session, caller).raw().body();
  }

  /** Everything that the other could try with what was said by one, and with its ids. */
  private static void assertApart(String session, String[] one, String[] other) throws Exception {
    String secret = "secreto" + UUID.randomUUID().toString().substring(0, 8);
    Picture picture = Picture.png("Demanda", new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    ECHO.does((prompt, chunk) ->
        Reply.of("respuesta " + picture.markdown()).withPictures(List.of(picture)));
    String turn = chat(session, secret, one).text("/turn_id");
    String path = path(session, one);
    assertThat(service.get(path, one).raw().body()).contains(secret);
    assertThat(service.get("/pictures/" + picture.id(), one).status()).isEqualTo(200);

    assertThat(service.get("/conversations", other).raw().body()).doesNotContain(secret);
    assertThat(service.get("/conversations/search?q=" + secret, other).json().at("/data/found"))
        .isEmpty();
    assertThat(service.get(path, other).status()).isEqualTo(404);
    assertThat(service.get(path + "/export", other).status()).isEqualTo(404);
    assertThat(service.call("PATCH", path, "{\"title\":\"mío\"}", other).status()).isEqualTo(404);
    assertThat(service.call("DELETE", path, "", other).status()).isEqualTo(404);
    assertThat(history(session, other)).doesNotContain(secret);
    service.post("/reset", "{\"session_id\":\"%s\"}".formatted(session), other);
    service.post(
        "/set_agent", "{\"session_id\":\"%s\",\"agent_id\":\"techbot\"}".formatted(session), other);
    ECHO.repeats();
    service.post(
        "/chat",
        "{\"session_id\":\"%s\",\"agent_id\":\"eco\",\"message\":\"sigo\"}".formatted(session),
        other);
    assertThat(ECHO.asked().history().get()).as("what the other goes on with").isEmpty();

    assertThat(service.get(path, one).text("/data/conversation/agent")).isEqualTo("eco");
    assertThat(history(session, one)).contains(secret).doesNotContain("sigo");
    assertThat(service.call("DELETE", path, "", one).status()).isEqualTo(200);
    assertThat(history(session, one)).doesNotContain(secret);
    assertThat(service.get("/chat/stream?turn_id=" + turn, one).status()).isEqualTo(404);
  }

  @Test
  void keepsApartWhoComesFromAnotherAddress() throws Exception {
    assertApart("default", ANA, LEO);
    assertApart("juan", LEO, ANA);
  }

  @Test
  void keepsApartWhoBringsASecretFromTheSameAddress() throws Exception {
    String[] one = guest(ANA, UUID.randomUUID().toString());
    assertApart("mía", one, guest(ANA, UUID.randomUUID().toString()));
    assertApart("mía", one, ANA);
    assertApart("suya", ANA, one);
  }

  @Test
  void letsAnAnswerBeFollowedAndStoppedByItsIdAlone() throws Exception {
    String turn = chat("t", "hola", ANA).text("/turn_id");
    assertThat(turn).matches("\\d{16}-[A-Za-z0-9_-]{16}");
    String stream = "/chat/stream?turn_id=";
    assertThat(service.get(stream + turn, ANA).raw().body()).contains("event: reply");
    assertThat(service.get(stream + turn, LEO).status()).isEqualTo(404);
    assertThat(service.get(stream + turn.substring(0, 16), ANA).status()).isEqualTo(404);
    String neighbour = Long.parseLong(turn.substring(0, 16)) + 1 + turn.substring(16);
    assertThat(service.get(stream + neighbour, ANA).status()).isEqualTo(404);
  }

  @Test
  void knowsAGuestByTheSecretNameOfTheConversationFromAnyAddress() throws Exception {
    String secret = UUID.randomUUID().toString();
    String turn = chat(secret, "hola", ANA).text("/turn_id");
    ECHO.repeats();
    chat(secret, "sigo", LEO);
    assertThat(ECHO.asked().history().get()).hasSize(2);
    assertThat(listed(ANA)).doesNotContain(secret);
    assertThat(listed(guest(LEO, secret))).containsExactly(secret);
    assertThat(service.get("/chat/stream?turn_id=" + turn, LEO).status()).isEqualTo(200);
  }

  @Test
  void refusesAGuestsIdThatOthersCouldGuess() {
    Answer refused = chat("x", "hola", guest(ANA, "juan"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/errors/X-Guest-Id")).contains("UUID");
  }

  @Test
  void leavesAUsersConversationsToTheUserWhateverGuestTheyBring() {
    String token = service.login("user_1", "1234", ANA).text("/data/session/token");
    String secret = UUID.randomUUID().toString();
    chat("de guest", "hola", guest(ANA, secret));
    String[] user = {
      "X-Forwarded-For", "10.0.0.7", "X-Guest-Id", secret, "Authorization", "Bearer " + token
    };
    chat("de user_1", "hola", user);
    assertThat(listed(user)).containsExactly("de user_1");
    assertThat(listed(guest(ANA, secret))).containsExactly("de guest");
  }

  @Test
  void holdsEachGuestToTheirStorage() {
    String text = "x".repeat(1000);
    assertThat(chat("lleno", text, ANA).status()).isEqualTo(200);
    service.clock.advance(Duration.ofSeconds(1));
    Answer full = chat("lleno", "otra", ANA);
    assertThat(full.status()).isEqualTo(409);
    assertThat(full.text("/code")).isEqualTo("quota_reached");
    assertThat(full.text("/setting")).isEqualTo("STORAGE_PER_USER_MAX");
    assertThat(chat("otro", "hola", ANA).status()).isEqualTo(200);
    assertThat(chat("lleno", "hola", LEO).status()).isEqualTo(200);
    service.call("DELETE", path("lleno", ANA), "", ANA);
    service.clock.advance(Duration.ofSeconds(1));
    assertThat(chat("lleno", "hola", ANA).status()).isEqualTo(200);
  }

  private static RawWebSocket socket(String[] address) {
    return new RawWebSocket(
        service.port(),
        "/ws",
        address[0] + ": " + address[1],
        "Sec-WebSocket-Protocol: session-manager.v1");
  }

  private static String say(RawWebSocket socket, String conversation, String text) {
    socket.send(
        "{\"type\":\"message\",\"conversation\":\"%s\",\"text\":\"%s\"}"
            .formatted(conversation, text));
    String turn = socket.json().path("turn_id").asString();
    while (!socket.json().path("type").asString().equals("reply")) {
      // the pieces before it
    }
    return turn;
  }

  @Test
  void keepsGuestsOfWebSocketsApartWhateverTheyCallTheirConversations() throws Exception {
    String secret = UUID.randomUUID().toString();
    String turn;
    try (RawWebSocket one = socket(ANA);
        RawWebSocket other = socket(ANA)) {
      one.json();
      other.json();
      turn = say(one, "charla", "secreto");
      say(one, secret, "otro secreto");
      ECHO.repeats();
      say(other, "charla", "hola");
      assertThat(ECHO.asked().history().get()).isEmpty();
      other.send("{\"type\":\"resume\",\"turn_id\":\"" + turn.substring(0, 16) + "\"}");
      assertThat(other.json().at("/problem/code").asString()).isEqualTo("not_found");
    }
    // The guest comes back: a conversation's secret name, or an answer's id, is what they bring.
    try (RawWebSocket back = socket(LEO)) {
      back.json();
      ECHO.repeats();
      say(back, secret, "sigo");
      assertThat(ECHO.asked().history().get()).hasSize(2);
      back.send("{\"type\":\"resume\",\"turn_id\":\"" + turn + "\"}");
      assertThat(back.json().path("text").asString()).isEqualTo("secreto");
    }
    assertThat(listed(ANA)).doesNotContain("charla", secret);
    assertThat(service.get("/chat/stream?turn_id=" + turn, ANA).status()).isEqualTo(404);
  }
}
