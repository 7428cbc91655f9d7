package dev.sessionmanager.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebPagesTest {

  private static boolean isForeign(String name, String value) {
    return WebPages.isForeign(Map.of(name, value)::get, List.of("runtime.lan"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8000",
        "127.0.0.1:8000",
        "10.0.0.7",
        "[::1]:8000",
        "runtime:8000",
        "RUNTIME.lan:8000",
        "a.localhost"
      })
  void servesCallersThatUseALocalName(String host) {
    assertThat(isForeign("Host", host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:8000", "127.0.0.1.evil.example", "1.2.3.4.5"})
  void refusesCallersThatUseAPublicName(String host) {
    assertThat(isForeign("Host", host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8000", "null", "https://evil.example"})
  void refusesWhateverAPageSends(String origin) {
    assertThat(isForeign("Origin", origin)).isTrue();
  }
}
