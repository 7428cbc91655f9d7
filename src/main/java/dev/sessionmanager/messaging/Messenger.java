package dev.sessionmanager.messaging;

import dev.sessionmanager.handover.HandoverRequest;
import dev.sessionmanager.problem.Health;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What sends answers to a messaging provider, by one account there; used where the provider's
 * address is set. A bean, or one of {@link MessagingAccounts}. Building one does no I/O. Every
 * method can be called from any thread, blocks for its own time-outs at most, and is cancelled by
 * interrupting the thread.
 */
public interface Messenger {

  /** Where its messages go. */
  MessagingProvider provider();

  /** The name of its channel. */
  default String channel() {
    return provider().channel();
  }

  /**
   * Who answers in an inbox, by name; empty where nobody does, and nothing is gathered.
   *
   * @param inbox see {@link Arrival#inbox()}; null: in those that are not named
   */
  default Optional<String> agent(@Nullable String inbox) {
    return MessagingProvider.answering(provider().agent());
  }

  /** Where customers write to this account, and who answers there; may ask the provider. */
  default List<AnsweredPlace> places() throws DeliveryFailure {
    return List.of(AnsweredPlace.of("everywhere", agent(null)));
  }

  /** Whether the last call found the provider there; true before the first. Asks nobody. */
  boolean reached();

  /**
   * Why the provider does not let us in, as the last call that it answered found: the credentials
   * are wrong, say; empty where it does. Asks nobody.
   */
  default Optional<String> refused() {
    return Optional.empty();
  }

  /** What a provider can be asked, beside sending. */
  enum Ability {
    /** Whether a message of unknown outcome has arrived: {@link #find}. */
    FINDS_SENT,
    /** Who holds a conversation: {@link #heldBy}. */
    KNOWS_HOLDER,
    /** What customers wrote while the service was down: {@link #missed}. */
    LISTS_MISSED
  }

  /** What the provider can be asked; what is not among it is never called. */
  Set<Ability> abilities();

  /**
   * Shows that an answer is being written, or no longer, where the provider can show it. Never
   * throws: a failure makes no difference.
   */
  default void typing(String conversation, boolean on) {}

  /** How long the provider shows the sign that an answer is being written, once it is told to. */
  default Duration typingLasts() {
    return Duration.ofSeconds(20);
  }

  /**
   * Who holds the conversation now, asked at the moment of sending.
   *
   * @return empty when the bot may speak, else who holds it, for the operator's eye
   * @throws DeliveryFailure never UNKNOWN: nothing was sent
   */
  default Optional<String> heldBy(String conversation) throws DeliveryFailure {
    return Optional.empty();
  }

  /**
   * Sends one message.
   *
   * @param text at most {@link MessagingProvider#maxChars()}
   * @param reference ours, the same whenever the same part is sent again; at most 40 characters of
   *     {@code [A-Za-z0-9-]}, to be given to a provider that keeps such a thing
   * @return the provider's id of the message, by which an echo of it is known
   * @throws DeliveryFailure UNKNOWN where it may have arrived: a time-out or a broken connection
   *     after the request had begun, a 5xx of a gateway
   */
  String send(String conversation, String text, String reference) throws DeliveryFailure;

  /**
   * Looks whether an earlier send of unknown outcome has arrived.
   *
   * @param since when that send began; a margin for the provider's clock is the messenger's
   * @return the provider's id of the message; empty when it is certain that there is none
   * @throws DeliveryFailure when that cannot be found out now
   */
  default Optional<String> find(String conversation, String text, String reference, Instant since)
      throws DeliveryFailure {
    throw new UnsupportedOperationException(channel() + " cannot be asked what has arrived");
  }

  /** Whether {@link #handOver} has somebody told. */
  boolean tellsHumans();

  /**
   * Has those who are at the provider see that a conversation waits for a human, and why. Doing it
   * twice is doing it once.
   *
   * @param silent whether the bot is silent from then on, or goes on until a human comes
   */
  void handOver(HandoverRequest request, boolean silent) throws DeliveryFailure;

  /**
   * Takes away what keeps the bot from speaking in a conversation, as far as that is the
   * provider's: the operator has given it back.
   */
  default void takeBack(String conversation) throws DeliveryFailure {}

  /**
   * What customers wrote while the service was down, in conversations it serves and that no human
   * holds, oldest first; what is known already may be among it.
   */
  default List<Arrival> missed(Instant since) throws DeliveryFailure {
    return List.of();
  }

  /**
   * Has the provider call this address from now on, with whatever it needs to be known by. Doing it
   * twice is doing it once.
   *
   * @param replacing whether it may take the place of another program's address, where the provider
   *     calls one alone
   * @return what the operator has to do still, one sentence; empty where that is nothing
   * @throws DeliveryFailure also where it would take that place and may not
   */
  Optional<String> register(URI webhook, boolean replacing) throws DeliveryFailure;

  /** Whether it could send now, found out afresh: may block for its time-outs. */
  Health check();
}
