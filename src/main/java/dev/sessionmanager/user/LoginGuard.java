package dev.sessionmanager.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * Makes guessing slow. Wrong tries are counted for a user at an address, for an address, and for a
 * user everywhere. Past the free tries each one doubles the wait, from a second up to {@code
 * users.login-delay-max}, for that user at that address, or for the whole address.
 *
 * <p>A user whose password is guessed at from many addresses is not locked out: the count over all
 * addresses only takes the free tries away from an address that fails, never the first try. The
 * user, at whatever address, types the right password once and is logged in.
 */
@Component
class LoginGuard {

  /** Wrong tries are forgotten after this long without one. */
  private static final Duration MEMORY = Duration.ofHours(1);

  /** Counters of each kind: about 100 bytes each; the least used go first. */
  private static final int MAX_COUNTERS = 50_000;

  /** Many people may share an address: it has this many times the free tries of one user. */
  private static final int ADDRESS_FACTOR = 10;

  /** Wrong tries for one user from which on an address that fails has no free tries. */
  private static final int SIEGE = 50;

  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

  private record Tries(int wrong, Instant nextAt) {}

  private final Cache<String, Tries> userAtAddress;
  private final Cache<String, Tries> addresses;
  private final Cache<String, Tries> users;
  private final ReentrantLock[] locks = new ReentrantLock[256];
  private final Clock clock;
  private final int freeTries;
  private final Duration delayMax;

  LoginGuard(UserSettings settings, Clock clock) {
    this.clock = clock;
    this.freeTries = settings.loginFreeTries();
    this.delayMax = settings.loginDelayMax();
    this.userAtAddress = counters();
    this.addresses = counters();
    this.users = counters();
    Arrays.setAll(locks, i -> new ReentrantLock());
  }

  private Cache<String, Tries> counters() {
    return Caffeine.newBuilder()
        .maximumSize(MAX_COUNTERS)
        .expireAfterWrite(MEMORY)
        .ticker(VerifiedCredentials.ticker(clock))
        .build();
  }

  /**
   * One login at a time passes between this lock and its release for one address (for one user of
   * it, where the address is trusted and may speak for many people): a thousand tries at once would
   * otherwise all be looked at before the first is counted.
   */
  ReentrantLock lock(String username, String address, boolean trusted) {
    String key = trusted ? pair(username, network(address)) : network(address);
    return locks[Math.floorMod(key.hashCode(), locks.length)];
  }

  /** How long this user at this address has to wait for the next try; zero: go on. */
  Duration waiting(String username, String address) {
    Instant now = clock.instant();
    String network = network(address);
    Duration pair = waiting(userAtAddress, pair(username, network), now);
    Duration whole = waiting(addresses, network, now);
    return pair.compareTo(whole) >= 0 ? pair : whole;
  }

  /** A wrong password or an unknown name. A trusted address is not counted as a whole. */
  void wrong(String username, String address, boolean trusted) {
    Instant now = clock.instant();
    String network = network(address);
    int everywhere = count(users, username, Integer.MAX_VALUE, now);
    count(userAtAddress, pair(username, network), everywhere > SIEGE ? 1 : freeTries, now);
    if (!trusted) {
      count(addresses, network, freeTries * ADDRESS_FACTOR, now);
    }
  }

  /** The right password: this user starts anew at this address, the address as a whole does not. */
  void right(String username, String address) {
    userAtAddress.invalidate(pair(username, network(address)));
  }

  private int count(Cache<String, Tries> counters, String key, int free, Instant now) {
    return counters
        .asMap()
        .compute(
            key,
            (k, old) -> {
              int wrong = old == null ? 1 : old.wrong() + 1;
              return new Tries(wrong, next(wrong, free, now));
            })
        .wrong();
  }

  private Instant next(int wrong, int free, Instant now) {
    if (wrong < free) {
      return Instant.MIN;
    }
    // 2^20 s is far above any sensible maximum; the bound keeps the shift from overflowing.
    Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(wrong - free, 20));
    return now.plus(delay.compareTo(delayMax) > 0 ? delayMax : delay);
  }

  private static Duration waiting(Cache<String, Tries> counters, String key, Instant now) {
    Tries tries = counters.getIfPresent(key);
    return tries == null || !tries.nextAt().isAfter(now)
        ? Duration.ZERO
        : Duration.between(now, tries.nextAt());
  }

  private static String pair(String username, String network) {
    return network + '\n' + username;
  }

  /** An IPv6 caller owns a whole /64 and could take a new address for every try. */
  private static String network(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      InetAddress ip = InetAddress.ofLiteral(address);
      return ip instanceof Inet6Address
          ? HexFormat.of().formatHex(ip.getAddress(), 0, 8)
          : ip.getHostAddress();
    } catch (IllegalArgumentException notAnAddress) {
      return address;
    }
  }
}
