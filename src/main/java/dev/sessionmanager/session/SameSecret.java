package dev.sessionmanager.session;

import dev.sessionmanager.server.Peers;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Refuses to start where other nodes would refuse this one's tokens. */
@Component
final class SameSecret implements SmartInitializingSingleton {

  private final DerivedSecrets secrets;
  private final Peers peers;

  SameSecret(DerivedSecrets secrets, Peers peers) {
    this.secrets = secrets;
    this.peers = peers;
  }

  @Override
  public void afterSingletonsInstantiated() {
    peers.requireSameSecret(secrets.of("fingerprint").getFirst());
  }
}
