package dev.sessionmanager.session;

import dev.sessionmanager.user.User;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One presence on a channel: a login, a connection, a conversation of a messaging service. Live
 * sessions are kept in memory as one shared object each; its changing parts are volatile and
 * written by this room alone.
 */
public final class Session {

  /** Why a session has ended, as kept in the file: at its owner's wish. */
  public static final String LOGGED_OUT = "logged out";

  /** Why a session has ended: its user has opened more than may be. */
  public static final String REPLACED = "too many sessions";

  /** Why a session has ended: its user's password, role or right to be here has changed. */
  public static final String REVOKED = "user changed";

  /** Why a session has ended: it was silent for longer than its channel allows. */
  public static final String IDLE = "idle";

  /** The channel of those that begin with a name and a password over HTTP. */
  static final String LOGIN = "rest";

  /** The channel of the tabs of a browser: see {@link BrowserLogins}. */
  static final String BROWSER = "browser";

  /** The channel of those that are API keys: see {@link ApiKeys}. */
  public static final String KEY = "key";

  /**
   * When sessions expire that last for ever: the last moment that ISO 8601 writes with four digits
   * of year.
   */
  static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

  private final String id;
  private final @Nullable String userId;
  private final String channel;
  private final String device;
  private final String address;
  private final long startedAt;

  private volatile long lastSeen;
  private volatile long expiresAt;
  private volatile @Nullable Long endedAt;
  private volatile @Nullable String endReason;

  /** The names of the agents that may be asked, one a line; null for all. */
  private volatile @Nullable String agents;

  private volatile KeyLimits limits = KeyLimits.NONE;

  /** Of a browser's tab: the hash of the cookie of the login that it belongs to; else null. */
  private volatile @Nullable String browser;

  /** Of a connection: the id of the session by whose token it came. */
  private volatile @Nullable String cameWith;

  private volatile @Nullable User user;

  /** The token given out last, which a client gets again that shows its password all the time. */
  private volatile @Nullable String token;

  /** Only with {@code sessions.forward-password=true}, and only in memory. */
  private volatile @Nullable String password;

  Session(
      @Nullable User user,
      String channel,
      String device,
      String address,
      Instant now,
      Instant expiresAt) {
    this.id = UUID.randomUUID().toString();
    this.userId = user == null ? null : user.id();
    this.user = user;
    this.channel = channel;
    this.device = device;
    this.address = address;
    this.startedAt = now.toEpochMilli();
    this.lastSeen = startedAt;
    this.expiresAt = expiresAt.toEpochMilli();
  }

  private Session(ResultSet row) throws SQLException {
    this.id = row.getString("id");
    this.userId = row.getString("user_id");
    this.channel = row.getString("channel");
    this.device = row.getString("device");
    this.address = row.getString("address");
    this.startedAt = row.getLong("started_at");
    this.lastSeen = row.getLong("last_seen");
    this.expiresAt = row.getLong("expires_at");
    long ended = row.getLong("ended_at");
    this.endedAt = row.wasNull() ? null : ended;
    this.endReason = row.getString("end_reason");
    this.agents = row.getString("agents");
    this.browser = row.getString("browser");
    this.limits = KeyLimits.row(row);
  }

  /** A session as the file has it; whose it is, {@link LiveSessions} knows. */
  static Session row(ResultSet row, int number) throws SQLException {
    return new Session(row);
  }

  public String id() {
    return id;
  }

  /** The id of the session's user; {@code ""} for a guest. */
  public String userId() {
    return userId == null ? "" : userId;
  }

  /** A session without a login: it has no {@link #user()}. */
  public boolean guest() {
    return userId == null;
  }

  /**
   * The session's user, as read when it was opened or loaded; a change of them ends the session.
   */
  public User user() {
    User known = user;
    if (known == null) {
      throw new IllegalStateException(
          "a guest's session, or one that was not handed out by Sessions");
    }
    return known;
  }

  /**
   * {@code rest}, {@code browser} for a tab, {@code key} for an API key, {@code tcp}, {@code
   * websocket}, {@code chatwoot}, {@code whatsapp}.
   */
  public String channel() {
    return channel;
  }

  /** An API key: it may talk on its user's behalf, but not manage their sessions and password. */
  public boolean isKey() {
    return channel.equals(KEY);
  }

  /**
   * Whether whoever comes with this session may ask this agent. Only API keys are held to a list of
   * agents, and connections that came by such a key.
   */
  public boolean mayAsk(String agent) {
    String names = agents;
    return names == null || names.lines().anyMatch(agent::equals);
  }

  /** The agents that may be asked; null for all. */
  @Nullable List<String> agents() {
    String names = agents;
    return names == null ? null : names.lines().toList();
  }

  /** Names of agents as a row has them. */
  static @Nullable String asLines(@Nullable List<String> agents) {
    return agents == null ? null : String.join("\n", agents);
  }

  /** From now on these agents may be asked; null for all. */
  void asks(@Nullable List<String> agents) {
    this.agents = asLines(agents);
  }

  /** Whether it is the session of a browser's tab, known by a cookie. */
  public boolean isTab() {
    return browser != null;
  }

  @Nullable String browser() {
    return browser;
  }

  void browser(String hash) {
    browser = hash;
  }

  /** What an API key's owner has said about its limits. */
  public KeyLimits limits() {
    return limits;
  }

  void limits(KeyLimits limits) {
    this.limits = limits;
  }

  /** A connection's: whoever opened it came with this session, an API key perhaps. */
  void cameWith(Session login) {
    cameWith = login.id();
    agents = login.agents;
  }

  boolean hasComeWith(Session login) {
    return login.id().equals(cameWith);
  }

  /**
   * What the client calls itself: the User-Agent of HTTP, at most 200 characters. Of an API key the
   * name that its user gave it.
   */
  public String device() {
    return device;
  }

  public String address() {
    return address;
  }

  public Instant startedAt() {
    return Instant.ofEpochMilli(startedAt);
  }

  /** Exact in memory; in the file up to {@code sessions.flush-interval} old. */
  public Instant lastSeen() {
    return Instant.ofEpochMilli(lastSeen);
  }

  public Instant expiresAt() {
    return Instant.ofEpochMilli(expiresAt);
  }

  public @Nullable String endReason() {
    return endReason;
  }

  public boolean liveAt(Instant now) {
    return endedAt == null && now.toEpochMilli() < expiresAt;
  }

  /** The password to hand on to the runtime; null unless that was asked for by setting. */
  public @Nullable String password() {
    return password;
  }

  @Nullable String token() {
    return token;
  }

  @Nullable Long endedMillis() {
    return endedAt;
  }

  long lastSeenMillis() {
    return lastSeen;
  }

  void user(User user) {
    this.user = user;
  }

  void password(@Nullable String password) {
    this.password = password;
  }

  void token(String token) {
    this.token = token;
  }

  void seen(Instant now) {
    lastSeen = now.toEpochMilli();
  }

  void extend(Instant until) {
    expiresAt = until.toEpochMilli();
  }

  void end(Instant now, String reason) {
    endReason = reason;
    endedAt = now.toEpochMilli();
    token = null;
    password = null;
  }
}
