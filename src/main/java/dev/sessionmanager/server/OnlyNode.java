package dev.sessionmanager.server;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The node of a service that has its database for itself. */
public final class OnlyNode implements Peers {

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public long number() {
    return 0;
  }

  @Override
  public boolean leads() {
    return true;
  }

  @Override
  public void whenLeading(Runnable begin) {
    begin.run();
  }

  @Override
  public void whileLeading(Runnable look) {
    // nobody else leaves anything behind
  }

  @Override
  public void on(String kind, Consumer<String> listener) {
    // nobody else changes anything
  }

  @Override
  public void tell(String kind, String what) {
    // nobody to tell
  }

  @Override
  public List<Node> all() {
    return List.of();
  }

  @Override
  public @Nullable Node having(long turn) {
    return null;
  }

  @Override
  public long greatest() {
    return 0;
  }

  @Override
  public long own(long from, int count) {
    return from;
  }

  @Override
  public void answering(IntSupplier count) {
    // nobody asks
  }

  @Override
  public void requireSameSecret(String fingerprint) {
    // there is no other
  }

  @Override
  public void leave() {
    // nobody waits for it
  }
}
