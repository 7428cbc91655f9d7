package dev.sessionmanager.channel.whatsapp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Evolution's webhooks over real HTTP, in a service whose Evolution and models are all dead. */
class WebhookTest {

  private static final String HOOK = "/webhook/evolution";
  private static final String[] KNOWN = {"X-Webhook-Token", "s3cret-of-the-header"};

  private static Service service;

  @BeforeAll
  static void start() {
    EvolutionStub gone = new EvolutionStub(new SettableClock(Instant.now()));
    String dead = gone.url();
    gone.close();
    service =
        Service.start(
            "EVOLUTION_API_URL=" + dead,
            "EVOLUTION_API_TOKEN=" + EvolutionStub.KEY,
            "INSTANCE_NAME=joyeria",
            "EVOLUTION_WEBHOOK_HEADER_VALUE=" + KNOWN[1],
            "LLM_URL=" + dead + "/v1",
            "MODEL_NAME=dead",
            "web.webhook-body-max=256KB");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  static String file(String name) {
    try {
      return Files.readString(Path.of("src/test/resources/whatsapp", name + ".json"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A message of its own for each call, by its id. */
  static String message(String id, String text) {
    return file("v2-conversation")
        .replaceAll("3A9F21C8D7E64B05A1\\d\\d", id)
        .replace("Hola, ¿tienen anillos de plata?", text);
  }

  /** What stands in the database file, one column. */
  static List<String> rows(Service service, String select, String... arguments) {
    String url = "jdbc:sqlite:" + service.data.resolve("session_manager.db");
    try (Connection connection = DriverManager.getConnection(url);
        var statement = connection.prepareStatement(select)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setString(i + 1, arguments[i]);
      }
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(result.getString(1));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> stored(String id) {
    return rows(
        service, "select text from arrivals where channel = 'whatsapp' and message_id = ?", id);
  }

  private static void received(Answer answer) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    assertThat(answer.text("/status")).isEqualTo("received");
    assertThat(Instant.parse(answer.text("/timestamp"))).isNotNull();
  }

  @Test
  void answersOnceTheMessageIsOnTheDisk() {
    Answer answer = service.post(HOOK, message("ON-THE-DISK", "Hola"), KNOWN);
    received(answer);
    assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("status", "timestamp");
    assertThat(stored("ON-THE-DISK")).containsExactly("Hola");
    assertThat(rows(service, "select conversation from arrivals where message_id = 'ON-THE-DISK'"))
        .containsExactly("joyeria/5491133334444@s.whatsapp.net");
  }

  @Test
  void takesADuplicateOnceHoweverManyComeAtTheSameTime() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(() -> service.post(HOOK, message("TWENTY", "Hola"), KNOWN));
      }
      for (Future<Answer> call : threads.invokeAll(calls)) {
        received(call.get());
      }
    }
    assertThat(stored("TWENTY")).hasSize(1);
  }

  @Test
  void takesEventsByTheirNameInTheAddress() {
    String body = file("by-events").replaceAll("3A9F21C8D7E64B05A1\\d\\d", "BY-EVENTS");
    received(service.post(HOOK + "/messages-upsert", body, KNOWN));
    assertThat(stored("BY-EVENTS")).hasSize(1);
    Answer presence = service.post(HOOK + "/presence-update", "{\"data\":{}}", KNOWN);
    received(presence);
    assertThat(presence.text("/ignored")).isEqualTo("event");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v2-reaction",
        "v2-deleted",
        "v2-group",
        "v2-story",
        "v2-status-update",
        "v2-connection-update",
        "v2-send-message",
        "v2-deleted-event",
        "v2-another-instance",
        "v2-undecrypted"
      })
  void takesWhatItHasNoUseForSoThatItIsNotSentAgain(String name) {
    Answer answer = service.post(HOOK, file(name), KNOWN);
    received(answer);
    assertThat(answer.text("/ignored")).isNotEmpty();
  }

  @Test
  void putsAsideWhatContradictsItself() {
    received(service.post(HOOK, file("v2-two-numbers"), KNOWN));
    String id = service(file("v2-two-numbers"));
    assertThat(stored(id)).isEmpty();
    assertThat(rows(service, "select reason from quarantine where message_id = ?", id))
        .singleElement()
        .asString()
        .contains("two different numbers");
  }

  private static String service(String body) {
    return body.replaceAll("(?s).*\"id\": \"(\\w+)\".*", "$1");
  }

  @Test
  void isSilencedByAHumanOnThePhoneAndBroughtBackByThem() {
    String human =
        file("v2-from-me").replace("1763722800", "" + service.clock.instant().getEpochSecond());
    received(service.post(HOOK, human, KNOWN));
    String held = "select held_by from handovers where conversation like '%5491133334444@%'";
    assertThat(rows(service, held)).hasSize(1);
    String back = human.replace("Buenas, le atiendo yo", "#bot");
    received(service.post(HOOK, back.replaceAll("3A9F21C8D7E64B05A1\\d\\d", "BACK"), KNOWN));
    assertThat(rows(service, held)).isEmpty();
    // Told of again, minutes later: it takes nothing over again.
    received(service.post(HOOK, human, KNOWN));
    assertThat(rows(service, held)).isEmpty();
    // An hour old: its time is over.
    String old = file("v2-from-me").replaceAll("3A9F21C8D7E64B05A1\\d\\d", "OLD");
    received(service.post(HOOK, old, KNOWN));
    assertThat(rows(service, held)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing        | ''",
        "no JSON        | hola",
        "half           | {\"event\": \"messages.upsert\", \"data\": {",
        "a list         | []",
        "a number       | 5",
        "a cut text     | {\"event\": \"messages.up",
      })
  void refusesWhatIsNoJsonForGood(String what, String body) {
    Answer answer = service.post(HOOK, body, KNOWN);
    assertThat(answer.status()).as(what).isEqualTo(400);
    assertThat(answer.text("/code")).isEqualTo("malformed_request");
  }

  @Test
  void refusesWhatIsTooDeepOrTooLarge() {
    String deep = "[".repeat(5000);
    assertThat(service.post(HOOK, "{\"data\":" + deep, KNOWN).status()).isEqualTo(400);
    String manyTokens = "{\"data\":[" + "1,".repeat(60_000) + "1]}";
    assertThat(service.post(HOOK, manyTokens, KNOWN).status()).isEqualTo(200);
    Answer large = service.post(HOOK, "x".repeat(300_000), KNOWN);
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.text("/setting")).isEqualTo("WEBHOOK_BODY_MAX_BYTES");
  }

  @Test
  void takesMediaThatComesAlongInBase64() {
    String body =
        file("v2-image")
            .replaceAll("3A9F21C8D7E64B05A1\\d\\d", "WITH-BASE64")
            .replace("/9j/4AAQSkZJRgABAQAAAQABAAD/", "A".repeat(200_000));
    received(service.post(HOOK, body, KNOWN));
    assertThat(stored("WITH-BASE64")).containsExactly("[imagen]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"event\":5,\"instance\":[],\"data\":\"x\"}",
        "{\"event\":\"messages.upsert\"}",
        "{\"event\":\"messages.upsert\",\"data\":null}",
        "{\"event\":\"messages.upsert\",\"data\":[null,1,\"x\",[]]}",
        "{\"event\":\"messages.upsert\",\"data\":{\"key\":7,\"message\":[]}}",
        "{\"event\":\"messages.upsert\",\"instance\":\"joyeria\",\"data\":{\"key\":{\"id\":{}},"
            + "\"message\":{\"conversation\":\"x\"}}}"
      })
  void survivesWrongTypes(String body) {
    received(service.post(HOOK, body, KNOWN));
  }

  @Test
  void storesTheOthersOfAListWithAStrangeOne() {
    String good =
        message("IN-A-LIST", "Hola").replaceAll("(?s).*\"data\": (\\{.*?\\n \\}),.*", "$1");
    received(
        service.post(
            HOOK,
            "{\"event\":\"messages.upsert\",\"instance\":\"joyeria\",\"data\":[{\"key\":3},"
                + good
                + "]}",
            KNOWN));
    assertThat(stored("IN-A-LIST")).hasSize(1);
  }

  @Test
  void tellsAStrangerToTryAgainAndStoresNothing() {
    for (String[] headers :
        List.of(
            new String[] {"X-Webhook-Token", "wrong"},
            new String[] {"X-Webhook-Token", ""},
            new String[] {"X-Webhook-Token", KNOWN[1] + "x"},
            new String[] {"Authorization", "Bearer " + KNOWN[1]})) {
      Answer answer = service.post(HOOK, message("STRANGE", "Hola"), headers);
      assertThat(answer.status()).isEqualTo(412); // never 401: Evolution would give it up
      assertThat(answer.text("/code")).isEqualTo("webhook_unverified");
      assertThat(answer.raw().body()).doesNotContain(KNOWN[1]);
    }
    assertThat(stored("STRANGE")).isEmpty();
    assertThat(service.get("/admin/setup").text("/channels/1/detail"))
        .contains("refused since the start", "X-Webhook-Token is missing")
        .doesNotContain(KNOWN[1], EvolutionStub.KEY);
    assertThat(service.get("/metrics").raw().body())
        .containsPattern(
            "sessionmanager_webhooks_total\\{channel=\"whatsapp\",outcome=\"refused\"}");
  }

  @Test
  void takesAnyAuthorizationBesideTheRightHeader() {
    received(
        service.post(
            HOOK,
            message("WITH-BEARER", "Hola"),
            "X-Webhook-Token",
            KNOWN[1],
            "Authorization",
            "Bearer of.somebody.else"));
    assertThat(stored("WITH-BEARER")).hasSize(1);
  }

  @Test
  void neverKeepsTheKeyThatEvolutionSends() throws IOException {
    received(service.post(HOOK, message("KEYED", "Hola"), KNOWN));
    assertThat(stored("KEYED")).hasSize(1);
    try (Stream<Path> files = Files.walk(service.data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), ISO_8859_1))
            .as("%s", file)
            .doesNotContain("SECRET-2B1F");
      }
    }
  }

  @Test
  void takesManyAtOnceWhileEverythingBehindIsDead() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> calls = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        String body =
            message("MANY-" + i, "Hola " + i).replace("5491133334444", "54911" + (10_000_000 + i));
        calls.add(() -> service.post(HOOK, body, KNOWN));
      }
      for (Future<Answer> call : threads.invokeAll(calls)) {
        received(call.get());
      }
    }
    assertThat(rows(service, "select message_id from arrivals where message_id like 'MANY-%'"))
        .hasSize(300);
  }

  @Test
  void answersOnlyPost() {
    assertThat(service.get(HOOK).status()).isEqualTo(405);
    assertThat(service.get("/webhook/elsewhere").status()).isEqualTo(404);
    assertThat(service.get("/webhook").status()).isEqualTo(404);
  }
}
