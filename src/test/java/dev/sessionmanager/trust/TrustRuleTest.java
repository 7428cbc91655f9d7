package dev.sessionmanager.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.trust.TrustRule.Peer;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustRuleTest {

  private static final String HERE = "127.0.0.1";

  private final TrustRule rule = rule();
  private final TrustRule behindAProxy = rule("127.0.0.1/32", "10.0.0.0/8");

  private static TrustRule rule(String... proxies) {
    TrustSettings settings =
        new TrustSettings(
            List.of("127.0.0.0/8", "192.0.2.7/32"),
            List.of(proxies),
            List.of("Agents.Example.org"),
            List.of("https://app.example.org"));
    return new TrustRule(new TrustedNetworks(settings), settings);
  }

  /** A request as far as the rule reads it; headers as {@code Name: value}. */
  private static HttpServletRequest request(String peer, String... headers) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            TrustRuleTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getRemoteAddr" -> peer;
                  case "getScheme" -> "http";
                  case "getHeader" ->
                      values(headers, (String) arguments[0]).stream().findFirst().orElse(null);
                  case "getHeaders" ->
                      Collections.enumeration(values(headers, (String) arguments[0]));
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static List<String> values(String[] headers, String name) {
    List<String> values = new ArrayList<>();
    for (String header : headers) {
      int colon = header.indexOf(": ");
      if (header.substring(0, colon).equalsIgnoreCase(name)) {
        values.add(header.substring(colon + 2));
      }
    }
    return values;
  }

  @Test
  void takesTheSocketsAddressWhereNothingIsForwarded() {
    assertThat(rule.peer(request(HERE))).isEqualTo(new Peer(HERE, true));
    assertThat(rule.peer(request("192.0.2.9"))).isEqualTo(new Peer("192.0.2.9", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 192.0.2.7",
        "Forwarded: for=192.0.2.7",
        "X-Forwarded-Host: localhost",
        "X-Forwarded-Proto: https",
        "X-Real-IP: 192.0.2.7",
        "Via: 1.1 proxy"
      })
  void trustsNobodyForWhomAnUnknownProxyCalls(String header) {
    assertThat(rule.peer(request(HERE, header))).isEqualTo(new Peer(HERE, false));
  }

  @Test
  void doesNotTakeAKnownProxyItselfForAMachineThatIsTrusted() {
    assertThat(behindAProxy.peer(request(HERE))).isEqualTo(new Peer(HERE, false));
    assertThat(behindAProxy.peer(request("127.0.0.2"))).isEqualTo(new Peer("127.0.0.2", true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-For: 192.0.2.7 | 192.0.2.7 | true",
        "X-Forwarded-For: 192.0.2.7, 192.0.2.8 | 192.0.2.8 | false",
        "X-Forwarded-For: 192.0.2.8,192.0.2.7 , 10.0.0.3 | 192.0.2.7 | true",
        "X-Forwarded-For: 192.0.2.7:443 | 192.0.2.7 | true",
        "X-Forwarded-For: \"[2001:db8::1]:443\" | 2001:db8:0:0:0:0:0:1 | false",
        "X-Forwarded-For: 2001:db8::1 | 2001:db8:0:0:0:0:0:1 | false",
        "X-Forwarded-For: 192.0.2.7, rubbish | 127.0.0.1 | false",
        "X-Forwarded-For: [2001:db8::1 | 127.0.0.1 | false",
        "X-Forwarded-For: 10.0.0.3 | 127.0.0.1 | false",
        "Forwarded: for=192.0.2.7;proto=https | 192.0.2.7 | true",
        "Forwarded: proto=https; FOR=192.0.2.8, for=192.0.2.7 | 192.0.2.7 | true",
        "Forwarded: proto=https | 127.0.0.1 | false",
        "Via: 1.1 proxy | 127.0.0.1 | false"
      })
  void takesTheCallerThatAKnownProxyNames(String header, String address, boolean trusted) {
    assertThat(behindAProxy.peer(request(HERE, header))).isEqualTo(new Peer(address, trusted));
  }

  @Test
  void readsForwardedOnlyWhereTheOlderHeaderIsMissing() {
    HttpServletRequest both =
        request(HERE, "X-Forwarded-For: 192.0.2.8", "Forwarded: for=192.0.2.7");
    assertThat(behindAProxy.peer(both).address()).isEqualTo("192.0.2.8");
    HttpServletRequest two =
        request(HERE, "X-Forwarded-For: 192.0.2.8", "X-Forwarded-For: 192.0.2.7");
    assertThat(behindAProxy.peer(two).address()).as("the last line").isEqualTo("192.0.2.7");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "LOCALHOST:8005, true",
    "127.0.0.1:8005, true",
    "[::1]:8005, true",
    "[::1], true",
    "agents.example.org:443, true",
    "localhost.evil.example, false",
    "evil.example, false",
    "[::2], false"
  })
  void knowsTheNamesByWhichItMayBeAddressed(String host, boolean ours) {
    assertThat(rule.isOurHost(request(HERE, "Host: " + host))).isEqualTo(ours);
  }

  @Test
  void isAddressedByAProgramOfHttpOneZero() {
    assertThat(rule.isOurHost(request(HERE))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site: cross-site, false",
    "Sec-Fetch-Site: same-site, false",
    "Sec-Fetch-Site: none, true",
    "Sec-Fetch-Site: same-origin, true",
    "Origin: HTTP://localhost:8005, true",
    "Origin: https://localhost:8005, false",
    "Origin: http://localhost:8006, false",
    "Origin: null, false",
    "Accept: */*, true"
  })
  void knowsItsOwnPages(String header, boolean ours) {
    assertThat(rule.isOurPage(request(HERE, "Host: localhost:8005", header))).isEqualTo(ours);
  }

  @ParameterizedTest
  @CsvSource({
    "http://agents.example.org:9, agents.example.org:8006, true",
    "https://AGENTS.example.org, agents.example.org, true",
    "http://localhost:8005, 127.0.0.1:8006, true",
    "http://localhost:8005, agents.example.org, false",
    "http://evil.example, localhost:8006, false",
    "null, localhost, false",
    "://localhost, localhost, false"
  })
  void takesPagesOfThisHostOnAnyPort(String origin, String host, boolean taken) {
    HttpServletRequest page = request(HERE, "Origin: " + origin, "Host: " + host);
    assertThat(rule.isPageOfThisHost(page)).isEqualTo(taken);
  }

  @Test
  void takesNoPageThatDoesNotSayWhereItIsFromOrWhomItCalls() {
    assertThat(rule.isPageOfThisHost(request(HERE, "Host: localhost"))).isFalse();
    assertThat(rule.isPageOfThisHost(request(HERE, "Origin: http://localhost"))).isFalse();
  }

  @Test
  void letsPagesOfConfiguredOriginsCall() {
    assertThat(rule.allowedOrigins()).containsExactly("https://app.example.org");
    assertThat(rule.isAllowedOrigin("https://app.example.org")).isTrue();
    assertThat(rule.isAllowedOrigin("http://app.example.org")).isFalse();
  }

  @Test
  void namesADeviceInPrintableCharacters() {
    assertThat(rule.device(request(HERE))).isEqualTo("unknown");
    assertThat(rule.device(request(HERE, "User-Agent:  "))).isEqualTo("unknown");
    assertThat(rule.device(request(HERE, "User-Agent: curl/8 ~"))).isEqualTo("curl/8 ~");
    assertThat(rule.device(request(HERE, "User-Agent: a\u001fb\u007fcñ"))).isEqualTo("a?b?c?");
    String whole = "x".repeat(200);
    assertThat(rule.device(request(HERE, "User-Agent: " + whole))).isEqualTo(whole);
    assertThat(rule.device(request(HERE, "User-Agent: " + whole + "y"))).isEqualTo(whole);
  }
}
