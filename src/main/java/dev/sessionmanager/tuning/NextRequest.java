package dev.sessionmanager.tuning;

import org.apache.catalina.Lifecycle;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Lets other threads go first between an answer and the look for the connection's next request. A
 * busy client has sent that one by the time this thread's turn comes; found there, it needs neither
 * Tomcat's poller nor a thread of its own. With nothing else to do the look is taken at once. Off
 * with {@code tuning.next-request=false}.
 */
@Component
final class NextRequest implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private final TuningSettings settings;

  NextRequest(TuningSettings settings) {
    this.settings = settings;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    if (!settings.nextRequest()) {
      return;
    }
    factory.addConnectorCustomizers(connector ->
        connector.addLifecycleListener(event -> {
          if (event.getType().equals(Lifecycle.AFTER_INIT_EVENT)) {
            connector.getProtocolHandler().setAdapter(new Yielding(connector));
          }
        }));
  }

  private static final class Yielding extends CoyoteAdapter {

    Yielding(Connector connector) {
      super(connector);
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it
    public void service(Request request, Response response) throws Exception {
      super.service(request, response);
      Thread.yield();
    }
  }
}
