package dev.sessionmanager.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;

class KeptRequestsTest {

  @Test
  void areAsManyAsAnswersAtOnce() {
    assertThat(kept(600, true)).isEqualTo(600);
  }

  @Test
  void areNoFewerThanTomcatsOwn() {
    assertThat(kept(50, true)).isEqualTo(200);
  }

  @Test
  void areTomcatsOwnWhenSwitchedOff() {
    assertThat(kept(600, false)).isEqualTo(200);
  }

  private static int kept(int answersMax, boolean on) {
    TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
    new KeptRequests(new TuningSettings(true, true, true, true, true, on), answersMax)
        .customize(factory);
    Connector connector = new Connector();
    factory.getConnectorCustomizers().forEach(customizer -> customizer.customize(connector));
    return ((AbstractProtocol<?>) connector.getProtocolHandler()).getProcessorCache();
  }
}
