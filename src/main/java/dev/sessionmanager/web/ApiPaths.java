package dev.sessionmanager.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Takes paths below {@code /v1} as clients write them, who join a base address and a path by
 * themselves: slashes doubled or at the end, and the slashes of a model's name encoded. What comes
 * out is a path without any of these, which the firewall and the routes look at as at any other; an
 * encoded slash anywhere else is left as it is, and the firewall refuses it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class ApiPaths implements Filter, WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  /** The one route that ends with a name of others, who like slashes in it. */
  private static final String MODELS = "/v1/models/";

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addConnectorCustomizers(connector ->
        connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    String sent = http.getRequestURI();
    String clean = Routes.wire(sent).isApi() ? clean(sent) : sent;
    chain.doFilter(clean.equals(sent) ? request : new Cleaned(http, clean), response);
  }

  /** A path below {@code /v1} with one slash where one is meant, and none at its end. */
  static String clean(String path) {
    String single = single(path);
    return single.startsWith(MODELS) && single.indexOf('%') >= 0
        ? single(single.replace("%2F", "/").replace("%2f", "/"))
        : single;
  }

  private static String single(String path) {
    if (!path.contains("//") && !path.endsWith("/")) {
      return path;
    }
    StringBuilder single = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '/' || single.isEmpty() || single.charAt(single.length() - 1) != '/') {
        single.append(c);
      }
    }
    int end = single.length() - 1;
    return single.charAt(end) == '/' ? single.substring(0, end) : single.toString();
  }

  private static final class Cleaned extends HttpServletRequestWrapper {
    private final String uri;

    Cleaned(HttpServletRequest request, String uri) {
      super(request);
      this.uri = uri;
    }

    @Override
    public String getRequestURI() {
      return uri;
    }

    @Override
    public StringBuffer getRequestURL() {
      StringBuffer url = super.getRequestURL();
      String sent = super.getRequestURI();
      return url.replace(url.length() - sent.length(), url.length(), uri);
    }

    /** Decoded by the container, but for the slashes. */
    @Override
    public String getServletPath() {
      return clean(super.getServletPath());
    }
  }
}
