package dev.sessionmanager.messaging;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shows in a conversation that an answer is being written, until it is closed; on a thread of its
 * own, because a slow provider must not hold up the answer.
 */
final class Typing implements AutoCloseable {

  private final CountDownLatch over = new CountDownLatch(1);

  Typing(Messenger messenger, String conversation) {
    Thread.ofVirtual()
        .name("typing")
        .start(() -> {
          try {
            do {
              messenger.typing(conversation, true);
            } while (!over.await(messenger.typingLasts().toMillis(), TimeUnit.MILLISECONDS));
            messenger.typing(conversation, false);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does
          }
        });
  }

  @Override
  public void close() {
    over.countDown();
  }
}
