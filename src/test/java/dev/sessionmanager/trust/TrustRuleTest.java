package dev.sessionmanager.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.SettableClock;
import dev.sessionmanager.trust.TrustRule.Peer;
import dev.sessionmanager.trust.TrustRule.Whose;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustRuleTest {

  private static final String HERE = "127.0.0.1";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T12:00:00Z"));
  private final TrustRule rule = rule();
  private final TrustRule behindAProxy = rule("127.0.0.1/32", "10.0.0.0/8");

  private TrustRule rule(String... proxies) {
    TrustSettings settings =
        new TrustSettings(
            List.of("127.0.0.0/8", "::1/128", "192.0.2.7/32"),
            List.of(),
            List.of("127.0.0.0/8", "192.0.2.8/32"),
            Path.of("unused"),
            List.of(proxies),
            List.of("Agents.Example.org"),
            List.of("https://app.example.org"));
    return new TrustRule(new TrustedNetworks(settings), settings, clock);
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
                  case "getHeaderNames" ->
                      Collections.enumeration(
                          Arrays.stream(headers).map(h -> h.replaceAll(": .*", "")).toList());
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

  private static boolean trusts(TrustRule rule, HttpServletRequest request) {
    return rule.trusts(rule.peer(request), Trusted.GUEST);
  }

  @Test
  void takesTheSocketsAddressWhereNothingIsForwarded() {
    assertThat(rule.peer(request(HERE))).isEqualTo(new Peer(HERE, Whose.CALLERS));
    assertThat(trusts(rule, request(HERE))).isTrue();
    assertThat(trusts(rule, request("192.0.2.9"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 192.0.2.7",
        "x-forwarded-for: 127.0.0.1",
        "X-Forwarded-Host: localhost",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Port: 443",
        "X-Forwarded-Server: x",
        "X-Forwarded-Prefix: /x",
        "X-Forwarded: x",
        "Forwarded: for=192.0.2.7",
        "Forwarded-For: 192.0.2.7",
        "Via: 1.1 proxy",
        "X-Real-IP: 192.0.2.7",
        "Client-IP: 192.0.2.7",
        "X-Client-IP: 192.0.2.7",
        "True-Client-IP: 192.0.2.7",
        "Fastly-Client-IP: 192.0.2.7",
        "X-Cluster-Client-IP: 192.0.2.7",
        "Fly-Client-IP: 192.0.2.7",
        "X-Azure-ClientIP: 192.0.2.7",
        "CF-Connecting-IP: 192.0.2.7",
        "CF-Ray: x",
        "CF-Visitor: {}",
        "X-Original-Forwarded-For: 192.0.2.7",
        "X-Envoy-External-Address: 192.0.2.7",
        "X-ARR-ClientCert: x",
        "X-Remote-Addr: 192.0.2.7",
        "CDN-Loop: x"
      })
  void trustsNobodyOnThisMachineAfterAnUnknownProxyHasCalled(String header) {
    assertThat(rule.peer(request(HERE, "Accept: */*", header)))
        .isEqualTo(new Peer(HERE, Whose.HIDDEN));
    for (String here : List.of(HERE, "127.0.0.9", "0:0:0:0:0:0:0:1")) {
      assertThat(trusts(rule, request(here))).as(here).isFalse();
    }
    assertThat(trusts(rule, request("192.0.2.7"))).as("elsewhere").isTrue();
  }

  @Test
  void takesNoHeaderOfAClientsForAProxys() {
    List<String> clients =
        List.of(
            "User-Agent: Via",
            "X-Request-ID: 1",
            "traceparent: 0",
            "X-Stainless-Lang: js",
            "IP: x");
    for (String header : clients) {
      assertThat(trusts(rule, request(HERE, header))).as(header).isTrue();
    }
  }

  @Test
  void takesTheTrustFromAloneWhoForwardsFromElsewhere() {
    assertThat(trusts(rule, request("192.0.2.7", "Via: 1.1 proxy"))).isFalse();
    assertThat(trusts(rule, request("192.0.2.7"))).isTrue();
    assertThat(trusts(rule, request(HERE))).isTrue();
  }

  @Test
  void doesNotTakeAKnownProxyItselfForAMachineThatIsTrusted() {
    assertThat(behindAProxy.peer(request(HERE))).isEqualTo(new Peer(HERE, Whose.PROXYS));
    assertThat(trusts(behindAProxy, request(HERE))).isFalse();
    assertThat(trusts(behindAProxy, request("127.0.0.2"))).isTrue();
    behindAProxy.peer(request(HERE, "X-Forwarded-For: 192.0.2.9"));
    assertThat(trusts(behindAProxy, request("127.0.0.2"))).as("it is known").isTrue();
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
        "X-Forwarded-For: 127.0.0.2 | 127.0.0.2 | false",
        "X-Forwarded-For: ::1 | 0:0:0:0:0:0:0:1 | false",
        "X-Forwarded-For: ::ffff:127.0.0.2 | 127.0.0.2 | false",
        "X-Forwarded-For: 192.0.2.9, 127.0.0.2 | 127.0.0.2 | false",
        "Forwarded: for=192.0.2.7;proto=https | 192.0.2.7 | true",
        "Forwarded: proto=https; FOR=192.0.2.8, for=192.0.2.7 | 192.0.2.7 | true",
        "Forwarded: for=\"192.0.2.7\" | 192.0.2.7 | true",
        "Forwarded: for=\"192.0.2.7:4711\";by=\"a,b;for=192.0.2.8\" | 192.0.2.7 | true",
        "Forwarded: for=\"[2001:db8::1]:4711\" | 2001:db8:0:0:0:0:0:1 | false",
        "Forwarded: for=\"[2001:db8::1]\", for=192.0.2.7 | 192.0.2.7 | true",
        "Forwarded: for=\"\\192.0.2.\\7\" | 192.0.2.7 | true",
        "Forwarded: for=192.0.2.8;host=\"a\\\"b, for=1.2.3.4\", for=192.0.2.7 | 192.0.2.7 | true",
        "Forwarded: for=\"_hidden\" | 127.0.0.1 | false",
        "Forwarded: for=unknown, for=_x | 127.0.0.1 | false",
        // What somebody writes before the proxy's own word must not swallow or change it.
        "Forwarded: for=\"192.0.2.7, for=192.0.2.9 | 127.0.0.1 | false",
        "Forwarded: for=\"[::7], for=\"[2001:db8::1]:80\" | 127.0.0.1 | false",
        "Forwarded: for=\"192.0.2.7\"x, for=192.0.2.9 | 192.0.2.9 | false",
        "Forwarded: for=127.0.0.2 | 127.0.0.2 | false",
        "Forwarded: proto=https | 127.0.0.1 | false",
        "Via: 1.1 proxy | 127.0.0.1 | false"
      })
  void takesTheCallerThatAKnownProxyNames(String header, String address, boolean trusted) {
    HttpServletRequest request = request(HERE, header);
    assertThat(behindAProxy.peer(request).address()).isEqualTo(address);
    assertThat(trusts(behindAProxy, request)).isEqualTo(trusted);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, '', true", // the proxy itself: who knows the token is not whom it calls for
    "127.0.0.1, X-Forwarded-For: 192.0.2.8, true",
    "127.0.0.1, X-Forwarded-For: 192.0.2.7, false",
    "127.0.0.1, X-Forwarded-For: 127.0.0.2, false",
    "127.0.0.2, '', true",
    "127.0.0.2, Via: 1.1 proxy, false",
    "192.0.2.8, '', true",
    "192.0.2.7, '', false"
  })
  void takesTheOperatorsTokenWhereTheOperatorIs(String peer, String header, boolean taken) {
    HttpServletRequest request = header.isEmpty() ? request(peer) : request(peer, header);
    assertThat(behindAProxy.mayBeOperator(behindAProxy.peer(request))).isEqualTo(taken);
    // Not even a proxy on this machine takes the operator's own right away.
    assertThat(behindAProxy.mayBeOperator(behindAProxy.peer(request("127.0.0.2")))).isTrue();
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
    "10.0.0.3, https, https://bot.example.org, true",
    "10.0.0.3, https, http://bot.example.org, false",
    "10.0.0.3, http, https://bot.example.org, false",
    "192.0.2.9, https, https://bot.example.org, false"
  })
  void knowsItsOwnPagesWhereAKnownProxyEndsTls(
      String peer, String scheme, String origin, boolean ours) {
    HttpServletRequest page =
        request(peer, "Host: bot.example.org", "X-Forwarded-Proto: " + scheme, "Origin: " + origin);
    assertThat(behindAProxy.isOurPage(page)).isEqualTo(ours);
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
