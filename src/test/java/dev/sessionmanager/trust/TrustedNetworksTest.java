package dev.sessionmanager.trust;

import static dev.sessionmanager.trust.Trusted.GUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.problem.WrongSetting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrustedNetworksTest {

  private static TrustedNetworks networks(String... cidrs) {
    return new TrustedNetworks(
        new TrustSettings(
            List.of(cidrs),
            List.of("10.9.0.0/16"),
            List.of("127.0.0.1/32"),
            Path.of("unused"),
            List.of(),
            List.of(),
            List.of()));
  }

  @Test
  void containsItsNetworksAndNoOther() {
    TrustedNetworks networks = networks(" 127.0.0.0/8", "::1/128 ", "10.1.0.0/16");
    for (String inside : List.of("127.0.0.1", "127.255.255.255", "::1", "10.1.2.3")) {
      assertThat(networks.trust(inside, GUEST)).as(inside).isTrue();
    }
    for (String outside : List.of("128.0.0.1", "10.2.0.1", "::2", "192.0.2.1", "2001:db8::1")) {
      assertThat(networks.trust(outside, GUEST)).as(outside).isFalse();
    }
  }

  @Test
  void trustsNobodyWhereNoNetworkIsNamed() {
    assertThat(networks().trust("127.0.0.1", GUEST)).isFalse();
  }

  @Test
  void hasAListForEachThing() {
    TrustedNetworks networks = networks("10.1.0.0/16");
    Map<String, Trusted> only =
        Map.of("10.1.0.1", GUEST, "10.9.0.1", Trusted.WEBHOOK, "127.0.0.1", Trusted.OPERATOR);
    only.forEach((address, what) -> {
      for (Trusted as : Trusted.values()) {
        assertThat(networks.trust(address, as)).as("%s as %s", address, as).isEqualTo(as == what);
      }
    });
  }

  @Test
  void losesLoopbackAndNothingElse() {
    TrustedNetworks networks = networks("127.0.0.0/8", "::1/128", "10.1.0.0/16");
    assertThat(networks.loseLoopback()).isTrue();
    assertThat(networks.loseLoopback()).as("a second time").isFalse();
    for (String lost : List.of("127.0.0.1", "127.1.2.3", "0:0:0:0:0:0:0:1")) {
      assertThat(networks.trust(lost, GUEST)).as(lost).isFalse();
    }
    assertThat(networks.trust("127.0.0.1", Trusted.OPERATOR)).isFalse();
    assertThat(networks.list("127.0.0.1", Trusted.OPERATOR)).isTrue();
    assertThat(networks.trust("10.1.2.3", GUEST)).isTrue();
  }

  @Test
  void saysWhichNetworkCannotBeRead() {
    assertThatThrownBy(() -> networks("10.0.0.0/8", "10.0.0.0/33"))
        .isInstanceOf(WrongSetting.class)
        .hasMessage("GUEST_NETWORKS has '10.0.0.0/33', which is no network like 10.0.0.0/8.");
  }
}
