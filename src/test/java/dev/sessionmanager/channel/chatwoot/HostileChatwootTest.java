package dev.sessionmanager.channel.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sessionmanager.Service;
import dev.sessionmanager.http.HostileServer;
import dev.sessionmanager.http.HostileServer.Attack;
import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.DeliveryFailure.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A Chatwoot that wants to end the service. */
class HostileChatwootTest {

  /** For what messengers know of the gateway; it has no Chatwoot of its own. */
  private static final Service service = Service.start();

  private final HostileServer server = new HostileServer();
  private final ChatwootClient client = ChatwootClientTest.client(service, server.url(), "token");

  @AfterAll
  static void stop() {
    service.close();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private Kind sent() {
    return catchThrowableOfType(DeliveryFailure.class, () -> client.send("1/42", "Hola", "r1"))
        .kind();
  }

  @ParameterizedTest
  @EnumSource
  void isReadNoFurtherThanItMay(Attack attack) {
    attack.on(server);
    assertThat(sent()).isEqualTo(Kind.UNKNOWN);
    assertThat(client.check().up()).isFalse();
    assertThat(server.written()).isLessThan(2 * HostileServer.BUFFERED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void isNotUnpacked(String encoding) throws Exception {
    server.saysPackedZeros(encoding);
    assertThat(sent()).isEqualTo(Kind.UNKNOWN);
  }
}
