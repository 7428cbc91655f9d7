package dev.sessionmanager.session;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Session tokens as JWTs: HS256 and nothing else, {@code typ} at+jwt (RFC 9068), a key id, and the
 * audience this service. A runtime's token has another audience, so that what a runtime is given
 * opens nothing here. A token only names a session; whether it is live is asked of {@link
 * Sessions}.
 */
@Component
class Tokens {

  private static final String ISSUER = "session-manager";
  private static final String API = "session-manager";
  private static final String RUNTIME = "agent-runtime";
  private static final String TYPE = "at+jwt";
  private static final String SESSION = "sid";

  /** Longer than any token of ours, so that a huge header is not parsed. */
  private static final int MAX_LENGTH = 2048;

  private final SigningKeys keys;
  private final Duration runtimeTtl;
  private final Clock clock;
  private final JwtParser parser;

  Tokens(SigningKeys keys, SessionSettings settings, Clock clock) {
    this.keys = keys;
    this.runtimeTtl = settings.runtimeTokenTtl();
    this.clock = clock;
    this.parser =
        Jwts.parser()
            .sig()
            .clear()
            .add(Jwts.SIG.HS256)
            .and()
            .keyLocator(this::key)
            .requireIssuer(ISSUER)
            .requireAudience(API)
            .clock(() -> Date.from(clock.instant()))
            .build();
  }

  /** A token for the session's client, good until the session expires. */
  String forClient(Session session) {
    return sign(session, API, session.expiresAt());
  }

  /** A token that tells a runtime who is asking, good for {@code sessions.runtime-token-ttl}. */
  String forRuntime(Session session) {
    return sign(session, RUNTIME, clock.instant().plus(runtimeTtl));
  }

  /** The id of the session that a client's token names; empty when it is not one of ours. */
  Optional<String> sessionId(String token) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      Jws<Claims> jws = parser.parseSignedClaims(token);
      return TYPE.equals(jws.getHeader().getType())
          ? Optional.ofNullable(jws.getPayload().get(SESSION, String.class))
          : Optional.empty();
    } catch (JwtException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private Key key(Header header) {
    Key key = keys.byId((String) header.get("kid"));
    if (key == null) {
      throw new JwtException("unknown key id");
    }
    return key;
  }

  private String sign(Session session, String audience, Instant expiresAt) {
    return Jwts.builder()
        .header()
        .type(TYPE)
        .keyId(keys.signingId())
        .and()
        .issuer(ISSUER)
        .audience()
        .add(audience)
        .and()
        .subject(session.user().username())
        .claim(SESSION, session.id())
        .id(UUID.randomUUID().toString())
        .issuedAt(Date.from(clock.instant()))
        .expiration(Date.from(expiresAt))
        .signWith(keys.signing(), Jwts.SIG.HS256)
        .compact();
  }
}
