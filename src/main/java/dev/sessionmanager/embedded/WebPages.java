package dev.sessionmanager.embedded;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages away from the runtime, which has no log-in of its own: a page in a browser on
 * this machine must not be able to stop agents or read files. Services send none of these headers.
 */
final class WebPages {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Set<String> HARMLESS = Set.of("none", "same-origin");

  private WebPages() {}

  /**
   * True for a request that a page may have made: it has an Origin, comes from another site, or
   * addresses the runtime by a public name (DNS rebinding) that is not among those allowed.
   *
   * @param header gives the first header of that name, or null
   */
  static boolean isForeign(Function<String, @Nullable String> header, List<String> allowedHosts) {
    String site = header.apply("Sec-Fetch-Site");
    return header.apply("Origin") != null
        || (site != null && !HARMLESS.contains(site))
        || !ours(header.apply("Host"), allowedHosts);
  }

  private static boolean ours(@Nullable String host, List<String> allowedHosts) {
    if (host == null || host.startsWith("[")) {
      return true;
    }
    int colon = host.indexOf(':');
    String name = (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
    return name.indexOf('.') < 0
        || name.endsWith(".localhost")
        || IPV4.matcher(name).matches()
        || allowedHosts.contains(name);
  }
}
