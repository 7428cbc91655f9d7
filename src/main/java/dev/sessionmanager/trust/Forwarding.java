package dev.sessionmanager.trust;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What proxies write about those whose requests they pass on. A web page can send none of these
 * headers to another origin without asking first, and CORS never allows them.
 */
final class Forwarding {

  private static final String[] BEGINNINGS = {
    "X-Forwarded", "X-Original-", "X-Envoy-", "X-ARR-", "CF-"
  };

  /** X-Client-IP, True-Client-IP, Fastly-Client-IP, X-Cluster-Client-IP, X-Azure-ClientIP … */
  private static final String[] ENDS = {"Client-IP", "ClientIP", "Real-IP", "User-IP"};

  private static final Set<String> NAMES = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    Collections.addAll(
        NAMES,
        "Forwarded",
        "Forwarded-For",
        "Via",
        "X-Remote-IP",
        "X-Remote-Addr",
        "X-Originating-IP",
        "X-ProxyUser-IP",
        "X-HTTP-Via",
        "CDN-Loop");
  }

  /** {@code 1.2.3.4}, {@code [::1]}, either with a port; {@code ::1} without. */
  private static final Pattern NODE =
      Pattern.compile("\\[([^\\[\\]]+)](?::[\\w.-]+)?|([^:\\[\\]]+)(?::[\\w.-]+)?|([^\\[\\]]+)");

  private Forwarding() {}

  /** The first header of the request that a proxy has written; null where there is none. */
  static @Nullable String header(HttpServletRequest request) {
    Enumeration<String> names = request.getHeaderNames();
    while (names.hasMoreElements()) {
      String name = names.nextElement();
      if (isOfProxies(name)) {
        return name;
      }
    }
    return null;
  }

  private static boolean isOfProxies(String name) {
    for (String beginning : BEGINNINGS) {
      if (name.regionMatches(true, 0, beginning, 0, beginning.length())) {
        return true;
      }
    }
    for (String end : ENDS) {
      if (name.regionMatches(true, name.length() - end.length(), end, 0, end.length())) {
        return true;
      }
    }
    return NAMES.contains(name);
  }

  /**
   * Whom the request was passed on for, each proxy's word behind that of the one before; from
   * X-Forwarded-For, else from RFC 7239's Forwarded.
   */
  static List<String> chain(HttpServletRequest request) {
    List<String> chain = new ArrayList<>();
    for (String line : Collections.list(request.getHeaders("X-Forwarded-For"))) {
      Collections.addAll(chain, line.split(",", -1));
    }
    if (chain.isEmpty()) {
      for (String line : Collections.list(request.getHeaders("Forwarded"))) {
        for (String pair : pairs(line)) {
          if (pair.regionMatches(true, 0, "for=", 0, 4)) {
            chain.add(pair.substring(4));
          }
        }
      }
    }
    return chain;
  }

  /** What stands between commas and semicolons, which in a quoted string are none. */
  private static List<String> pairs(String line) {
    List<String> pairs = new ArrayList<>();
    boolean quoted = false;
    int begin = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == ';')) {
        pairs.add(line.substring(begin, i).strip());
        begin = i + 1;
      }
    }
    // An open quote has swallowed what a proxy wrote behind it: the line ends with nobody's word.
    pairs.add(quoted ? "for=" : line.substring(begin).strip());
    return pairs;
  }

  /** The IP address in an entry of the chain; null where it names none, or cannot be read. */
  static @Nullable String address(String entry) {
    String text = entry.strip();
    if (text.startsWith("\"")) {
      if (text.length() < 2 || !text.endsWith("\"")) {
        return null;
      }
      text = text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
    }
    Matcher node = NODE.matcher(text);
    if (!node.matches()) {
      return null;
    }
    for (int group = 1; group <= node.groupCount(); group++) {
      if (node.group(group) != null) {
        return literal(node.group(group));
      }
    }
    return null;
  }

  private static @Nullable String literal(String text) {
    try {
      return InetAddress.ofLiteral(text).getHostAddress();
    } catch (IllegalArgumentException notAnAddress) {
      return null;
    }
  }
}
