package dev.sessionmanager.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sessionmanager.NodeClients;
import dev.sessionmanager.model.OddUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** OpenAI's client of npm in a page of another origin, which may call. */
class OpenAiInBrowserIT {

  private static OddUpstream model;
  private static HttpServer pages;
  private static Chromium chromium;
  private static String key;
  private static Page page;

  @BeforeAll
  static void start() throws IOException {
    Path programs = NodeClients.installed();
    model = new OddUpstream();
    pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pages.createContext("/", exchange -> serve(exchange, programs));
    pages.start();
    String origin = "http://localhost:" + pages.getAddress().getPort();
    chromium =
        new Chromium(
            "LLM_URL=" + model.url(),
            "MODEL_NAME=m",
            "LLM_MAX_RETRIES=0",
            "CORS_ALLOWED_ORIGINS=" + origin);
    String token = chromium.service.token("user_1", "1234", "browser");
    key =
        chromium
            .service
            .post("/keys", "{\"name\":\"page\"}", "Authorization", "Bearer " + token)
            .text("/data/key/key");
    page = chromium.page(options -> options.setBaseURL(origin));
    page.navigate("/");
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
      pages.stop(0);
      model.close();
    }
  }

  @AfterEach
  void nobodyLeftAnErrorUncaught() {
    assertThat(chromium.complaints()).isEmpty();
  }

  /** An empty page, the program, and the client's modules as npm has them. */
  private static void serve(HttpExchange exchange, Path programs) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Path file =
        path.startsWith("/openai/")
            ? programs.resolve("node_modules" + path)
            : programs.resolve(path.substring(1));
    boolean script = path.endsWith(".mjs") && Files.exists(file);
    byte[] body =
        script
            ? Files.readAllBytes(file)
            : "<!doctype html><title>x</title>".getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", script ? "text/javascript" : "text/html");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Object plays(String scenario) {
    return page.evaluate(
        "async (given) => (await import('/browser.mjs')).play(...given)",
        List.of(scenario, "http://localhost:" + chromium.service.port() + "/v1", key));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> members(String scenario) {
    return (Map<String, Object>) plays(scenario);
  }

  @Test
  void isAnsweredAndReadsTheIdOfItsRequest() {
    Map<String, Object> answer = members("plain");
    assertThat(answer).containsEntry("text", "Hola, mundo.");
    assertThat((String) answer.get("requestId")).isNotBlank();
    assertThat(plays("streamed")).isEqualTo("Hola, mundo.");
  }

  @Test
  void getsCallsOfTools() {
    assertThat(plays("tools")).isEqualTo(List.of("van", "tir"));
  }

  @Test
  void isAnsweredByResponses() {
    assertThat(plays("responses")).isEqualTo("Hola, mundo.");
  }

  @Test
  void maySendAnyHeader() {
    assertThat(plays("ownHeaders")).isEqualTo("m");
  }

  @Test
  void learnsWhatIsWrong() {
    assertThat(members("tooLong"))
        .containsEntry("status", 400)
        .containsEntry("code", "context_length_exceeded");
    assertThat(members("busy")).containsEntry("status", 429).containsEntry("retryAfter", "7");
    Map<String, Object> stranger = members("stranger");
    assertThat(stranger).containsEntry("status", 401).containsEntry("code", "invalid_api_key");
    assertThat((String) stranger.get("requestId")).isNotBlank();
  }
}
