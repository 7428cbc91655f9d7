package dev.sessionmanager.trust;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What browsers tell about the page that makes a request, in headers that a page cannot change:
 * Origin, Sec-Fetch-Site and Host. Programs send none of the first two. {@link TrustRule} weighs
 * them for the service, {@link #isForeign} for the runtime, which has no log-in of its own.
 */
public final class WebPages {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Set<String> HARMLESS = Set.of("none", "same-origin");

  private WebPages() {}

  /**
   * True for a request that a page may have made: it has an Origin, comes from another site, or
   * addresses the runtime by a public name (DNS rebinding) that is not among those allowed. A page
   * in a browser on this machine must not be able to stop agents or read files.
   *
   * @param header gives the first header of that name, or null
   */
  public static boolean isForeign(
      Function<String, @Nullable String> header, List<String> allowedHosts) {
    return header.apply("Origin") != null
        || isFromOtherSite(header.apply("Sec-Fetch-Site"))
        || !isLocalName(header.apply("Host"), allowedHosts);
  }

  /** By the header Sec-Fetch-Site; null where there is none. */
  static boolean isFromOtherSite(@Nullable String site) {
    return site != null && !HARMLESS.contains(site);
  }

  /** The header Host, or what follows {@code ://} in an Origin, without the port, in lower case. */
  static String hostName(String host) {
    int colon = host.lastIndexOf(':');
    String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    return name.toLowerCase(Locale.ROOT);
  }

  private static boolean isLocalName(@Nullable String host, List<String> allowedHosts) {
    if (host == null || host.startsWith("[")) {
      return true;
    }
    String name = hostName(host);
    return name.indexOf('.') < 0
        || name.endsWith(".localhost")
        || IPV4.matcher(name).matches()
        || allowedHosts.contains(name);
  }
}
