package dev.sessionmanager.session;

import dev.sessionmanager.problem.WrongSetting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param ttl how long a session and its token last without a new login ({@code SESSION_TTL})
 * @param browserTtl how long a browser stays logged in by its cookie without a new login ({@code
 *     sessions.browser-ttl})
 * @param perUserMax live sessions of one user; one more ends the one seen longest ago ({@code
 *     sessions.per-user-max})
 * @param keysPerUserMax API keys of one user ({@code sessions.keys-per-user-max})
 * @param liveMax sessions kept in memory; the others are read again when they come back ({@code
 *     sessions.live-max})
 * @param history how long ended sessions stay in the file ({@code sessions.history})
 * @param idleLogin how long nobody may use a login's token ({@code sessions.idle-login}, 0 for
 *     ever)
 * @param idleBrowser how long a tab of a browser may be silent ({@code sessions.idle-browser}, 0
 *     for ever)
 * @param idleTcp how long a TCP connection may be silent ({@code sessions.idle-tcp}, 0 for ever)
 * @param idleWebsocket how long a WebSocket may be ({@code sessions.idle-websocket}, 0 for ever)
 * @param idleMessaging how long a conversation of a messaging service may be ({@code
 *     sessions.idle-messaging}, 0 for ever)
 * @param jwtSecret signs the tokens ({@code JWT_SECRET}, at least 32 bytes); empty: one is made
 * @param jwtSecretPrevious still accepted after a change of secret ({@code JWT_SECRET_PREVIOUS})
 * @param keyFile where a generated secret is kept ({@code sessions.key-file})
 * @param runtimeTokenTtl how long the token lasts that a runtime gets ({@code
 *     sessions.runtime-token-ttl})
 * @param forwardPassword keep the password in memory to hand it to the runtime ({@code
 *     sessions.forward-password})
 */
@ConfigurationProperties("sessions")
record SessionSettings(
    Duration ttl,
    Duration browserTtl,
    int perUserMax,
    int keysPerUserMax,
    int liveMax,
    Duration history,
    Duration idleLogin,
    Duration idleBrowser,
    Duration idleTcp,
    Duration idleWebsocket,
    Duration idleMessaging,
    @Nullable String jwtSecret,
    @Nullable String jwtSecretPrevious,
    Path keyFile,
    Duration runtimeTokenTtl,
    boolean forwardPassword) {

  /** HS256 wants a key at least as long as its hash: RFC 7518, section 3.2. */
  static final int SECRET_MIN_BYTES = 32;

  SessionSettings {
    WrongSetting.when(
        !ttl.isPositive()
            || !browserTtl.isPositive()
            || !runtimeTokenTtl.isPositive()
            || history.isNegative(),
        "SESSION_TTL, sessions.browser-ttl and sessions.runtime-token-ttl must be above 0 and"
            + " sessions.history not negative.");
    WrongSetting.when(
        Stream.of(idleLogin, idleBrowser, idleTcp, idleWebsocket, idleMessaging)
            .anyMatch(Duration::isNegative),
        "sessions.idle-login, sessions.idle-browser, sessions.idle-tcp, sessions.idle-websocket and"
            + " sessions.idle-messaging must not be negative; 0s means for ever.");
    WrongSetting.when(
        perUserMax < 1 || liveMax < 1,
        "sessions.per-user-max and sessions.live-max must be at least 1.");
    WrongSetting.when(
        keysPerUserMax < 0 || keysPerUserMax > 500,
        "sessions.keys-per-user-max must be from 0 to 500.");
    requireLong("JWT_SECRET", jwtSecret);
    requireLong("JWT_SECRET_PREVIOUS", jwtSecretPrevious);
  }

  /** How long a session of this channel may be silent; zero for ever. */
  Duration idle(String channel) {
    return switch (channel) {
      case "tcp" -> idleTcp;
      case "websocket" -> idleWebsocket;
      case Session.LOGIN -> idleLogin;
      case Session.BROWSER -> idleBrowser;
      case Session.KEY -> Duration.ZERO;
      default -> idleMessaging;
    };
  }

  /** Whether the session was silent for longer than its channel allows. */
  boolean idleAt(Session session, Instant now) {
    Duration allowed = idle(session.channel());
    return allowed.isPositive() && session.lastSeen().plus(allowed).isBefore(now);
  }

  private static void requireLong(String name, @Nullable String secret) {
    WrongSetting.when(
        secret != null
            && !secret.isEmpty()
            && secret.getBytes(StandardCharsets.UTF_8).length < SECRET_MIN_BYTES,
        name + " must have at least 32 bytes; make one with: openssl rand -base64 48");
  }
}
