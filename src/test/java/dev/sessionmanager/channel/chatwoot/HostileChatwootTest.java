package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.Service;
import dev.sessionmanager.messaging.HostileProviderContract;
import dev.sessionmanager.messaging.Messenger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** A Chatwoot that wants to end the service. */
class HostileChatwootTest extends HostileProviderContract {

  /** For what messengers know of the gateway; it has no Chatwoot of its own. */
  private static final Service service = Service.start();

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

  @Override
  protected Messenger messenger() {
    return client;
  }

  @Override
  protected String conversation() {
    return "1/42";
  }

  @Override
  protected int calls() {
    return 2;
  }
}
