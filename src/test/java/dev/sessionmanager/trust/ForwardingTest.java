package dev.sessionmanager.trust;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a caller writes first, the last word is the proxy's own, or nobody's. */
class ForwardingTest {

  private static final int TRIES = 50_000;

  /** What a caller may begin a header with, in pieces. */
  private static final List<String> PIECES =
      List.of(
          "\"",
          "\\",
          ",",
          ";",
          "=",
          " ",
          "[",
          "]",
          ":",
          "a",
          "for",
          "for=",
          "127.0.0.1",
          "[::1]",
          "by=\"",
          "\"[::1]:80\"",
          "_x",
          "unknown",
          "\t",
          "é");

  private static HttpServletRequest request(String name, String line) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            ForwardingTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                Collections.enumeration(name.equals(arguments[0]) ? List.of(line) : List.of()));
  }

  /** The address that the last hop names. */
  private static @Nullable String last(String name, String line) {
    List<String> chain = Forwarding.chain(request(name, line));
    return chain.isEmpty() ? null : Forwarding.address(chain.getLast());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=192.0.2.9 | 192.0.2.9",
        "for=\"[2001:db8::9]:4711\" | 2001:db8:0:0:0:0:0:9",
        "for=\"[2001:db8::9]\";proto=https;by=\"[::1]:1\" | 2001:db8:0:0:0:0:0:9",
        "for=192.0.2.9:80;host=\"a,b;c\" | 192.0.2.9"
      })
  void believesTheProxyWhateverStandsBefore(String own, String address) {
    assertThat(last("Forwarded", own)).isEqualTo(address);
    Random random = new Random(7);
    for (int i = 0; i < TRIES; i++) {
      StringBuilder before = new StringBuilder();
      for (int pieces = random.nextInt(12); pieces > 0; pieces--) {
        before.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      assertThat(last("Forwarded", before + ", " + own)).as("%s", before).isIn(address, null);
      assertThat(last("X-Forwarded-For", before + ", " + "192.0.2.9"))
          .as("%s", before)
          .isEqualTo("192.0.2.9");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for=127.0.0.1;a=\", for=192.0.2.9",
        "for=127.0.0.1;a=\", for=\"[2001:db8::9]:80\"",
        "for=127.0.0.1;a=\"\\, for=192.0.2.9",
        "for=127.0.0.1, \", for=192.0.2.9",
        "for=\"127.0.0.1, for=\"[2001:db8::9]:80\""
      })
  void takesNobodyFromALineWithAnOpenQuote(String line) {
    assertThat(last("Forwarded", line)).isNull();
  }

  @Test
  void readsAHeaderAsLongAsAnyInOneGo() {
    String quoted = "for=\"" + "\\a".repeat(8000) + "\"";
    assertThat(last("Forwarded", quoted)).isNull();
    assertThat(last("X-Forwarded-For", ",".repeat(16_000) + "192.0.2.9")).isEqualTo("192.0.2.9");
  }
}
