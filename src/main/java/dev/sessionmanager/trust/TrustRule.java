package dev.sessionmanager.trust;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

/**
 * Whether an HTTP request, a WebSocket's handshake too, comes from whom the socket's address names.
 * The address alone does not say so: a web page can make the user's browser call (Origin,
 * Sec-Fetch-Site), a name can be made to point here (Host), and a proxy calls for others
 * (forwarding headers). Any thread.
 */
@Component
public class TrustRule {

  /** Characters of a User-Agent header that are kept: enough for any browser. */
  private static final int DEVICE_MAX = 200;

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private static final Logger log = LoggerFactory.getLogger(TrustRule.class);

  /** A foreign Host is said once in so long: anybody can send one. */
  private static final Duration SAID_EVERY = Duration.ofMinutes(1);

  private static final int HOST_SHOWN = 100;

  private final TrustedNetworks networks;
  private final List<IpAddressMatcher> proxies;
  private final List<String> hosts;
  private final List<String> origins;
  private final Clock clock;
  private final AtomicReference<Instant> hostSaid = new AtomicReference<>(Instant.MIN);

  TrustRule(TrustedNetworks networks, TrustSettings settings, Clock clock) {
    this.networks = networks;
    this.proxies = TrustedNetworks.networks("FORWARDED_FROM", settings.forwardedFrom());
    this.hosts = settings.allowedHosts().stream().map(h -> h.toLowerCase(Locale.ROOT)).toList();
    this.origins = settings.corsAllowedOrigins();
    this.clock = clock;
  }

  /** Whose an address is. */
  public enum Whose {
    /** The caller's own. */
    CALLERS,
    /** A known proxy's, which does not say that it calls for somebody. */
    PROXYS,
    /** That of a proxy, which calls for somebody whom nobody known names. */
    HIDDEN
  }

  /**
   * Who has connected.
   *
   * @param address the client's IP address, behind a known proxy the one that the proxy names
   */
  public record Peer(String address, Whose whose) {}

  /**
   * Who has made the request. A forwarding header on loopback from nobody in {@code FORWARDED_FROM}
   * shows that a proxy of this machine calls for others: loopback is then trusted no more.
   */
  public Peer peer(HttpServletRequest request) {
    String peer = request.getRemoteAddr();
    String header = Forwarding.header(request);
    boolean proxy = isProxy(peer);
    if (header == null) {
      return new Peer(peer, proxy ? Whose.PROXYS : Whose.CALLERS);
    }
    if (!proxy) {
      if (TrustedNetworks.isLoopback(peer) && networks.loseLoopback()) {
        log.warn(
            "A request from {} has the header {}: a proxy on this machine calls for others. Until"
                + " the next start nobody is trusted for calling from this machine. Name the proxy"
                + " in FORWARDED_FROM ({}), and have it send X-Forwarded-For.",
            peer,
            header,
            peer);
      }
      return new Peer(peer, Whose.HIDDEN);
    }
    String client = client(request);
    return client == null ? new Peer(peer, Whose.HIDDEN) : new Peer(client, whose(client));
  }

  /** No proxy can know that somebody elsewhere is this machine. */
  private static Whose whose(String client) {
    return TrustedNetworks.isLoopback(client) ? Whose.HIDDEN : Whose.CALLERS;
  }

  /** Whether this is the address of a proxy whose forwarding headers count. */
  public boolean isProxy(String address) {
    return proxies.stream().anyMatch(proxy -> proxy.matches(address));
  }

  /**
   * The last address in the chain that is not a proxy of ours; whatever stands before it, anybody
   * may have written. Null where the headers name nobody.
   */
  private @Nullable String client(HttpServletRequest request) {
    for (String entry : Forwarding.chain(request).reversed()) {
      String address = Forwarding.address(entry);
      if (address == null || !isProxy(address)) {
        return address;
      }
    }
    return null;
  }

  /** Whether a peer's address is trusted; what else the request says is not looked at. */
  public boolean trusts(Peer peer, Trusted as) {
    return peer.whose() == Whose.CALLERS && networks.trust(peer.address(), as);
  }

  /**
   * Whether the operator's token counts where this peer is: a proxy of this machine takes the trust
   * from loopback, but not from who knows the token.
   */
  public boolean mayBeOperator(Peer peer) {
    return peer.whose() != Whose.HIDDEN && networks.list(peer.address(), Trusted.OPERATOR);
  }

  /**
   * Addressed by a loopback name or a configured one: any other was made to point here. To be asked
   * of trusted addresses only, because the log says it of a foreign name, once a minute.
   */
  public boolean isOurHost(HttpServletRequest request) {
    String header = request.getHeader("Host");
    if (header == null) {
      return true; // HTTP/1.0; no browser sends that
    }
    String host = WebPages.hostName(header);
    boolean ours = LOOPBACK.contains(host) || hosts.contains(host);
    if (!ours) {
      sayForeign(request.getRemoteAddr(), host);
    }
    return ours;
  }

  private void sayForeign(String peer, String host) {
    Instant now = clock.instant();
    Instant last = hostSaid.get();
    if (last.isBefore(now.minus(SAID_EVERY)) && hostSaid.compareAndSet(last, now)) {
      log.warn(
          "A request from {} calls this service '{}', and was not trusted. If that is a name of"
              + " this machine, add it to ALLOWED_HOSTS; if a proxy has passed the request on, name"
              + " the proxy in FORWARDED_FROM.",
          peer,
          printable(host, HOST_SHOWN));
    }
  }

  /** Made by a program or by a page of this very service, not by somebody else's page. */
  public boolean isOurPage(HttpServletRequest request) {
    if (WebPages.isFromOtherSite(request.getHeader("Sec-Fetch-Site"))) {
      return false;
    }
    String origin = request.getHeader("Origin");
    return origin == null
        || origin.equalsIgnoreCase(scheme(request) + "://" + request.getHeader("Host"));
  }

  /** Whether the request came over TLS, which a known proxy may have ended. */
  public boolean isSecure(HttpServletRequest request) {
    return scheme(request).equalsIgnoreCase("https");
  }

  /**
   * Made by a page of this very service, by the Origin that browsers send with whatever changes
   * something; programs send none.
   */
  public boolean isFromOurPage(HttpServletRequest request) {
    return request.getHeader("Origin") != null && isOurPage(request);
  }

  /** What the page's address begins with: a known proxy may have ended the TLS. */
  private String scheme(HttpServletRequest request) {
    String forwarded = request.getHeader("X-Forwarded-Proto");
    return forwarded != null && isProxy(request.getRemoteAddr())
        ? forwarded.strip()
        : request.getScheme();
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
    return printable(agent, DEVICE_MAX);
  }

  private static String printable(String text, int max) {
    String shortened = text.length() > max ? text.substring(0, max) : text;
    return clean(shortened) ? shortened : shortened.replaceAll("[^\\x20-\\x7e]", "?");
  }

  private static boolean clean(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
  }
}
