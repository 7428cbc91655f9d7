package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.gateway.Refusals;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.trace.Audit;
import dev.sessionmanager.trace.TraceId;
import java.time.Instant;
import java.util.Objects;
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

  private final Intake intake;
  private final HumanTakeover humans;
  private final Inbox inbox;
  private final MessagingFigures figures;

  MessagingService(Intake intake, HumanTakeover humans, Inbox inbox, MessagingFigures figures) {
    this.intake = intake;
    this.humans = humans;
    this.inbox = inbox;
    this.figures = figures;
  }

  /**
   * Takes a message of a messaging channel; it is on the disk when this returns. It is joined with
   * what the same person writes right before and after it, answered on a thread of its own, and the
   * answer goes out through the channel's {@link Messenger}. Never refuses for load.
   *
   * @return false for a duplicate: nothing is done about it
   * @throws Problem STORAGE_FAILED only: the sender must send it again
   */
  public boolean gather(Arrival arrival) {
    boolean isNew = stored(() -> intake.receive(arrival));
    figures.count(isNew ? Event.RECEIVED : Event.DUPLICATE, arrival.channel());
    return isNew;
  }

  /**
   * A human holds a conversation of a messaging channel: a running answer stops, what waits to be
   * sent is dropped, and what its customer writes is kept, not answered.
   *
   * @param by who, or why: for the operator
   * @param until null for {@code messengers.handover-lasts} from now
   */
  public void silence(String channel, String conversation, String by, @Nullable Instant until) {
    silence(channel, conversation, by, until, human(by, channel));
  }

  /** As above, at the wish of an operator. */
  void silence(
      String channel,
      String conversation,
      String by,
      @Nullable Instant until,
      Audit.Actor operator) {
    stored(() -> {
      humans.silence(channel, conversation, by, until, operator);
      return true;
    });
    intake.stop(channel, conversation);
  }

  /** The bot answers in it again, from the next message on. */
  public void unsilence(String channel, String conversation) {
    unsilence(channel, conversation, human("", channel));
  }

  /** As above, at the wish of an operator. */
  void unsilence(String channel, String conversation, Audit.Actor operator) {
    stored(() -> {
      humans.unsilence(channel, conversation, operator);
      return true;
    });
  }

  /** Somebody whom the channel tells of: they are at the provider, and none of our users. */
  private static Audit.Actor human(String by, String channel) {
    return new Audit.Actor(by, "", channel, Objects.requireNonNullElse(TraceId.current(), ""));
  }

  /**
   * Whether an outgoing message that the provider tells of is one of ours, so that it is not taken
   * for a human's. The echo may come before the provider has told us its id: then its text tells.
   */
  public boolean sentByUs(String channel, String conversation, String providerId, String text) {
    return stored(() -> humans.sentByUs(channel, conversation, providerId, text));
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
