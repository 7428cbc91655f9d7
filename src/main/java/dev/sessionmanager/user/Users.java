package dev.sessionmanager.user;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.server.Peers;
import dev.sessionmanager.user.User.Role;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The people who can log in. A change is committed when a method returns, and listeners ({@link
 * #onRevoked}) have been told by then: a disabled user is refused by the very next request. Any
 * thread.
 */
@Component
public class Users {

  /** Characters of a user name, which people type. */
  private static final int NAME_MAX_LENGTH = 64;

  /** Told to the other nodes with a user's id: see {@link Peers#tell} and {@link #onRevoked}. */
  public static final String REVOKED = "revoked";

  /** Prints anywhere, needs no escaping in a path. */
  public static final String NAME =
      "[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]{0," + (NAME_MAX_LENGTH - 1) + "}";

  private static final Pattern NAME_FORM = Pattern.compile(NAME);

  private static final Change NOTHING = new Change(null, null, null);

  private final UserRepository rows;
  private final Passwords passwords;
  private final LoginGuard guard;
  private final VerifiedCredentials verified;
  private final UserSettings settings;
  private final TransactionOperations transaction;
  private final Peers peers;
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
      Peers peers,
      Clock clock) {
    this.rows = rows;
    this.passwords = passwords;
    this.guard = guard;
    this.verified = verified;
    this.settings = settings;
    this.transaction = transaction;
    this.clock = clock;
    this.peers = peers;
    peers.on("user", verified::forget);
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
   * @param trusted whether that may chat without a token: published passwords work only there
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
      update(
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
    return rows.findAfter(after, limit);
  }

  /** Whether a user of this name may have this new password. */
  public boolean acceptable(String username, String password) {
    return UserSettings.fits(password, settings.passwordMinLength())
        && !CommonPasswords.contain(password)
        && !CommonPasswords.areTheName(username, password);
  }

  /**
   * Refuses a new password that is its user's name.
   *
   * @param field what the caller calls the password
   * @throws Problem INVALID, with this field
   */
  public static void requireNoName(String username, String password, String field) {
    if (CommonPasswords.areTheName(username, password)) {
      throw Problem.fields(Map.of(field, "own_name"));
    }
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
  public Optional<User> create(String username, String password, Role role) {
    String hash = passwords.hash(password);
    return Optional.ofNullable(
        transaction.execute(status -> {
          if (rows.findByUsername(username).isPresent()) {
            return null;
          }
          User user = new User(username, hash, role, clock.instant());
          rows.insert(user);
          return user;
        }));
  }

  /**
   * What is to change about a user; null for what stays.
   *
   * @param enabled whether the user may log in
   */
  public record Change(@Nullable String password, @Nullable Role role, @Nullable Boolean enabled) {

    /** Without the password, so that it can stand in a log line. */
    @Override
    public String toString() {
      return (password == null ? "" : " password")
          + (role == null ? "" : " role=" + role)
          + (enabled == null ? "" : " enabled=" + enabled);
    }
  }

  /**
   * Changes a user, all at once. Whatever it is, every session of the user ends, so that none keeps
   * an old right.
   *
   * @return empty when there is no such user
   * @throws Problem LAST_ADMINISTRATOR where nobody could administer the service any more
   */
  public Optional<User> change(String username, Change change) {
    Optional<User> found = rows.findByUsername(username);
    if (found.isEmpty() || change.equals(NOTHING)) {
      return found;
    }
    String hash = change.password() == null ? null : passwords.hash(change.password());
    Optional<User> user = update(found.get().id(), row -> apply(change, hash, row));
    user.map(User::id).ifPresent(this::revoked);
    return user;
  }

  /** Within a transaction. There is one writer, so that of two administrators one stays. */
  private void apply(Change change, @Nullable String hash, User user) {
    Role role = change.role() == null ? user.role() : change.role();
    boolean enabled = change.enabled() == null ? user.enabled() : change.enabled();
    if (administers(user.role(), user.enabled())
        && !administers(role, enabled)
        && rows.countActiveAdministrators() < 2) {
      throw new Problem(Kind.LAST_ADMINISTRATOR);
    }
    user.role(role);
    user.enabled(enabled);
    if (hash != null) {
      user.password(hash);
    }
  }

  private static boolean administers(Role role, boolean enabled) {
    return role == Role.ADMIN && enabled;
  }

  private Optional<User> update(String id, Consumer<User> change) {
    return Optional.ofNullable(
        transaction.execute(status -> {
          @Nullable User user = rows.findById(id).orElse(null);
          if (user != null) {
            change.accept(user);
            rows.update(user);
          }
          return user;
        }));
  }

  private void revoked(String userId) {
    verified.forget(userId);
    revocations.forEach(listener -> listener.accept(userId));
    peers.tell(REVOKED, userId);
  }
}
