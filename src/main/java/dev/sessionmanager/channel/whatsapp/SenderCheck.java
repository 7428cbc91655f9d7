package dev.sessionmanager.channel.whatsapp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.messaging.Webhook;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.MalformedJwtException;
import io.jsonwebtoken.security.Keys;
import io.jsonwebtoken.security.SignatureException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a webhook comes from our Evolution: by a header that it was told to send, or by a bearer
 * token signed with {@code jwt_key} (HS256, ten minutes: webhook.controller.ts of Evolution 2.3).
 * Either does. Without both, by the secret that {@code check} has registered, or for being in
 * WEBHOOK_NETWORKS. Evolution signs no body. Any thread.
 */
final class SenderCheck {

  private static final String BEARER = "Bearer ";

  /** HS256 wants no less (RFC 7518, 3.2). */
  private static final int KEY_MIN_BYTES = 32;

  private static final int TOKEN_MAX_LENGTH = 4096;

  private final EvolutionSettings.Webhook settings;

  /** As the operator finds them. */
  private final String headerValue;

  private final String jwtKey;

  /** By one of which they are known where no setting has one. */
  private final List<String> secrets;

  private final @Nullable JwtParser tokens;
  private final Clock clock;

  SenderCheck(EvolutionSettings settings, List<String> secrets, Clock clock) {
    this.secrets = secrets;
    this.settings = settings.webhook();
    this.headerValue = settings.setting("webhook.header-value", "EVOLUTION_WEBHOOK_HEADER_VALUE");
    this.jwtKey = settings.setting("webhook.jwt-key", "EVOLUTION_WEBHOOK_JWT_KEY");
    this.clock = clock;
    String key = this.settings.jwtKey();
    this.tokens = key.isEmpty() ? null : parser(key);
  }

  private JwtParser parser(String key) {
    byte[] bytes = key.getBytes(UTF_8);
    // Evolution takes short keys. HMAC fills its key up with zeros (RFC 2104): the MAC is the same.
    byte[] filled = bytes.length < KEY_MIN_BYTES ? Arrays.copyOf(bytes, KEY_MIN_BYTES) : bytes;
    return Jwts.parser()
        .sig()
        .clear()
        .add(Jwts.SIG.HS256)
        .and()
        .verifyWith(Keys.hmacShaKeyFor(filled))
        // Evolution makes a token once, and sends it with each try of the next 20 minutes.
        .clockSkewSeconds(settings.jwtGrace().toSeconds())
        .clock(() -> Date.from(clock.instant()))
        .build();
  }

  /** Why a webhook is not known to be our Evolution's; null where it is. */
  @Nullable String cause(Webhook webhook) {
    boolean headers = !settings.headerValue().isEmpty();
    if (!headers && tokens == null) {
      return webhook.trusted() || isRegistered(webhook.header(settings.header()))
          ? null
          : "neither %s nor %s is set, it has not what bin/session-manager check ADDRESS registers, and this address (or the Host it called) is not trusted: run that, or see WEBHOOK_NETWORKS and ALLOWED_HOSTS"
              .formatted(headerValue, jwtKey);
    }
    String byHeader = headers ? byHeader(webhook.header(settings.header())) : null;
    if (headers && byHeader == null) {
      return null;
    }
    if (tokens == null) {
      return byHeader;
    }
    String byToken = byToken(tokens, webhook.header("Authorization"));
    return byToken == null || byHeader == null ? byToken : byHeader + "; " + byToken;
  }

  /**
   * Whether nothing in it could tell whose it is, though something is expected: Evolution sends the
   * headers of an instance's webhook with that one alone, and each event once more to a global one
   * (WEBHOOK_GLOBAL_ENABLED: webhook.controller.ts of 2.3).
   */
  boolean isBare(Webhook webhook) {
    return (!settings.headerValue().isEmpty() || tokens != null)
        && webhook.header(settings.header()) == null
        && webhook.header("Authorization") == null;
  }

  private boolean isRegistered(@Nullable String given) {
    return given != null && secrets.stream().anyMatch(secret -> same(given, secret));
  }

  private static boolean same(String given, String secret) {
    return MessageDigest.isEqual(given.getBytes(UTF_8), secret.getBytes(UTF_8));
  }

  private @Nullable String byHeader(@Nullable String given) {
    if (given == null) {
      return "the header "
          + settings.header()
          + " is missing: set it in the webhook's headers in Evolution; a proxy may also drop it";
    }
    return same(given, settings.headerValue())
        ? null
        : "the header "
            + settings.header()
            + " has another value than "
            + headerValue
            + ": make them the same";
  }

  private @Nullable String byToken(JwtParser parser, @Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        || authorization.length() > TOKEN_MAX_LENGTH) {
      return "there is no bearer token: set jwt_key in the webhook's headers in Evolution; a proxy"
          + " may also drop Authorization";
    }
    try {
      // A token without an end would be good for ever; Evolution's all have one.
      return parser
                  .parseSignedClaims(authorization.substring(BEARER.length()).strip())
                  .getPayload()
                  .getExpiration()
              == null
          ? "the bearer token never expires, which is none of Evolution's"
          : null;
    } catch (ExpiredJwtException old) {
      return "the bearer token has long expired: the clocks of the two machines differ, or somebody"
          + " sends an old one again";
    } catch (SignatureException other) {
      return "the bearer token is signed with another key: make jwt_key in Evolution and "
          + jwtKey
          + " the same";
    } catch (MalformedJwtException none) {
      return "what comes as bearer token is none: a proxy or another header has put something else"
          + " in Authorization";
    } catch (JwtException | IllegalArgumentException wrong) {
      return "the bearer token is none of Evolution's: it is not signed with HS256, or its time is"
          + " not right";
    }
  }
}
