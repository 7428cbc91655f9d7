package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.channel.chatwoot.ChatwootWire.Person;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.MessengerHttp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The user of Chatwoot whose token sends our answers: to it Chatwoot assigns what it opens by that
 * token ({@code ConversationsController#toggle_status}, for agents), and that is no human. It is
 * asked for once, {@code GET /api/v1/profile}, and known from the first message that is sent, too;
 * until then nobody is taken for another. An agent bot is no user. Any thread; may block for two
 * seconds.
 */
final class OwnUser implements AutoCloseable {

  /** Chatwoot waits for five seconds for the webhook in which somebody asks. */
  private static final Duration TIME = Duration.ofSeconds(2);

  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final MessengerHttp http;
  private final Clock clock;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable String id;
  private volatile boolean none;
  private volatile Instant askAgain = Instant.MIN;

  OwnUser(OutboundHttp outbound, ChatwootSettings settings, Clock clock) {
    this.http =
        new MessengerHttp(
            outbound, settings.provider().within(TIME), new ChatwootRefusals(settings)::of, clock);
    this.clock = clock;
  }

  /** Whether somebody is known not to be our user. */
  boolean isAnother(Person person) {
    if (id == null && !none) {
      ask();
    }
    return none || (id != null && !id.equals(person.id()));
  }

  /** We have sent a message as this person. */
  void sentAs(@Nullable Person sender) {
    if (sender != null && sender.id() != null) {
      none = !sender.type().equals("user");
      id = none ? null : sender.id();
    }
  }

  private void ask() {
    if (clock.instant().isBefore(askAgain) || !asking.tryLock()) {
      return;
    }
    try {
      askAgain = clock.instant().plus(AGAIN);
      String found = JsonValues.id(http.get("../profile").json().path("id"));
      if (found != null) {
        id = found;
      }
    } catch (DeliveryFailure unknown) {
      none = ChatwootRefusals.forBots(unknown);
    } finally {
      asking.unlock();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
