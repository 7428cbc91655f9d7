package dev.sessionmanager.messaging;

import dev.sessionmanager.server.Peers;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The intake of the node that has messages answered, from whichever node: what webhooks and
 * operators say to this one is said to all, and what they say to others is done here. Any thread.
 */
@Component
final class Intakes {

  private final Peers peers;
  private final Intake intake;
  private final Inbox inbox;
  private final Messengers messengers;
  private final MessengerSettings settings;

  Intakes(
      Peers peers, Intake intake, Inbox inbox, Messengers messengers, MessengerSettings settings) {
    this.peers = peers;
    this.intake = intake;
    this.inbox = inbox;
    this.messengers = messengers;
    this.settings = settings;
    peers.on(Told.ARRIVED, nothing -> intake.lookAgain());
    peers.on(Told.CLEARED, nothing -> intake.clear());
    peers.on(Told.STOPPED, intake.active()::stop);
    peers.on(
        Told.STOPPED_BEFORE,
        said -> {
          Told.Before before = Told.Before.read(said);
          intake.active().stopBefore(before.channel(), before.conversation(), before.time());
        });
    peers.on(
        Told.CORRECTED,
        said -> {
          Told.Correct correct = Told.Correct.read(said);
          intake.replaceHere(correct.id(), correct.words(), () -> true);
        });
  }

  /** Keeps a message; false for a duplicate. */
  boolean receive(Arrival message) {
    return intake.receive(message);
  }

  /** Stops the answer that is being made to the person who has written this. */
  void stop(Arrival message) {
    String lane = Batch.lane(message);
    intake.active().stop(lane);
    if (!peers.leads()) {
      peers.tell(Told.STOPPED, lane);
    }
  }

  /** Stops the answer that is being made in a conversation to what was written before then. */
  void stopBefore(String channel, String conversation, Instant time) {
    intake.active().stopBefore(channel, conversation, time);
    if (!peers.leads()) {
      peers.tell(Told.STOPPED_BEFORE, new Told.Before(time, channel, conversation).said());
    }
  }

  /**
   * Nothing that waits is answered; what is being answered goes on.
   *
   * @return how many messages
   */
  int clear() {
    if (peers.leads()) {
      return intake.clear();
    }
    List<Long> ids =
        inbox.waiting(messengers.connectedAccounts(), settings.inMemory()).stream()
            .map(Arrival.Row::id)
            .toList();
    inbox.drop(ids);
    peers.tell(Told.CLEARED, "");
    return ids.size();
  }
}
