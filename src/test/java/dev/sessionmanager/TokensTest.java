package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Forged, foreign and outdated tokens, made with the right and the wrong key. */
class TokensTest {

  private static final String SECRET = "this secret is known to the test only, and long";
  private static Service service;
  private static String session;

  @BeforeAll
  static void start() {
    service = Service.start("JWT_SECRET=" + SECRET);
    session = service.login("user_1", "1234").text("/data/session/id");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static SecretKey key(String secret) {
    return Keys.hmacShaKeyFor(secret.getBytes(StandardCharsets.UTF_8));
  }

  private static String keyId(String secret) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, 4);
  }

  /** As the service makes them; each test changes one thing. */
  private static JwtBuilder good() throws Exception {
    Date now = Date.from(service.clock.instant());
    return Jwts.builder()
        .header()
        .type("at+jwt")
        .keyId(keyId(SECRET))
        .and()
        .issuer("session-manager")
        .audience()
        .add("session-manager")
        .and()
        .subject("user_1")
        .claim("sid", session)
        .issuedAt(now)
        .expiration(Date.from(now.toInstant().plusSeconds(60)));
  }

  private static int status(String token) {
    return service.get("/sessions", Service.outside(token)).status();
  }

  @Test
  void acceptsItsOwn() throws Exception {
    assertThat(status(good().signWith(key(SECRET), Jwts.SIG.HS256).compact())).isEqualTo(200);
  }

  @Test
  void refusesAnotherKey() throws Exception {
    String other = "another secret that nobody has configured here";
    assertThat(status(good().signWith(key(other), Jwts.SIG.HS256).compact())).isEqualTo(401);
    assertThat(
            status(
                good()
                    .header()
                    .keyId(keyId(other))
                    .and()
                    .signWith(key(other), Jwts.SIG.HS256)
                    .compact()))
        .isEqualTo(401);
  }

  @Test
  void refusesAnotherAlgorithmEvenWithTheRightKey() throws Exception {
    String longer = SECRET + SECRET;
    try (Service other = Service.start("JWT_SECRET=" + longer)) {
      String id = other.login("user_1", "1234").text("/data/session/id");
      Date now = Date.from(other.clock.instant());
      JwtBuilder builder =
          good()
              .header()
              .keyId(keyId(longer))
              .and()
              .claim("sid", id)
              .expiration(Date.from(now.toInstant().plusSeconds(60)));
      assertThat(
              other
                  .get(
                      "/sessions",
                      Service.outside(builder.signWith(key(longer), Jwts.SIG.HS256).compact()))
                  .status())
          .isEqualTo(200);
      assertThat(
              other
                  .get(
                      "/sessions",
                      Service.outside(builder.signWith(key(longer), Jwts.SIG.HS512).compact()))
                  .status())
          .isEqualTo(401);
    }
  }

  @Test
  void refusesAnUnsignedToken() throws Exception {
    assertThat(status(good().compact())).isEqualTo(401);
    String[] parts = good().signWith(key(SECRET), Jwts.SIG.HS256).compact().split("\\.", -1);
    assertThat(status(parts[0] + "." + parts[1] + ".")).isEqualTo(401);
  }

  @Test
  void refusesAChangedPayload() throws Exception {
    String[] parts = good().signWith(key(SECRET), Jwts.SIG.HS256).compact().split("\\.", -1);
    String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String forged =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(payload.replace("user_1", "admin1").getBytes(StandardCharsets.UTF_8));
    assertThat(status(parts[0] + "." + forged + "." + parts[2])).isEqualTo(401);
  }

  @Test
  void refusesAnotherAudienceIssuerOrType() throws Exception {
    assertThat(
            status(
                good()
                    .audience()
                    .clear()
                    .add("agent-runtime")
                    .and()
                    .signWith(key(SECRET), Jwts.SIG.HS256)
                    .compact()))
        .isEqualTo(401);
    assertThat(status(good().issuer("other").signWith(key(SECRET), Jwts.SIG.HS256).compact()))
        .isEqualTo(401);
    assertThat(
            status(
                good().header().type("JWT").and().signWith(key(SECRET), Jwts.SIG.HS256).compact()))
        .isEqualTo(401);
  }

  @Test
  void refusesAnExpiredTokenOfALiveSession() throws Exception {
    Date past = Date.from(service.clock.instant().minusSeconds(1));
    assertThat(status(good().expiration(past).signWith(key(SECRET), Jwts.SIG.HS256).compact()))
        .isEqualTo(401);
  }

  @Test
  void refusesRubbish() {
    for (String token : new String[] {".", "a.b.c", "..", "a".repeat(5000)}) {
      assertThat(status(token)).as(token).isEqualTo(401);
    }
  }

  @Test
  void acceptsThePreviousSecretWhileItIsNamed() throws Exception {
    String next = "the next secret, which is long enough for HS256";
    String old = good().signWith(key(SECRET), Jwts.SIG.HS256).compact();
    try (Service rotated =
        Service.start(
            "JWT_SECRET=" + next,
            "JWT_SECRET_PREVIOUS=" + SECRET,
            "DB_PATH=" + service.data.resolve("session_manager.db"))) {
      assertThat(rotated.get("/sessions", Service.outside(old)).status()).isEqualTo(200);
    }
    try (Service forgotten =
        Service.start(
            "JWT_SECRET=" + next, "DB_PATH=" + service.data.resolve("session_manager.db"))) {
      assertThat(forgotten.get("/sessions", Service.outside(old)).status()).isEqualTo(401);
    }
  }
}
