package dev.sessionmanager.channel.whatsapp;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import dev.sessionmanager.messaging.WebhookLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How Evolution's webhooks are known where it signs a token, and where nothing is configured. */
class SenderCheckTest {

  private static final String HOOK = "/webhook/evolution";
  private static final String KEY = "short"; // Evolution takes keys of any length
  private static final String EVENT = "{\"event\":\"connection.update\",\"data\":{}}";

  private static Service service;

  @BeforeAll
  static void start() {
    service = Service.start(connected("EVOLUTION_WEBHOOK_JWT_KEY=" + KEY));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** As generateJwtToken of Evolution's webhook.controller.ts makes it. */
  private static String token(String key, String algorithm, Instant issued) throws Exception {
    long now = issued.getEpochSecond();
    String claims =
        "{\"iat\":%d,\"exp\":%d,\"app\":\"evolution\",\"action\":\"webhook\"}"
            .formatted(now, now + 600);
    return signed(key, algorithm, claims);
  }

  private static String signed(String key, String algorithm, String claims) throws Exception {
    String head = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}";
    String body =
        base64(head.getBytes(StandardCharsets.UTF_8))
            + '.'
            + base64(claims.getBytes(StandardCharsets.UTF_8));
    if (algorithm.equals("none")) {
      return body + '.';
    }
    String hmac = algorithm.equals("HS512") ? "HmacSHA512" : "HmacSHA256";
    Mac mac = Mac.getInstance(hmac);
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), hmac));
    return body + '.' + base64(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static int status(String token) {
    return service.post(HOOK, EVENT, "Authorization", "Bearer " + token).status();
  }

  /** To an Evolution that is not there: what is taken in does not depend on it. */
  private static String[] connected(String... more) {
    return Stream.concat(
            Stream.of(
                "EVOLUTION_API_URL=http://127.0.0.1:9",
                "EVOLUTION_API_TOKEN=key",
                "INSTANCE_NAME=joyeria"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private static String cause(Service of) {
    return of.bean(WebhookLog.class).notice(EvolutionSettings.CHANNEL);
  }

  private static String cause() {
    return cause(service);
  }

  @Test
  void takesATokenOfEvolutions() throws Exception {
    assertThat(status(token(KEY, "HS256", service.clock.instant()))).isEqualTo(200);
  }

  @Test
  void takesTheTokenOfAFirstTryWithItsLast() throws Exception {
    Instant now = service.clock.instant();
    assertThat(status(token(KEY, "HS256", now.minus(Duration.ofMinutes(25))))).isEqualTo(200);
    assertThat(status(token(KEY, "HS256", now.minus(Duration.ofMinutes(80))))).isEqualTo(412);
    assertThat(cause()).contains("long expired", "clocks");
  }

  @Test
  void refusesATokenOfAnotherKey() throws Exception {
    assertThat(status(token("other", "HS256", service.clock.instant()))).isEqualTo(412);
    assertThat(cause()).contains("another key", "EVOLUTION_WEBHOOK_JWT_KEY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "HS512"})
  void refusesATokenOfAnotherAlgorithm(String algorithm) throws Exception {
    assertThat(status(token(KEY, algorithm, service.clock.instant()))).isEqualTo(412);
  }

  @Test
  void refusesATokenWithoutAnEnd() throws Exception {
    assertThat(status(signed(KEY, "HS256", "{\"app\":\"evolution\"}"))).isEqualTo(412);
    assertThat(cause()).contains("never expires");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b.c", KEY, "....", "e30.e30.e30"})
  void refusesWhatIsNoToken(String token) {
    assertThat(status(token)).isEqualTo(412);
    assertThat(status("x".repeat(5000))).isEqualTo(412);
  }

  @Test
  void refusesATokenOfOurOwn() {
    assertThat(status(service.token("user_1", "1234", "webhooks"))).isEqualTo(412);
  }

  @Test
  void saysThatThereIsNone() {
    assertThat(service.post(HOOK, EVENT).status()).isEqualTo(412);
    assertThat(cause()).contains("no bearer token", "jwt_key");
    assertThat(cause())
        .contains("from 127.0.0.1", service.clock.instant().truncatedTo(SECONDS).toString());
  }

  @Test
  void trustsTrustedNetworksOnlyWhereNothingIsConfigured() {
    try (Service open = Service.start(connected())) {
      assertThat(open.post(HOOK, EVENT).status()).isEqualTo(200);
      assertThat(open.post(HOOK, EVENT, "Authorization", "Bearer anything").status())
          .isEqualTo(200);
      assertThat(open.post(HOOK, EVENT, "X-Forwarded-For", "203.0.113.9").status()).isEqualTo(412);
      assertThat(open.post(HOOK, EVENT, "Origin", "https://evil.example").status())
          .isNotEqualTo(200);
      assertThat(cause(open)).contains("WEBHOOK_NETWORKS");
    }
  }

  @Test
  void takesNothingWhileNobodyCouldSendAnAnswer() {
    try (Service alone = Service.start()) {
      Service.Answer answer = alone.post(HOOK, WebhookTest.file("v2-conversation"));
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text("/setting")).isEqualTo("EVOLUTION_API_URL");
      assertThat(WebhookTest.rows(alone, "select id from arrivals")).isEmpty();
    }
  }
}
