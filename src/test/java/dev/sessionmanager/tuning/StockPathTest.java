package dev.sessionmanager.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.gateway.Agent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service without any of this room's hooks: slower, and the same. */
@Timeout(120)
class StockPathTest {

  private static final EchoAgent ECHO = new EchoAgent("eco", Agent.Kind.PERSONA);
  private static final Service service =
      Service.startWith(
          List.of(ECHO),
          "DEFAULT_AGENT=eco",
          "tuning.minimal-http-client=false",
          "tuning.yield-after-sending=false",
          "tuning.paced-streams=false",
          "tuning.next-request=false",
          "tuning.kept-requests=false",
          "tuning.park-timer=false");
  private static final HttpClient http = HttpClient.newHttpClient();

  @AfterAll
  static void stop() {
    http.close();
    service.close();
    ParkTimer.use(true);
  }

  @Test
  void hasNoHookOn() {
    assertThat(service.bean(TuningSettings.class))
        .isEqualTo(new TuningSettings(false, false, false, false, false, false));
  }

  @Test
  void answersOneMessageAfterTheOther() {
    ECHO.repeats();
    for (int i = 0; i < 20; i++) {
      assertThat(chat("one after the other", "mensaje " + i).join())
          .contains("event: chunk", "\"reply\":\"mensaje " + i + "\"");
    }
  }

  @Test
  void waitsForTheNextPiece() throws Exception {
    EchoAgent.Hanging hanging = ECHO.hangsAfter("half");
    CompletableFuture<String> events = chat("waits", "hola");
    hanging.awaitBegun();
    hanging.release();
    assertThat(events.join()).contains("\"reply\":\"half end\"");
  }

  /** The whole stream of events, once it has ended. */
  private static CompletableFuture<String> chat(String session, String message) {
    String body = "{\"message\":\"%s\",\"session_id\":\"%s\"}".formatted(message, session);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + "/chat"))
            .header("Accept", "text/event-stream")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.sendAsync(request, BodyHandlers.ofString()).thenApply(answer -> answer.body());
  }
}
