package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.gateway.Agent.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often a person may change what is stored, and how much may be asked of a model at once. */
class ChangeRateTest {

  private static final EchoAgent ECHO = new EchoAgent("echo", Kind.PERSONA);

  @Test
  void countsWhateverChangesSomethingByPerson() {
    try (Service service = Service.startWith(List.of(ECHO), "RATE_MAX_MESSAGES=2")) {
      String[] mine = bearer(service, "user_1", "1234");
      for (int i = 0; i < 10; i++) {
        assertThat(setAgent(service, i, mine).status()).isEqualTo(200);
      }
      Service.Answer more = setAgent(service, 10, mine);
      assertThat(more.status()).isEqualTo(429);
      assertThat(more.text("/code")).isEqualTo("rate_limited");
      assertThat(more.text("/setting")).isEqualTo("RATE_MAX_MESSAGES");
      assertThat(more.header("Retry-After")).isNotEmpty();
      assertThat(service.post("/keys", "{\"name\":\"k\"}", mine).status()).isEqualTo(429);
      assertThat(service.get("/conversations", mine).json().at("/data/conversations").size())
          .isEqualTo(10);
      String[] other = bearer(service, "user_2", "5678");
      assertThat(setAgent(service, 0, other).status()).isEqualTo(200);
      assertThat(chat(service, mine).status()).as("messages are counted beside").isEqualTo(200);
      service.clock.advance(Duration.ofSeconds(10));
      assertThat(setAgent(service, 10, mine).status()).isEqualTo(200);
      assertThat(service.post("/logout", "", mine).status()).isEqualTo(200);
    }
  }

  /** What a request has a model read and write is bounded by whatever door. */
  @Test
  void boundsWhatAModelIsAskedFor() throws InterruptedException {
    try (Service service =
        Service.startWith(
            List.of(ECHO), "requests.max-input-tokens=100", "requests.max-tokens=50")) {
      for (String[] door :
          new String[][] {
            {"/v1/chat/completions", "'max_tokens':%d,'messages':[{'role':'user','content':'%s'}]"},
            {"/v1/responses", "'max_output_tokens':%d,'input':'%s'"},
            {"/v1/messages", "'max_tokens':%d,'messages':[{'role':'user','content':'%s'}]"}
          }) {
        ECHO.repeats();
        assertThat(ask(service, door, 51, 300).status()).as(door[0]).isEqualTo(200);
        assertThat(ECHO.asked().options().tokensMax()).as(door[0]).isEqualTo(50);
        assertThat(ask(service, door, 49, 300).status()).as(door[0]).isEqualTo(200);
        assertThat(ECHO.asked().options().tokensMax()).as(door[0]).isEqualTo(49);
        assertThat(ask(service, door, 49, 301).status()).as(door[0]).isEqualTo(400);
      }
      Service.Answer refused = complete(service, "x".repeat(301));
      assertThat(refused.text("/error/code")).isEqualTo("context_length_exceeded");
      String[] embeddings = {"/v1/embeddings", "'dimensions':%d,'input':['x','%s']"};
      assertThat(ask(service, embeddings, 1, 300).text("/error/code"))
          .isEqualTo("context_length_exceeded");
    }
  }

  private static Service.Answer ask(Service service, String[] door, int most, int length) {
    String body = door[1].formatted(most, "x".repeat(length)).replace('\'', '"');
    return service.post(door[0], "{\"model\":\"echo\"," + body + "}");
  }

  @Test
  void boundsWhatAPersonKeepsAndShowsIt() {
    try (Service service = Service.startWith(List.of(ECHO), "STORAGE_PER_USER_MAX=1KB")) {
      String[] mine = bearer(service, "user_1", "1234");
      assertThat(complete(service, "x".repeat(2000), mine).status()).isEqualTo(200);
      String shown = service.get("/admin/users").json().at("/users/0").toString();
      assertThat(shown).contains("user_1").containsPattern("\"storage_bytes\":[2-9]\\d{3}");
      Service.Answer full = chat(service, mine);
      assertThat(full.status()).isEqualTo(409);
      assertThat(full.text("/code")).isEqualTo("quota_reached");
      assertThat(full.text("/setting")).isEqualTo("STORAGE_PER_USER_MAX");
      assertThat(chat(service, bearer(service, "user_2", "5678")).status()).isEqualTo(200);
    }
  }

  private static Service.Answer setAgent(Service service, int session, String... headers) {
    return service.post(
        "/set_agent", "{\"session_id\":\"s" + session + "\",\"agent_id\":\"echo\"}", headers);
  }

  private static Service.Answer chat(Service service, String... headers) {
    return service.post("/chat", "{\"message\":\"hola\",\"agent_id\":\"echo\"}", headers);
  }

  private static Service.Answer complete(Service service, String text, String... headers) {
    return service.post(
        "/v1/chat/completions",
        "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}",
        headers);
  }

  private static String[] bearer(Service service, String user, String password) {
    return new String[] {"Authorization", "Bearer " + service.token(user, password, "phone")};
  }
}
