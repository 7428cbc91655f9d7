package dev.sessionmanager.channel.socket;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import dev.sessionmanager.trace.TraceId;
import dev.sessionmanager.trust.TrustRule;
import dev.sessionmanager.trust.Trusted;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.coyote.ActionCode;
import org.apache.coyote.UpgradeToken;
import org.apache.tomcat.util.security.ConcurrentMessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

/**
 * Who may open a WebSocket: RFC 6455, section 4.2, and the rules of trust. A token comes as {@code
 * Authorization: Bearer}, as an entry {@code bearer.<token>} of {@code Sec-WebSocket-Protocol}
 * (browsers can set nothing else) or, in the JSON protocol, as the first message; never in the
 * address, which ends up in logs. Any thread.
 */
@Component
final class WebSocketHandshake {

  static final String PROTOCOL = "session-manager.v1";

  /**
   * The plain text protocol under a name, for browsers that send a token along: they want one of
   * the protocols they offer accepted.
   */
  static final String TEXT_PROTOCOL = "session-manager.text";

  private static final Logger log = LoggerFactory.getLogger(WebSocketHandshake.class);
  private static final String BEARER = "bearer.";

  /** RFC 6455, section 1.3. */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final Pattern TOKEN_IN_QUERY =
      Pattern.compile(
          "(?i)(^|&)(access_?token|token|jwt|bearer|auth|authorization|api_?key|key)=.*");

  private final TrustRule rule;
  private final Sessions sessions;
  private final LocaleResolver languages;
  private final WebSocketServices services;
  private final WebSockets sockets;

  WebSocketHandshake(
      TrustRule rule,
      Sessions sessions,
      LocaleResolver localeResolver,
      WebSocketServices services,
      WebSockets sockets) {
    this.rule = rule;
    this.sessions = sessions;
    this.languages = localeResolver;
    this.services = services;
    this.sockets = sockets;
  }

  /** The JSON body of a refusal, in the client's language. */
  byte[] refusal(Problem problem, HttpServletRequest request, String traceId) {
    Locale language = languages.resolveLocale(request);
    WebSocketTexts texts = services.texts();
    return texts.json().writeValueAsBytes(texts.problems().of(problem, language, traceId));
  }

  /**
   * Makes a WebSocket of a request's connection.
   *
   * @throws Problem why the handshake is refused
   */
  void accept(Request request, Response response) {
    String accept = acceptValue(request);
    String query = request.getQueryString();
    if (query != null && TOKEN_IN_QUERY.matcher(query).find()) {
      throw new Problem(Kind.TOKEN_IN_URL);
    }
    List<String> offered = tokens(request, "Sec-WebSocket-Protocol");
    boolean fromFile = isFromFile(request);
    boolean page = !fromFile && checkOrigin(request);
    Session session = fromFile ? null : session(request, offered);
    TrustRule.Peer peer = rule.peer(request);
    boolean near = rule.trusts(peer, Trusted.GUEST);
    boolean ourHost = near && rule.isOurHost(request);
    if (session == null && near && !ourHost && !fromFile) {
      throw new Problem(Kind.FOREIGN_HOST).setting("ALLOWED_HOSTS");
    }
    Caller caller =
        new Caller(peer.address(), ourHost && page, rule.device(request), TraceId.fresh(), session);
    boolean json = offered.contains(PROTOCOL);
    WebSocketOpening opening =
        new WebSocketOpening(
            json,
            caller,
            languages.resolveLocale(request),
            services.texts().web().of(request.getServerName()),
            fromFile);
    checkRoom(opening);
    String protocol = json ? PROTOCOL : offered.contains(TEXT_PROTOCOL) ? TEXT_PROTOCOL : null;
    response.setHeader("Upgrade", "websocket");
    response.setHeader("Connection", "Upgrade");
    response.setHeader("Sec-WebSocket-Accept", accept);
    if (protocol != null) {
      response.setHeader("Sec-WebSocket-Protocol", protocol);
    }
    response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
    UpgradeToken upgrade =
        new UpgradeToken(sockets.connection(opening), request.getContext(), null, "websocket");
    request.getCoyoteRequest().action(ActionCode.UPGRADE, upgrade);
  }

  /** What proves that the request was understood. */
  private static String acceptValue(HttpServletRequest request) {
    if (!request.getMethod().equals("GET")
        || !has(tokens(request, "Upgrade"), "websocket")
        || !has(tokens(request, "Connection"), "upgrade")
        || !"13".equals(request.getHeader("Sec-WebSocket-Version"))) {
      throw new Problem(Kind.UPGRADE_REQUIRED);
    }
    String key = request.getHeader("Sec-WebSocket-Key");
    try {
      if (key == null || Base64.getDecoder().decode(key.strip()).length != 16) {
        throw new Problem(Kind.MALFORMED);
      }
      byte[] proof = (key.strip() + GUID).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(ConcurrentMessageDigest.digestSHA1(proof));
    } catch (IllegalArgumentException notBase64) {
      throw new Problem(Kind.MALFORMED).causedBy(notBase64);
    }
  }

  /**
   * Whether a page opened from a file wants to connect, and {@code WS_ALLOW_FILE_ORIGIN} is off.
   */
  private boolean isFromFile(HttpServletRequest request) {
    boolean fromFile =
        "null".equals(request.getHeader("Origin")) && !services.settings().allowFileOrigin();
    if (fromFile) {
      log.info("refused a page opened from a file: WS_ALLOW_FILE_ORIGIN=true lets it connect");
    }
    return fromFile;
  }

  /**
   * Whether the request comes from a program or from a page of this very port. Any other page may
   * connect only if its origin is configured, and then needs a token; one opened from a file where
   * {@code WS_ALLOW_FILE_ORIGIN} lets it, as the original's is.
   */
  private boolean checkOrigin(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    if ("null".equals(origin)) {
      return true; // one that may: see above
    }
    boolean ours = rule.isOurPage(request);
    if (!ours && origin != null && !rule.isAllowedOrigin(origin)) {
      throw new Problem(Kind.FOREIGN_ORIGIN).setting("CORS_ALLOWED_ORIGINS");
    }
    return ours;
  }

  private @Nullable Session session(HttpServletRequest request, List<String> offered) {
    String token = null;
    String header = request.getHeader("Authorization");
    if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      token = header.substring(7).strip();
    }
    for (String entry : offered) {
      if (entry.startsWith(BEARER)) {
        token = entry.substring(BEARER.length());
      }
    }
    if (token == null) {
      return null;
    }
    return sessions.find(token).orElseThrow(() -> new Problem(Kind.BAD_TOKEN));
  }

  private void checkRoom(WebSocketOpening opening) {
    if (opening.stranger() && !opening.json()) {
      throw new Problem(Kind.UNAUTHENTICATED); // plain text has no way to show a token later
    }
    if (services.stopping()) {
      throw new Problem(Kind.STOPPING).retryAfter(Duration.ofSeconds(5));
    }
    WebSocketSettings settings = services.settings();
    if (sockets.count() >= settings.connectionsMax()) {
      throw full("websocket.connections-max");
    }
    if (opening.stranger() && sockets.strangers() >= settings.strangersMax()) {
      throw full("websocket.strangers-max");
    }
  }

  private static Problem full(String setting) {
    return new Problem(Kind.OVERLOADED).setting(setting).retryAfter(Duration.ofSeconds(5));
  }

  /** The entries of a header that is a list. */
  private static List<String> tokens(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name)).stream()
        .flatMap(line -> Stream.of(line.split(",", -1)))
        .map(String::strip)
        .toList();
  }

  private static boolean has(List<String> tokens, String wanted) {
    return tokens.stream().anyMatch(wanted::equalsIgnoreCase);
  }
}
