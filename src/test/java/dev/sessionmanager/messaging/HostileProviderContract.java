package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sessionmanager.http.HostileServer;
import dev.sessionmanager.http.HostileServer.Attack;
import dev.sessionmanager.messaging.DeliveryFailure.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every messenger whose provider wants to end the service. */
public abstract class HostileProviderContract {

  protected final HostileServer server = new HostileServer();

  /** The one under test, connected to {@link #server}. */
  protected abstract Messenger messenger();

  /** A conversation, in the provider's form. */
  protected abstract String conversation();

  /** Calls of the provider that sending one message and checking it make, at most. */
  protected abstract int calls();

  private Kind sent() {
    return catchThrowableOfType(
            DeliveryFailure.class, () -> messenger().send(conversation(), "Hola", "sm-1-0"))
        .kind();
  }

  @ParameterizedTest
  @EnumSource
  void isReadNoFurtherThanItMay(Attack attack) {
    attack.on(server);
    assertThat(sent()).isEqualTo(Kind.UNKNOWN);
    assertThat(messenger().check().up()).isFalse();
    assertThat(server.written()).isLessThan(calls() * HostileServer.BUFFERED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void isNotUnpacked(String encoding) throws Exception {
    server.saysPackedZeros(encoding);
    assertThat(sent()).isEqualTo(Kind.UNKNOWN);
  }
}
