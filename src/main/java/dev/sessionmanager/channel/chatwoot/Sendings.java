package dev.sessionmanager.channel.chatwoot;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What was sent of late. Chatwoot tells of a message at once, often before its id has been answered
 * to us, and names as its sender the user whose token we send by: only by its words is it known as
 * ours then. Any thread.
 */
@Component
class Sendings {

  /** Those of some minutes at the pace that Chatwoot allows; older ones are known by their id. */
  private static final int MAX = 500;

  private static final Duration AGE_MAX = Duration.ofMinutes(10);

  private final Deque<Sending> recent = new ArrayDeque<>();
  private final Clock clock;

  Sendings(Clock clock) {
    this.clock = clock;
  }

  /** One message, on its way or sent. */
  static final class Sending {
    private final String conversation;
    private final String text;
    private final Instant at;
    private volatile @Nullable String id;

    private Sending(String conversation, String text, Instant at) {
      this.conversation = conversation;
      this.text = text;
      this.at = at;
    }

    void sent(String messageId) {
      id = messageId;
    }
  }

  synchronized Sending begin(String conversation, String text) {
    Instant now = clock.instant();
    while (!recent.isEmpty()
        && (recent.size() >= MAX || recent.getFirst().at.isBefore(now.minus(AGE_MAX)))) {
      recent.removeFirst();
    }
    Sending sending = new Sending(conversation, normal(text), now);
    recent.addLast(sending);
    return sending;
  }

  /** Whether this message is one of ours: by its id, or by its words where no id is known yet. */
  synchronized boolean has(String conversation, String id, String text) {
    String words = normal(text);
    for (Sending sending : recent) {
      if (id.equals(sending.id)
          || (sending.id == null
              && sending.conversation.equals(conversation)
              && sending.text.equals(words))) {
        return true;
      }
    }
    return false;
  }

  /** Whether this id is known to be that of a message which was sent. */
  synchronized boolean knows(String id) {
    return recent.stream().anyMatch(sending -> id.equals(sending.id));
  }

  /** White space may be changed on the way. */
  static String normal(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
