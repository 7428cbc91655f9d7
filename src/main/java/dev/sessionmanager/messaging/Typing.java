package dev.sessionmanager.messaging;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shows in a conversation that an answer is being written, until it is closed; on a thread of its
 * own, because a slow provider must not hold up the answer.
 */
public final class Typing implements AutoCloseable {

  /** Providers take the sign away by themselves: WhatsApp after about 25 s, Chatwoot after 30 s. */
  private static final long REPEAT_SECONDS = 20;

  private final CountDownLatch over = new CountDownLatch(1);

  public Typing(Messenger messenger, String conversation) {
    Thread.ofVirtual()
        .name("typing")
        .start(() -> {
          try {
            do {
              messenger.typing(conversation, true);
            } while (!over.await(REPEAT_SECONDS, TimeUnit.SECONDS));
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
