package dev.sessionmanager.session;

import dev.sessionmanager.text.SecretToken;
import dev.sessionmanager.user.User;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Logins of browsers that stay by a cookie, which scripts cannot read. The cookie stands for the
 * login of the whole browser; each of its tabs has a session of its own, which the tab names with
 * each call and which is worth nothing without the cookie. Of the cookie only a hash is kept, with
 * each tab. The login is good as long as one of its tabs is, and {@code sessions.browser-ttl} at
 * most. Any thread.
 */
@Component
public class BrowserLogins {

  private final LiveSessions live;
  private final LoginSessions logins;
  private final SessionEndings endings;
  private final SessionRepository rows;
  private final SessionSettings settings;
  private final Clock clock;

  BrowserLogins(
      LiveSessions live,
      LoginSessions logins,
      SessionEndings endings,
      SessionRepository rows,
      SessionSettings settings,
      Clock clock) {
    this.live = live;
    this.logins = logins;
    this.endings = endings;
    this.rows = rows;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A browser that has just logged in.
   *
   * @param tab the session of the tab that has logged in
   * @param cookie the secret for the cookie, which is kept nowhere
   */
  public record Opened(Session tab, String cookie) {

    /** Without the secret, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "Opened[" + tab.id() + ']';
    }
  }

  /**
   * A new login for a user whose password was checked just now; empty where the user was disabled
   * meanwhile.
   *
   * @param password kept in memory only with {@code sessions.forward-password=true}
   */
  Optional<Opened> open(User user, String device, String address, String password) {
    String cookie = SecretToken.fresh();
    Instant until = clock.instant().plus(settings.browserTtl());
    Optional<Session> tab =
        logins.insertTab(user, device, address, SecretToken.hash(cookie), until);
    if (settings.forwardPassword()) {
      tab.ifPresent(session -> session.password(password));
    }
    return tab.map(session -> new Opened(session, cookie));
  }

  /** The live session of this id, where it is a tab of the cookie's login; seen now. */
  public Optional<Session> tab(String cookie, String sessionId) {
    if (!SecretToken.isOne(cookie)) {
      return Optional.empty();
    }
    String hash = SecretToken.hash(cookie);
    Optional<Session> tab = live.byId(sessionId).filter(s -> hash.equals(s.browser()));
    tab.ifPresent(live::seen);
    return tab;
  }

  /** The tab of the cookie's login that was seen last, where one is live. One query. */
  public Optional<Session> anyTab(String cookie) {
    return SecretToken.isOne(cookie)
        ? rows.findTabs(SecretToken.hash(cookie), clock.millis()).stream()
            .flatMap(row -> live.byId(row.id()).stream())
            .findFirst()
        : Optional.empty();
  }

  /**
   * A session for one more tab of the same login, which ends when that does.
   *
   * @param tab a live one
   * @return empty where the user was disabled meanwhile
   */
  public Optional<Session> openTab(Session tab, String device, String address) {
    String hash = Objects.requireNonNull(tab.browser());
    Optional<Session> opened = logins.insertTab(tab.user(), device, address, hash, tab.expiresAt());
    @Nullable String password = tab.password();
    opened.ifPresent(session -> session.password(password));
    return opened;
  }

  /** Ends the login that a tab belongs to, with all its tabs, at its owner's wish. */
  public void logOut(Session tab) {
    String hash = Objects.requireNonNull(tab.browser());
    endings.endAll(tab.userId(), s -> hash.equals(s.browser()), Session.LOGGED_OUT);
  }
}
