package dev.sessionmanager.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts the open connections of each address; of IPv6 the first 64 bits, which one person has all
 * of. Any thread.
 */
public final class ConnectionsPerAddress {

  private static final int NETWORK = 8; // bytes

  private final int max;
  private final Predicate<InetAddress> shared;
  private final ConcurrentHashMap<InetAddress, Integer> open = new ConcurrentHashMap<>();

  /**
   * @param max of one address at once
   * @param shared addresses that many people come from, proxies and this machine: not counted
   */
  public ConnectionsPerAddress(int max, Predicate<InetAddress> shared) {
    this.max = max;
    this.shared = shared;
  }

  /** Counts nobody: for a port of this machine alone. */
  public static ConnectionsPerAddress unbounded() {
    return new ConnectionsPerAddress(0, _ -> true);
  }

  /** One more; false where it has as many as it may. */
  public boolean enter(@Nullable InetAddress address) {
    if (address == null || shared.test(address)) {
      return true;
    }
    boolean[] entered = new boolean[1];
    open.compute(
        network(address),
        (_, before) -> {
          int count = before == null ? 0 : before;
          entered[0] = count < max;
          return entered[0] ? Integer.valueOf(count + 1) : before;
        });
    return entered[0];
  }

  /** One that has entered is closed. */
  public void leave(@Nullable InetAddress address) {
    if (address != null && !shared.test(address)) {
      open.computeIfPresent(network(address), (_, count) -> count > 1 ? count - 1 : null);
    }
  }

  private static InetAddress network(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, NETWORK, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // only for another length
    }
  }
}
