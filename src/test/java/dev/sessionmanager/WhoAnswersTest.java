package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.gateway.Agent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who answers in a conversation is decided once a message has been let in, and not before. */
class WhoAnswersTest {

  private static final String[] SETTINGS = {"DEFAULT_AGENT=eco", "RATE_MAX_MESSAGES=2"};

  private final EchoAgent eco = new EchoAgent("eco", Agent.Kind.PERSONA);
  private final EchoAgent other = new EchoAgent("other", Agent.Kind.PERSONA);

  private static Service.Answer chat(
      Service service, String message, String agent, String... headers) {
    String named = agent.isEmpty() ? "" : ",\"agent_id\":\"" + agent + "\"";
    String body = "{\"message\":\"" + message + "\",\"session_id\":\"s\"" + named + "}";
    return service.post("/chat", body, headers);
  }

  @Test
  void aRefusedMessageChangesNothing() {
    try (Service service = Service.startWith(List.of(eco, other), SETTINGS)) {
      assertThat(chat(service, "one", "").text("/agent")).isEqualTo("eco");
      assertThat(chat(service, "two", "").text("/agent")).isEqualTo("eco");
      assertThat(chat(service, "three", "other").status()).isEqualTo(429);
      service.clock.advance(Duration.ofSeconds(10));
      assertThat(chat(service, "four", "").text("/agent")).isEqualTo("eco");
      assertThat(chat(service, "five", "other").text("/agent")).isEqualTo("other");
      service.clock.advance(Duration.ofSeconds(10));
      assertThat(chat(service, "six", "").text("/agent")).isEqualTo("other");
    }
  }

  @Test
  void aMessageThatIsSentAgainChangesNothing() {
    try (Service service = Service.startWith(List.of(eco, other), SETTINGS)) {
      String[] key = {"Idempotency-Key", "k1"};
      assertThat(chat(service, "one", "", key).text("/agent")).isEqualTo("eco");
      Service.Answer again = chat(service, "one", "other", key);
      assertThat(again.text("/agent")).isEqualTo("eco");
      assertThat(chat(service, "two", "").text("/agent")).isEqualTo("eco");
      assertThat(other.askedTimes()).isZero();
    }
  }
}
