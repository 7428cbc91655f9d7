package dev.sessionmanager.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.problem.WrongSetting;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedNetworksTest {

  private static TrustedNetworks networks(String... cidrs) {
    return new TrustedNetworks(new TrustSettings(List.of(cidrs), List.of(), List.of(), List.of()));
  }

  @Test
  void containsItsNetworksAndNoOther() {
    TrustedNetworks networks = networks(" 127.0.0.0/8", "::1/128 ", "10.1.0.0/16");
    for (String inside : List.of("127.0.0.1", "127.255.255.255", "::1", "10.1.2.3")) {
      assertThat(networks.contain(inside)).as(inside).isTrue();
    }
    for (String outside : List.of("128.0.0.1", "10.2.0.1", "::2", "192.0.2.1", "2001:db8::1")) {
      assertThat(networks.contain(outside)).as(outside).isFalse();
    }
  }

  @Test
  void trustsNobodyWhereNoNetworkIsNamed() {
    assertThat(networks().contain("127.0.0.1")).isFalse();
  }

  @Test
  void saysWhichNetworkCannotBeRead() {
    assertThatThrownBy(() -> networks("10.0.0.0/8", "10.0.0.0/33"))
        .isInstanceOf(WrongSetting.class)
        .hasMessage("TRUSTED_NETWORKS has '10.0.0.0/33', which is no network like 10.0.0.0/8.");
  }
}
