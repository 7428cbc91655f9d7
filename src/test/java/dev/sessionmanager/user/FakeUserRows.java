package dev.sessionmanager.user;

import dev.sessionmanager.server.OnlyNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/** The table of users, in memory, and the users that are read from it. */
public final class FakeUserRows implements UserRepository {

  private final Map<String, User> byName = new ConcurrentSkipListMap<>();
  private final AtomicInteger reads = new AtomicInteger();

  /** What the service has by default. */
  static UserSettings settings(PasswordScheme scheme, @Nullable String adminPassword) {
    return new UserSettings(
        scheme, 8, Duration.ofMinutes(5), 100, adminPassword, 5, Duration.ofMinutes(15));
  }

  public Users users(Clock clock) {
    return users(settings(PasswordScheme.SHA256, null), clock);
  }

  Users users(UserSettings settings, Clock clock) {
    return new Users(
        this,
        new Passwords(settings),
        new LoginGuard(settings, clock),
        new VerifiedCredentials(settings, clock),
        settings,
        TransactionOperations.withoutTransaction(),
        new OnlyNode(),
        clock);
  }

  /** As when another process had changed the file, and this one has noticed. */
  public static void changedElsewhere(Users users) {
    users.forgetEverything();
  }

  /** What another process does to a user. */
  public void disable(User user) {
    user.enabled(false);
  }

  /** How often a user was looked for by name. */
  int reads() {
    return reads.get();
  }

  @Override
  public Optional<User> findById(String id) {
    return byName.values().stream().filter(user -> user.id().equals(id)).findFirst();
  }

  @Override
  public Optional<User> findByUsername(String username) {
    reads.incrementAndGet();
    LockSupport.parkNanos(1); // as a query does: others come by
    return Optional.ofNullable(byName.get(username));
  }

  @Override
  public List<User> findAfter(String after, int limit) {
    return byName.values().stream()
        .filter(user -> user.username().compareTo(after) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public long countAdministrators() {
    return byName.values().stream().filter(user -> user.role() == User.Role.ADMIN).count();
  }

  @Override
  public long countActiveAdministrators() {
    return byName.values().stream()
        .filter(user -> user.role() == User.Role.ADMIN && user.enabled())
        .count();
  }

  @Override
  public long countSlowPasswords() {
    return byName.values().stream().filter(user -> user.password().startsWith("$argon2")).count();
  }

  @Override
  public void insert(User user) {
    byName.put(user.username(), user);
  }

  @Override
  public void update(User user) {
    byName.put(user.username(), user);
  }
}
