package dev.sessionmanager.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.util.unit.DataSize;

class KeptRequestsTest {

  @Test
  void areAsManyAsAnswersAtOnce() {
    assertThat(kept(600)).isEqualTo(600);
  }

  @Test
  void areNoFewerThanTomcatsOwn() {
    assertThat(kept(50)).isEqualTo(200);
  }

  private static int kept(int answersMax) {
    DataSize size = DataSize.ofMegabytes(1);
    TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
    new KeptRequests(new WebSettings(size, size, answersMax)).customize(factory);
    Connector connector = new Connector();
    factory.getConnectorCustomizers().forEach(customizer -> customizer.customize(connector));
    return ((AbstractProtocol<?>) connector.getProtocolHandler()).getProcessorCache();
  }
}
