package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.gateway.Refusals;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.trace.Audit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * What messaging channels call: they hand over what was written to them, and tell what humans do in
 * their conversations. Any thread.
 */
@Component
public class MessagingService {

  private final Intakes intake;
  private final HumanTakeover humans;
  private final Inbox inbox;
  private final Corrections corrections;
  private final Mirrors mirrors;
  private final MistakenTakeovers mistakes;
  private final HumanReplies replies;
  private final MessagingFigures figures;

  /** One after the other: what two of them say together neither says alone. */
  private final ReentrantLock outside = new ReentrantLock();

  MessagingService(
      Intakes intake,
      HumanTakeover humans,
      Inbox inbox,
      Corrections corrections,
      Mirrors mirrors,
      MistakenTakeovers mistakes,
      HumanReplies replies,
      MessagingFigures figures) {
    this.intake = intake;
    this.corrections = corrections;
    this.humans = humans;
    this.inbox = inbox;
    this.mirrors = mirrors;
    this.mistakes = mistakes;
    this.replies = replies;
    this.figures = figures;
  }

  /**
   * Takes a message of a messaging channel; it is on the disk when this returns. It is joined with
   * what the same person writes right before and after it, answered on a thread of its own, and the
   * answer goes out through the channel's {@link Messenger}. Never refuses for load.
   *
   * @return false for a duplicate, also of what another channel has brought that shows the same
   *     conversation: nothing is done about it
   * @throws Problem STORAGE_FAILED only: the sender must send it again
   */
  public boolean gather(Arrival arrival) {
    boolean optsOut = stored(() -> inbox.optsOut(arrival));
    boolean isNew =
        stored(() -> {
          boolean first = intake.receive(arrival);
          if (!first) {
            mirrors.learn(arrival);
          }
          return first;
        });
    if (optsOut && isNew) {
      intake.stop(arrival);
    }
    if (isNew) {
      setOff(arrival);
    }
    figures.count(isNew ? Event.RECEIVED : Event.DUPLICATE, arrival.channel());
    return isNew;
  }

  /** What has greeted this customer may have been heard of before what they wrote. */
  private void setOff(Arrival arrival) {
    if (stored(() -> mistakes.mayBeSetOffBy(arrival))) {
      outside.lock();
      try {
        stored(() -> {
          mistakes.setOffBy(arrival);
          return true;
        });
      } finally {
        outside.unlock();
      }
    }
  }

  /**
   * Takes a correction of an earlier message; what it means is on the disk when this returns.
   *
   * @throws Problem STORAGE_FAILED only: the sender must send it again
   */
  public Correction.Outcome correct(Correction correction) {
    Correction.Outcome outcome = stored(() -> corrections.take(correction));
    if (outcome == Correction.Outcome.FOLLOWS) {
      figures.count(Event.RECEIVED, correction.channel());
    }
    return outcome;
  }

  /**
   * A human holds a conversation of a messaging channel: a running answer stops, what waits to be
   * sent is dropped, and what its customer writes is kept, not answered. So in the conversations of
   * other channels that are this one.
   *
   * @param by who, or why: for the operator
   * @param until null for {@code messengers.handover-lasts} from now
   */
  public void silence(String channel, String conversation, String by, @Nullable Instant until) {
    silence(channel, conversation, by, until, HumanTakeover.actor(by, channel));
  }

  /** As above, at the wish of an operator. */
  void silence(
      String channel,
      String conversation,
      String by,
      @Nullable Instant until,
      Audit.Actor operator) {
    for (Mirrors.Shown one : everywhere(channel, conversation)) {
      stored(() -> {
        humans.silence(one.channel(), one.conversation(), by, until, operator);
        return true;
      });
      intake.stopBefore(one.channel(), one.conversation(), Instant.MAX);
    }
  }

  private List<Mirrors.Shown> everywhere(String channel, String conversation) {
    return stored(() -> mirrors.everywhere(channel, conversation));
  }

  /**
   * The business's own side has written outside of this service. A human who does has taken over;
   * what WhatsApp Business sends by itself takes nothing over, and gives back what it seemed to
   * have taken before: see {@link MistakenTakeovers}.
   *
   * @return whether a human has written it
   */
  public boolean wroteOutside(OutsideMessage message) {
    outside.lock();
    try {
      boolean automatic = stored(() -> mistakes.isAutomatic(message));
      if (!automatic) {
        message.conversations().forEach(each -> humanWrote(message, each));
      }
      return !automatic;
    } finally {
      outside.unlock();
    }
  }

  /** Looks anew at words of which it was not known whether a human has written them. */
  void settle() {
    outside.lock();
    try {
      mistakes.settle();
    } finally {
      outside.unlock();
    }
  }

  /** An old message that comes late takes nothing over any more. */
  private void humanWrote(OutsideMessage message, String conversation) {
    humanWrote(message.channel(), conversation, message.writtenAt());
    if (!humans.isOver(message.until())) {
      silence(message.channel(), conversation, message.by(), message.until());
    }
  }

  /**
   * A human of ours has written to a customer: what the customer wrote before is answered, whenever
   * it comes and however long ago it was. Whether the human has the conversation from now on is
   * told by {@link #silence}.
   *
   * @param writtenAt by the provider's clock
   */
  public void humanWrote(String channel, String conversation, Instant writtenAt) {
    for (Mirrors.Shown one : everywhere(channel, conversation)) {
      stored(() -> {
        replies.wrote(one.channel(), one.conversation(), writtenAt);
        return true;
      });
      intake.stopBefore(one.channel(), one.conversation(), writtenAt);
    }
  }

  /** The bot answers in it again, from the next message on. */
  public void unsilence(String channel, String conversation) {
    unsilence(channel, conversation, HumanTakeover.actor("", channel));
  }

  /** As above, at the wish of an operator. */
  void unsilence(String channel, String conversation, Audit.Actor operator) {
    for (Mirrors.Shown one : everywhere(channel, conversation)) {
      stored(() -> {
        humans.unsilence(one.channel(), one.conversation(), operator);
        return true;
      });
    }
  }

  /**
   * The operator gives a conversation back to the bot, at the provider, too.
   *
   * @return why the provider still keeps the bot silent; empty where it does not
   */
  Optional<String> giveBack(String channel, String conversation, Audit.Actor operator) {
    unsilence(channel, conversation, operator);
    return humans.desk().takeBack(channel, conversation);
  }

  /**
   * Whether a conversation waits for a human who has been asked for, while the bot goes on: what
   * was done to have it seen is no sign that one has come.
   */
  public boolean waitsForHuman(String channel, String conversation) {
    return stored(() -> humans.desk().waits(channel, conversation));
  }

  /**
   * Whether an outgoing message that the provider tells of is one of ours, so that it is not taken
   * for a human's. The echo may come before the provider has told us its id: then its text tells.
   */
  public boolean sentByUs(String channel, String conversation, String providerId, String text) {
    return stored(() -> humans.sentByUs(channel, conversation, providerId, text));
  }

  /**
   * Whether an outgoing message that one channel shows has gone out by another, which shows the
   * same conversation.
   *
   * @param messageId as the other channel's provider knows it
   */
  public boolean sentElsewhere(String channel, String messageId, String text) {
    return stored(() -> mirrors.sentElsewhere(channel, messageId, text));
  }

  /**
   * Keeps a message whose identities contradict each other for the operator to see; it is never
   * answered.
   *
   * @param reason one sentence, without what was written
   */
  public void quarantine(String channel, String messageId, String reason) {
    stored(() -> {
      inbox.quarantine(channel, messageId, reason);
      return true;
    });
    figures.count(Event.QUARANTINED, channel);
  }

  /**
   * Nothing that waits in a messaging channel is answered; what is being answered goes on.
   *
   * @return how many messages
   */
  public int clear() {
    return stored(intake::clear);
  }

  private static <T> T stored(Supplier<T> access) {
    try {
      return access.get();
    } catch (LogFailure | DataAccessException failure) {
      throw Refusals.of(failure);
    }
  }
}
