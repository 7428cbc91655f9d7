package dev.sessionmanager.user;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The people who can log in. A change is committed when a method returns, and listeners ({@link
 * #onRevoked}) have been told by then: a disabled user is refused by the very next request. Any
 * thread.
 */
@Component
public class Users implements SmartInitializingSingleton {

  /** Characters of a user name, which people type. */
  private static final int NAME_MAX_LENGTH = 64;

  /** Prints anywhere, needs no escaping in a path. */
  public static final String NAME =
      "[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]{0," + (NAME_MAX_LENGTH - 1) + "}";

  private static final Pattern NAME_FORM = Pattern.compile(NAME);

  private static final Logger log = LoggerFactory.getLogger(Users.class);

  private final UserRepository rows;
  private final Passwords passwords;
  private final LoginGuard guard;
  private final VerifiedCredentials verified;
  private final UserSettings settings;
  private final TransactionOperations transaction;
  private final Clock clock;
  private final List<Consumer<String>> revocations = new CopyOnWriteArrayList<>();
  private final List<Runnable> foreignChanges = new CopyOnWriteArrayList<>();

  Users(
      UserRepository rows,
      Passwords passwords,
      LoginGuard guard,
      VerifiedCredentials verified,
      UserSettings settings,
      TransactionOperations transaction,
      Clock clock) {
    this.rows = rows;
    this.passwords = passwords;
    this.guard = guard;
    this.verified = verified;
    this.settings = settings;
    this.transaction = transaction;
    this.clock = clock;
    passwords.slowRows(rows.countSlowPasswords() > 0);
  }

  /** The listener is told the id of a user whose password, role or right to log in has changed. */
  public void onRevoked(Consumer<String> listener) {
    revocations.add(listener);
  }

  /** The listener is told when another process has changed the file, so that caches are stale. */
  public void onForeignChange(Runnable listener) {
    foreignChanges.add(listener);
  }

  void forgetEverything() {
    verified.forgetAll();
    foreignChanges.forEach(Runnable::run);
  }

  /**
   * Checks a name and a password.
   *
   * @param address where the caller is, for the {@link LoginGuard}
   * @param trusted whether that is a trusted network: published passwords work only there
   */
  public Login authenticate(String username, String password, String address, boolean trusted) {
    if (password.length() > UserSettings.PASSWORD_MAX_LENGTH
        || username.length() > NAME_MAX_LENGTH) {
      return new Login.Refused();
    }
    Duration wait = guard.waiting(username, address);
    if (wait.isPositive()) {
      return new Login.Throttled(wait);
    }
    User known = verified.find(username, password);
    if (known != null) {
      return granted(known, trusted);
    }
    ReentrantLock lock = guard.lock(username, address, trusted);
    lock.lock();
    try {
      return verify(username, password, address, trusted);
    } catch (Passwords.Busy busy) {
      return new Login.Throttled(Duration.ofSeconds(5));
    } finally {
      lock.unlock();
    }
  }

  private Login verify(String username, String password, String address, boolean trusted) {
    // Both again: while this thread waited for the lock, another login may have succeeded or
    // failed.
    Duration wait = guard.waiting(username, address);
    if (wait.isPositive()) {
      return new Login.Throttled(wait);
    }
    User known = verified.find(username, password);
    if (known != null) {
      return granted(known, trusted);
    }
    long mark = verified.mark();
    User user = rows.findByUsername(username).orElse(null);
    boolean right = passwords.matches(user == null ? null : user.password(), password);
    if (user == null || !right || !user.enabled()) {
      guard.wrong(username, address, trusted);
      return new Login.Refused();
    }
    Login login = granted(user, trusted);
    if (login instanceof Login.Granted) {
      guard.right(username, address);
      upgrade(user, password);
      verified.remember(username, password, user, mark);
    }
    return login;
  }

  private static Login granted(User user, boolean trusted) {
    return user.presetPassword() && !trusted ? new Login.PresetPassword() : new Login.Granted(user);
  }

  private void upgrade(User user, String password) {
    if (passwords.outdated(user.password())) {
      String old = user.password();
      String hash = passwords.hash(password);
      change(
          user.id(),
          row -> {
            if (row.password().equals(old)) {
              row.rehash(hash);
            }
          });
    }
  }

  /** Whether a new user may be called this: 1 to 64 letters, digits and {@code . _ @ + -}. */
  public static boolean isName(String text) {
    return NAME_FORM.matcher(text).matches();
  }

  public Optional<User> find(String username) {
    return rows.findByUsername(username);
  }

  public Optional<User> byId(String id) {
    return rows.findById(id);
  }

  /** Users in the order of their names, those after the given one. */
  public List<User> list(String after, int limit) {
    return rows.findAfter(after, Limit.of(limit));
  }

  /**
   * Whether a password is long enough ({@code users.password-min-length}) and not absurdly long.
   */
  public boolean acceptable(String password) {
    return password.length() >= settings.passwordMinLength()
        && password.length() <= UserSettings.PASSWORD_MAX_LENGTH;
  }

  /** The least length of a new password, in characters. */
  public int passwordMinLength() {
    return settings.passwordMinLength();
  }

  /**
   * Makes a user.
   *
   * @return empty when there is one of that name
   */
  public Optional<User> create(String username, String password, User.Role role) {
    String hash = passwords.hash(password);
    return Optional.ofNullable(
        transaction.execute(status ->
            rows.findByUsername(username).isPresent()
                ? null
                : rows.save(new User(username, hash, role, clock.instant()))));
  }

  /** Sets a new password; every session of the user ends. */
  public Optional<User> setPassword(String username, String password) {
    String hash = passwords.hash(password);
    return revoke(username, user -> user.password(hash));
  }

  /** Lets a user log in, or forbids it; every session of the user ends. */
  public Optional<User> setEnabled(String username, boolean enabled) {
    return revoke(username, user -> user.enabled(enabled));
  }

  /** Gives a user another role; every session of the user ends, so that none keeps the old role. */
  public Optional<User> setRole(String username, User.Role role) {
    return revoke(username, user -> user.role(role));
  }

  private Optional<User> revoke(String username, Consumer<User> change) {
    Optional<User> user = rows.findByUsername(username).flatMap(u -> change(u.id(), change));
    user.map(User::id).ifPresent(this::revoked);
    return user;
  }

  private Optional<User> change(String id, Consumer<User> change) {
    return Optional.ofNullable(
        transaction.execute(status -> {
          @Nullable User user = rows.findById(id).orElse(null);
          if (user != null) {
            change.accept(user);
          }
          return user;
        }));
  }

  private void revoked(String userId) {
    verified.forget(userId);
    revocations.forEach(listener -> listener.accept(userId));
  }

  /**
   * Makes the administrator {@code admin} of {@code ADMIN_PASSWORD} where there is none at all,
   * before the port opens.
   */
  @Override
  public void afterSingletonsInstantiated() {
    String password = settings.adminPassword();
    if (password == null || password.isBlank() || rows.countAdministrators() > 0) {
      return;
    }
    if (create("admin", password, User.Role.ADMIN).isPresent()) {
      log.info("Made the first administrator, admin, with the password of ADMIN_PASSWORD");
    } else {
      log.warn(
          "ADMIN_PASSWORD made nobody: a user named admin exists and is no administrator; use the"
              + " command create-admin");
    }
  }
}
