package dev.sessionmanager.trust;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

/**
 * Whether an HTTP request, a WebSocket's handshake too, comes from a trusted network. The socket's
 * address alone does not say so: a web page can make the user's browser call (Origin,
 * Sec-Fetch-Site), a name can be made to point here (Host), and a proxy calls for others
 * (forwarding headers). Any thread.
 */
@Component
public class TrustRule {

  /** Characters of a User-Agent header that are kept: enough for any browser. */
  private static final int DEVICE_MAX = 200;

  private static final List<String> FORWARDING =
      List.of(
          "X-Forwarded-For",
          "Forwarded",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-Real-IP",
          "Via");

  private final TrustedNetworks networks;
  private final List<IpAddressMatcher> proxies;
  private final List<String> hosts;
  private final List<String> origins;

  TrustRule(TrustedNetworks networks, TrustSettings settings) {
    this.networks = networks;
    this.proxies = settings.forwardedFrom().stream().map(IpAddressMatcher::new).toList();
    this.hosts = settings.allowedHosts().stream().map(h -> h.toLowerCase(Locale.ROOT)).toList();
    this.origins = settings.corsAllowedOrigins();
  }

  /**
   * Who has connected.
   *
   * @param address the client's IP address, behind a known proxy the one that the proxy names
   * @param trusted that it is of a trusted network; what the request says is not looked at
   */
  public record Peer(String address, boolean trusted) {}

  public Peer peer(HttpServletRequest request) {
    String peer = request.getRemoteAddr();
    boolean forwarded = isForwarded(request);
    String address = forwarded && isProxy(peer) ? client(request, peer) : peer;
    boolean hidden = forwarded ? address.equals(peer) : isProxy(peer);
    return new Peer(address, !hidden && networks.contain(address));
  }

  private static boolean isForwarded(HttpServletRequest request) {
    return FORWARDING.stream().anyMatch(header -> request.getHeader(header) != null);
  }

  /** Whether this is the address of a proxy whose forwarding headers count. */
  public boolean isProxy(String address) {
    return proxies.stream().anyMatch(proxy -> proxy.matches(address));
  }

  /**
   * The last address in the chain that is not a proxy of ours; whatever stands before it, anybody
   * may have written. The peer itself where the headers name nobody.
   */
  private String client(HttpServletRequest request, String peer) {
    List<String> chain = new ArrayList<>();
    for (String line : Collections.list(request.getHeaders("X-Forwarded-For"))) {
      Collections.addAll(chain, line.split(",", -1));
    }
    if (chain.isEmpty()) {
      for (String line : Collections.list(request.getHeaders("Forwarded"))) {
        forwardedFor(line, chain);
      }
    }
    for (String entry : chain.reversed()) {
      String address = address(entry);
      if (address == null) {
        return peer;
      }
      if (!isProxy(address)) {
        return address;
      }
    }
    return peer;
  }

  /** The {@code for=} values of RFC 7239. */
  private static void forwardedFor(String line, List<String> into) {
    for (String hop : line.split("[,;]", -1)) {
      String pair = hop.strip();
      if (pair.regionMatches(true, 0, "for=", 0, 4)) {
        into.add(pair.substring(4));
      }
    }
  }

  /** An IP address out of {@code 1.2.3.4}, {@code 1.2.3.4:80}, {@code "[::1]:80"}; else null. */
  static @Nullable String address(String entry) {
    String text = entry.strip().replace("\"", "");
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      text = end < 0 ? "" : text.substring(1, end);
    } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
      text = text.substring(0, text.indexOf(':'));
    }
    try {
      return InetAddress.ofLiteral(text).getHostAddress();
    } catch (IllegalArgumentException notAnAddress) {
      return null;
    }
  }

  /** Addressed by a loopback name or a configured one: any other was made to point here. */
  public boolean isOurHost(HttpServletRequest request) {
    String header = request.getHeader("Host");
    if (header == null) {
      return true; // HTTP/1.0; no browser sends that
    }
    String host = WebPages.hostName(header);
    return isLoopback(host) || hosts.contains(host);
  }

  private static boolean isLoopback(String name) {
    return name.equals("localhost") || name.equals("127.0.0.1") || name.equals("[::1]");
  }

  /** Made by a program or by a page of this very service, not by somebody else's page. */
  public boolean isOurPage(HttpServletRequest request) {
    if (WebPages.isFromOtherSite(request.getHeader("Sec-Fetch-Site"))) {
      return false;
    }
    String origin = request.getHeader("Origin");
    return origin == null
        || origin.equalsIgnoreCase(request.getScheme() + "://" + request.getHeader("Host"));
  }

  /**
   * Made by a page of this host, on whatever port: the rule of sockets, which have one of their
   * own.
   */
  public boolean isPageOfThisHost(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    String host = request.getHeader("Host");
    int scheme = origin == null ? -1 : origin.indexOf("://");
    if (origin == null || scheme < 1 || host == null) {
      return false;
    }
    String page = WebPages.hostName(origin.substring(scheme + 3));
    return page.equals(WebPages.hostName(host))
        || (isLoopback(page) && isLoopback(WebPages.hostName(host)));
  }

  /** Whether pages of this origin may call with a token ({@code CORS_ALLOWED_ORIGINS}). */
  public boolean isAllowedOrigin(String origin) {
    return origins.contains(origin);
  }

  /** The origins whose pages may call with a token ({@code CORS_ALLOWED_ORIGINS}). */
  public List<String> allowedOrigins() {
    return origins;
  }

  /** What the client calls itself, at most 200 printable characters. */
  public String device(HttpServletRequest request) {
    String agent = request.getHeader("User-Agent");
    if (agent == null || agent.isBlank()) {
      return "unknown";
    }
    String shortened = agent.length() > DEVICE_MAX ? agent.substring(0, DEVICE_MAX) : agent;
    return clean(shortened) ? shortened : shortened.replaceAll("[^\\x20-\\x7e]", "?");
  }

  private static boolean clean(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
  }
}
