package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The limits as they are by default, and what is said to who hits one. */
class ChatLimitsTest {

  @Test
  void limitsHowOftenAPersonWrites() {
    EchoAgent echo = new EchoAgent("eco", Agent.Kind.PERSONA);
    try (Service service =
        Service.startWith(List.of(echo), "DEFAULT_AGENT=eco", "RATE_MAX_MESSAGES=6")) {
      for (int i = 0; i < 6; i++) {
        assertThat(chat(service, "a", i).status()).isEqualTo(200);
      }
      Service.Answer refused = chat(service, "a", 7);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.text("/code")).isEqualTo("rate_limited");
      assertThat(refused.text("/setting")).isEqualTo("RATE_MAX_MESSAGES");
      assertThat(refused.header("Retry-After")).isEqualTo("10");
      assertThat(chat(service, "another", 1).status()).isEqualTo(200);
      service.clock.advance(Duration.ofSeconds(10));
      assertThat(chat(service, "a", 8).status()).isEqualTo(200);
      // A person by name is one person, in however many conversations.
      String[] token = Service.outside(service.token("user_1", "1234", "limits"));
      for (int i = 0; i < 6; i++) {
        assertThat(chat(service, "c" + i, i, token).status()).isEqualTo(200);
      }
      assertThat(chat(service, "c7", 7, token).status()).isEqualTo(429);
      // A machine of ours speaks for many.
      for (int i = 0; i < 20; i++) {
        service.communicate("user_2", "5678");
        assertThat(service.post("/send_instruction", "{\"message\":\"hola\"}").status())
            .isEqualTo(200);
        service.clock.advance(Duration.ofSeconds(2));
      }
    }
  }

  @Test
  void limitsHowMuchAPersonHasAnsweredAtOnce() throws Exception {
    EchoAgent echo = new EchoAgent("eco", Agent.Kind.PERSONA);
    try (Service service =
            Service.startWith(
                List.of(echo),
                "DEFAULT_AGENT=eco",
                "PER_USER_MAX=2",
                "admission.per-user-queue-max=1",
                "admission.queue-wait-max=300ms");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String[] token = Service.outside(service.token("user_1", "1234", "limits"));
      EchoAgent.Hanging hanging = echo.hangsAfter("uno");
      List<Future<Service.Answer>> running = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        String session = "s" + i;
        running.add(threads.submit(() -> chat(service, session, 0, token)));
      }
      echo.asked();
      echo.asked();
      // The third waits in vain.
      Service.Answer tired = chat(service, "s3", 0, token);
      assertThat(tired.status()).isEqualTo(429);
      assertThat(tired.text("/code")).isEqualTo("too_many_at_once");
      assertThat(tired.text("/setting")).isEqualTo("PER_USER_MAX");
      assertThat(tired.header("Retry-After")).isNotEmpty();
      // Others are not held up.
      echo.does((prompt, chunk) -> Reply.of("rápido"));
      assertThat(chat(service, "other", 0).status()).isEqualTo(200);
      hanging.release();
      for (Future<Service.Answer> one : running) {
        assertThat(one.get().status()).isEqualTo(200);
      }
    }
  }

  private static Service.Answer chat(
      Service service, String session, int number, String... headers) {
    return service.post(
        "/chat",
        "{\"message\":\"hola %d\",\"session_id\":\"%s\"}".formatted(number, session),
        headers);
  }
}
