package dev.sessionmanager.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ConnectionsPerAddressTest {

  private final ConnectionsPerAddress connections =
      new ConnectionsPerAddress(2, InetAddress::isLoopbackAddress);

  private static InetAddress at(String address) throws UnknownHostException {
    return InetAddress.getByName(address);
  }

  @Test
  void oneAddressHasAsManyAsItMay() throws Exception {
    assertThat(connections.enter(at("203.0.113.1"))).isTrue();
    assertThat(connections.enter(at("203.0.113.1"))).isTrue();
    assertThat(connections.enter(at("203.0.113.1"))).isFalse();
    assertThat(connections.enter(at("203.0.113.2"))).isTrue();
    connections.leave(at("203.0.113.1"));
    assertThat(connections.enter(at("203.0.113.1"))).isTrue();
    assertThat(connections.enter(at("203.0.113.1"))).isFalse();
  }

  @Test
  void addressesOfOneNetworkOfIpv6CountTogether() throws Exception {
    assertThat(connections.enter(at("2001:db8:1:2::1"))).isTrue();
    assertThat(connections.enter(at("2001:db8:1:2:ffff::9"))).isTrue();
    assertThat(connections.enter(at("2001:db8:1:2::3"))).isFalse();
    assertThat(connections.enter(at("2001:db8:1:3::1"))).isTrue();
  }

  @Test
  void manyMayComeFromASharedAddress() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(connections.enter(at("127.0.0.1"))).isTrue();
    }
  }
}
