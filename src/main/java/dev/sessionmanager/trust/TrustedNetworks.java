package dev.sessionmanager.trust;

import dev.sessionmanager.problem.WrongSetting;
import java.util.List;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

/**
 * Whether an address belongs to a network whose callers need no token ({@code TRUSTED_NETWORKS},
 * loopback by default). An address alone: what else an HTTP request must not carry to count as one
 * from this machine is the HTTP edge's to see.
 */
@Component
public class TrustedNetworks {

  private final List<IpAddressMatcher> networks;

  TrustedNetworks(TrustSettings settings) {
    networks = settings.networks().stream().map(TrustedNetworks::network).toList();
  }

  private static IpAddressMatcher network(String cidr) {
    try {
      return new IpAddressMatcher(cidr.strip());
    } catch (IllegalArgumentException e) {
      throw new WrongSetting(
          "TRUSTED_NETWORKS has '" + cidr + "', which is no network like 10.0.0.0/8.");
    }
  }

  public boolean contain(String address) {
    return networks.stream().anyMatch(network -> network.matches(address));
  }
}
