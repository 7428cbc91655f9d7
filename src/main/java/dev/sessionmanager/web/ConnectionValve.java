package dev.sessionmanager.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Makes it possible to find out that a client has gone before anything is written to it: the
 * servlet API shows that only by a failing write. A client that has closed its half of the
 * connection counts as gone, as it does for Go's and Node's servers.
 */
@Component
class ConnectionValve extends ValveBase
    implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private static final String ATTRIBUTE = ConnectionValve.class.getName();

  ConnectionValve() {
    super(true);
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addEngineValves(this);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    org.apache.coyote.Request connection = request.getCoyoteRequest();
    request.setAttribute(ATTRIBUTE, (BooleanSupplier) () -> ended(connection));
    getNext().invoke(request, response);
  }

  /** Whether the client of this request has gone; no longer to be asked once it is answered. */
  static BooleanSupplier gone(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof BooleanSupplier gone ? gone : () -> false;
  }

  /**
   * Tomcat looks for more input without waiting. It reports the end of the input as something to be
   * had that is not there when it is counted; a request sent ahead is counted.
   */
  private static boolean ended(org.apache.coyote.Request connection) {
    return available(connection, true) > 0 && available(connection, false) == 0;
  }

  private static int available(org.apache.coyote.Request connection, boolean look) {
    connection.action(ActionCode.AVAILABLE, look);
    return connection.getAvailable();
  }
}
