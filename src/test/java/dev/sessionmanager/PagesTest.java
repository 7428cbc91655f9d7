package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.gateway.Agent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the web chat stands on: its files, their headers, and the calls made for it. */
class PagesTest {

  private static final String CHROME =
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8";

  private static final Path APP = Path.of("src/main/resources/static/app");

  private static final EchoAgent ECHO = new EchoAgent("eco", Agent.Kind.PERSONA);
  private static final Service service = Service.startWith(List.of(ECHO), "DEFAULT_AGENT=eco");

  @AfterAll
  static void stop() {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {CHROME, "text/html", "application/json;q=0.5, text/html"})
  void leadsBrowsersToTheChat(String accept) {
    Answer answer = service.get("/", "Accept", accept);
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location")).endsWith("/app/");
    assertThat(answer.raw().headers().allValues("Vary")).contains("Accept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/json", "application/json, text/html;q=0.9"})
  void tellsAnybodyElseTheState(String accept) {
    Answer answer = service.get("/", "Accept", accept);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("/status")).isEqualTo("running");
    assertThat(answer.raw().headers().allValues("Vary")).contains("Accept");
  }

  @Test
  void refusesAWishThatCannotBeRead() {
    assertThat(service.get("/", "Accept", "text/html;q=x").text("/code"))
        .isEqualTo("not_acceptable");
  }

  @Test
  void servesTheChatUnderAStrictPolicy() {
    for (String path : List.of("/app", "/app/", "/app/c/3b0c7f4e-2f5a-4a55-8f0f-1c9f6a0e5d33")) {
      Answer page = service.get(path, "Accept", CHROME, "X-Forwarded-For", "192.0.2.1");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("Content-Type")).startsWith("text/html");
      assertThat(page.header("Content-Security-Policy"))
          .isEqualTo(
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
                  + " font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none';"
                  + " form-action 'self'; frame-ancestors 'none'");
      assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(page.header("Cache-Control")).isEqualTo("private, no-store");
      assertThat(page.raw().body())
          .doesNotContainPattern("<script(?![^>]* src=)|style=|\\son\\w+=");
    }
  }

  @Test
  void servesEveryFileThatThePageAndItsModulesName() throws IOException {
    Set<String> named = new LinkedHashSet<>();
    Pattern name = Pattern.compile("(?:src|href|from )=?\"((?:/|\\./)[^\"]+)\"");
    try (Stream<Path> files = Files.walk(APP)) {
      for (Path file :
          files.filter(file -> file.toString().matches(".*\\.(js|css|html)")).toList()) {
        Matcher reference = name.matcher(Files.readString(file));
        while (reference.find()) {
          named.add(reference.group(1).replaceFirst("^\\./", "/app/"));
        }
      }
    }
    assertThat(named).hasSizeGreaterThan(15).contains("/app/chat.js", "/app/markdown.js");
    for (String path : named) {
      Answer file = service.get(path);
      assertThat(file.status()).as("%s; its version is that of pom.xml?", path).isEqualTo(200);
      boolean library = path.startsWith("/webjars/");
      assertThat(file.header("Cache-Control"))
          .as(path)
          .isEqualTo(library ? "max-age=31536000, public, immutable" : "private, no-store");
      if (path.endsWith(".js")) {
        assertThat(file.header("Content-Type")).as(path).startsWith("text/javascript");
      }
    }
  }

  @Test
  void weighsLittleBeforeTheFirstAnswer() throws Exception {
    Set<String> chat = weighed("/app/", 250_000);
    assertThat(chat).contains("/app/texts/es.js", "/app/said.css").hasSizeGreaterThan(30);
    Set<String> admin = weighed("/app/admin.html", 100_000);
    assertThat(admin).contains("/app/admin-texts/es.js", "/app/admin.css");
  }

  /** What a page needs before anything is done in it, compressed. */
  private static Set<String> weighed(String first, long most) throws Exception {
    Set<String> needed = new LinkedHashSet<>(Set.of(first));
    Pattern name = Pattern.compile("(?:src=|stylesheet\" href=|from )\"((?:/|\\./)[^\"]+)\"");
    long bytes = 0;
    for (List<String> open = List.copyOf(needed); !open.isEmpty(); ) {
      Set<String> found = new LinkedHashSet<>();
      for (String path : open) {
        byte[] sent = compressed(path);
        bytes += sent.length;
        Matcher reference = name.matcher(service.get(path).raw().body());
        while (!path.startsWith("/webjars/") && reference.find()) {
          found.add(reference.group(1).replaceFirst("^\\./", "/app/"));
        }
      }
      open = found.stream().filter(needed::add).toList();
    }
    assertThat(bytes).as(first).isLessThan(most);
    // Browsers ask for all of them at once, and not for each when they have read who needs it.
    String page = service.get(first).raw().body();
    assertThat(needed.stream().filter(path -> path.endsWith(".js")))
        .allSatisfy(path -> assertThat(page).contains('"' + path + '"'));
    return needed;
  }

  private static byte[] compressed(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path))
                  .header("Accept-Encoding", "gzip")
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      return answer.body();
    }
  }

  @Test
  void compressesPagesAndNoAnswers() {
    assertThat(service.get("/app/chat.js", "Accept-Encoding", "gzip").header("Content-Encoding"))
        .isEqualTo("gzip");
    assertThat(service.get("/agents", "Accept-Encoding", "gzip").header("Content-Encoding"))
        .isEmpty();
  }

  @Test
  void servesNothingElseOfTheLibraries() {
    for (String path :
        List.of(
            "/webjars/marked/17.0.1/package.json",
            "/webjars/dompurify/3.3.3/dist/purify.js",
            "/webjars/preact/10.27.2/package.json",
            "/webjars/highlightjs/11.11.1/package.json",
            "/app/nothing.js",
            "/webjars/")) {
      assertThat(service.get(path).status()).as(path).isEqualTo(404);
    }
  }

  @Test
  void saysEverythingInBothLanguages() throws IOException {
    for (String folder : List.of("texts", "admin-texts")) {
      List<String> spanish = keys(Files.readString(APP.resolve(folder).resolve("es.js")));
      assertThat(spanish).hasSizeGreaterThan(100);
      try (Stream<Path> others = Files.list(APP.resolve(folder))) {
        for (Path other : others.toList()) {
          assertThat(keys(Files.readString(other))).as("%s", other).isEqualTo(spanish);
        }
      }
    }
  }

  private static List<String> keys(String table) {
    return Pattern.compile("(?m)^ +\"([\\w.]+)\": \"")
        .matcher(table)
        .results()
        .map(m -> m.group(1))
        .toList();
  }

  @Test
  void givesEachLoginASessionThatNamesItsDevice() {
    String first = session("web 1");
    assertThat(session("web 1")).isNotEqualTo(first);
    assertThat(session("web 2")).isNotEqualTo(first);
    String token =
        service.token("user_1", "1234", "plain client"); // named by its User-Agent, as ever
    List<String> devices =
        service
            .get("/sessions", "Authorization", "Bearer " + token)
            .json()
            .at("/data/sessions")
            .valueStream()
            .map(s -> s.path("device").asString())
            .toList();
    assertThat(devices).contains("web 1", "web 2", "plain client");
  }

  private static String session(String device) {
    return login(device).text("/data/session/id");
  }

  private static Answer login(String device) {
    return service.post(
        "/login",
        "{\"username\":\"user_1\",\"password\":\"1234\",\"device\":\"%s\"}".formatted(device));
  }

  @Test
  void refusesADeviceThatIsNoName() {
    assertThat(login(" ").text("/errors/device")).isEqualTo("no puede estar vacío");
    assertThat(login("x".repeat(201)).text("/errors/device")).contains("200");
    assertThat(login("línea\\n2").status()).isEqualTo(200); // shown as l?nea?2
  }

  @Test
  void readsAConversationFromItsEnd() {
    for (int i = 1; i <= 5; i++) {
      service.post("/chat", "{\"message\":\"%d\",\"session_id\":\"pages\"}".formatted(i));
    }
    String id = service.get("/conversations").text("/data/conversations/0/id");
    String path = "/conversations/" + id + "?limit=2&before=";
    Answer last = service.get(path + Long.MAX_VALUE);
    assertThat(questions(last)).containsExactly("4", "5");
    assertThat(last.json().at("/data/message_count").asInt()).isEqualTo(10);
    Answer middle = service.get(path + last.text("/data/next"));
    assertThat(questions(middle)).containsExactly("2", "3");
    Answer first = service.get(path + middle.text("/data/next"));
    assertThat(questions(first)).containsExactly("1");
    assertThat(first.json().at("/data/next").isNull()).isTrue();
  }

  private static List<String> questions(Answer page) {
    return page.json()
        .at("/data/turns")
        .valueStream()
        .map(t -> t.path("question").asString())
        .toList();
  }
}
