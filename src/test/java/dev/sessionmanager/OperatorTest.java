package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.trust.TrustRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Being on the service's machine makes nobody its operator; the token in its folder does. */
class OperatorTest {

  private static final String ROOT =
      "{\"username\":\"root\",\"password\":\"long enough\",\"role\":\"ADMIN\"}";
  private static final String HELLO = "{\"message\":\"hola\"}";

  private final Logger logger = (Logger) LoggerFactory.getLogger(TrustRule.class);
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();

  /** A service whose warnings are heard; its start sets up logging anew. */
  private Service startHeard() {
    Service service = Service.start();
    said.start();
    logger.addAppender(said);
    return service;
  }

  @AfterEach
  void hush() {
    logger.detachAppender(said);
  }

  private List<String> warnings() {
    return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static String bearer(Service service) {
    return "Authorization: Bearer " + Operator.token(service.data);
  }

  @Test
  void isWhoCanReadTheTokenOfThisStart() throws IOException {
    Path file;
    String first;
    try (Service service = Service.start()) {
      file = Operator.file(service.data);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      first = Operator.token(service.data);
      assertThat(TrustTest.raw(service, "POST /admin/users", ROOT)).isEqualTo(401);
      assertThat(TrustTest.raw(service, "POST /admin/users", ROOT, bearer(service) + "x"))
          .isEqualTo(401);
      assertThat(TrustTest.raw(service, "POST /admin/users", ROOT, bearer(service))).isEqualTo(201);
    }
    assertThat(file).doesNotExist();
    Files.writeString(file, first); // of a service that was killed
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    try (Service service = Service.start("trust.operator-token-file=" + file)) {
      assertThat(Files.readString(file).strip()).isNotEqualTo(first);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(service.get("/metrics", "Authorization", "Bearer " + first).status())
          .isEqualTo(401);
    }
  }

  @Test
  void needsNoTokenForWhatTheOriginalsLeftOpen() throws IOException {
    try (Service service = Service.start()) {
      service.communicate("user_1", "1234");
      for (String call :
          List.of(
              "POST /send_instruction",
              "POST /chat",
              "POST /reset",
              "POST /test/message",
              "POST /admin/clear-queue")) {
        assertThat(TrustTest.raw(service, call, HELLO)).as(call).isEqualTo(200);
      }
      for (String call : List.of("GET /history", "GET /stats")) {
        assertThat(TrustTest.raw(service, call, "")).as(call).isEqualTo(200);
      }
    }
  }

  @Test
  void isNobodyForWhomAProxyOnThisMachineCalls() throws IOException {
    try (Service service = startHeard()) {
      service.communicate("user_1", "1234");
      assertThat(TrustTest.raw(service, "POST /chat", HELLO)).isEqualTo(200);
      String[] forwarded = {"X-Real-IP: 192.0.2.1", "Via: 1.1 a"};
      for (int i = 0; i < 2; i++) {
        assertThat(TrustTest.raw(service, "POST /chat", HELLO, forwarded)).isEqualTo(401);
      }
      // The next of its callers may come without the header, and so may one on the TCP port.
      for (String call : List.of("POST /chat", "POST /test/message", "POST /admin/clear-queue")) {
        assertThat(TrustTest.raw(service, call, HELLO)).as(call).isEqualTo(401);
      }
      assertThat(service.communicate("user_1", "1234").text("/code")).isEqualTo("preset_password");
      assertThat(warnings()).singleElement().asString().contains("X-Real-IP", "FORWARDED_FROM");
      // The operator is not whom the proxy calls for, unless the request says so.
      assertThat(TrustTest.raw(service, "POST /chat", HELLO, bearer(service))).isEqualTo(200);
      assertThat(service.get("/admin/users").status()).isEqualTo(200);
      assertThat(
              TrustTest.raw(
                  service, "GET /admin/users", "", "X-Real-IP: 127.0.0.1", bearer(service)))
          .isEqualTo(401);
    }
  }

  @Test
  void isToldOfAForeignHostOnceAMinute() throws IOException {
    try (Service service = startHeard()) {
      for (int i = 0; i < 3; i++) {
        assertThat(TrustTest.raw(service, "POST /chat", HELLO, "Host: evil.example:80"))
            .isEqualTo(401);
      }
      assertThat(warnings())
          .singleElement()
          .asString()
          .contains("'evil.example'", "ALLOWED_HOSTS", "FORWARDED_FROM");
      service.clock.advance(Duration.ofMinutes(2));
      assertThat(TrustTest.raw(service, "POST /chat", HELLO, "Host: other.example")).isEqualTo(401);
      assertThat(warnings()).hasSize(2);
      assertThat(TrustTest.raw(service, "POST /chat", HELLO)).isEqualTo(200);
    }
  }

  @Test
  void isOnTheOperatorsMachine() {
    try (Service service = Service.start("OPERATOR_NETWORKS=192.0.2.1")) {
      String token = Operator.token(service.data);
      assertThat(service.get("/admin/users", Service.outside(token)).status()).isEqualTo(200);
      Answer here = service.get("/admin/users", "Authorization", "Bearer " + token);
      assertThat(here.status()).isEqualTo(401);
      assertThat(here.text("/code")).isEqualTo("bad_token");
      assertThat(here.text("/setting")).isEqualTo("OPERATOR_NETWORKS");
      assertThat(service.get("/stats").status()).isEqualTo(401);
      assertThat(service.post("/chat", HELLO).status()).isEqualTo(200);
    }
    try (Service service = Service.start()) {
      String[] outside = Service.outside(Operator.token(service.data));
      assertThat(service.get("/admin/users", outside).status()).isEqualTo(401);
      assertThat(service.post("/chat", HELLO, outside).status()).isEqualTo(401);
    }
  }

  @Test
  void isNobodyInANetworkOfGuestsOrOfAWebhooksSender() {
    String[] guest = {Service.FORWARDED, "10.1.0.7"};
    String[] sender = {Service.FORWARDED, "10.2.0.7"};
    String hook = "{\"event\":\"connection.update\",\"instance\":\"i\"}";
    try (Service service =
        Service.start(
            "GUEST_NETWORKS=10.1.0.0/16",
            "WEBHOOK_NETWORKS=10.2.0.0/16",
            "EVOLUTION_API_URL=http://127.0.0.1:9",
            "EVOLUTION_API_TOKEN=k",
            "INSTANCE_NAME=i")) {
      assertThat(service.post("/chat", HELLO, guest).status()).isEqualTo(200);
      assertThat(service.post("/webhook/evolution", hook, guest).status()).isEqualTo(412);
      assertThat(service.post("/webhook/evolution", hook, sender).status()).isEqualTo(200);
      assertThat(service.post("/chat", HELLO, sender).status()).isEqualTo(401);
      assertThat(service.get("/conversations", sender).status()).isEqualTo(401);
      for (String[] caller : List.of(guest, sender)) {
        for (String path : List.of("/stats", "/metrics", "/admin/users", "/admin/overview")) {
          assertThat(service.get(path, caller).status()).as(path).isEqualTo(401);
        }
        assertThat(service.post("/admin/clear-queue", "", caller).status()).isEqualTo(401);
      }
      assertThat(service.post("/chat", HELLO).status()).as("loopback").isEqualTo(401);
      assertThat(service.get("/stats").status()).isEqualTo(200);
    }
  }
}
