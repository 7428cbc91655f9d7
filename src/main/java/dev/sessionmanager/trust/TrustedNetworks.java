package dev.sessionmanager.trust;

import dev.sessionmanager.problem.WrongSetting;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

/**
 * Which addresses are trusted for what: loopback by default. An address alone: what else an HTTP
 * request must not carry is {@link TrustRule}'s to see. Any thread.
 */
@Component
public class TrustedNetworks {

  private final Map<Trusted, List<IpAddressMatcher>> networks;

  /** A proxy on this machine passes on what others send: loopback may be anybody. */
  private final AtomicBoolean loopbackLost = new AtomicBoolean();

  TrustedNetworks(TrustSettings settings) {
    networks =
        Map.of(
            Trusted.GUEST, networks("GUEST_NETWORKS", settings.guestNetworks()),
            Trusted.WEBHOOK, networks("WEBHOOK_NETWORKS", settings.webhookNetworks()),
            Trusted.OPERATOR, networks("OPERATOR_NETWORKS", settings.operatorNetworks()));
  }

  /** The networks that a setting lists. */
  static List<IpAddressMatcher> networks(String setting, List<String> cidrs) {
    return cidrs.stream().map(cidr -> network(setting, cidr)).toList();
  }

  private static IpAddressMatcher network(String setting, String cidr) {
    try {
      return new IpAddressMatcher(cidr.strip());
    } catch (IllegalArgumentException e) {
      throw new WrongSetting(setting + " has '" + cidr + "', which is no network like 10.0.0.0/8.");
    }
  }

  /** Whether the setting lists the address. */
  boolean list(String address, Trusted as) {
    return networks.getOrDefault(as, List.of()).stream()
        .anyMatch(network -> network.matches(address));
  }

  /** Whether the address alone is enough: it is listed, and not lost to a proxy. */
  public boolean trust(String address, Trusted as) {
    return !(loopbackLost.get() && isLoopback(address)) && list(address, as);
  }

  /**
   * From now on, until the next start, nobody is trusted for calling from this machine.
   *
   * @return whether this is new
   */
  boolean loseLoopback() {
    return !loopbackLost.getAndSet(true);
  }

  /** Of an address as {@link java.net.InetAddress} writes it. */
  static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1");
  }
}
