package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.Refusals;
import dev.sessionmanager.messaging.MessageFigures.Event;
import dev.sessionmanager.problem.Problem;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** What {@link Gateway} does for messaging channels beside the walk. Any thread. */
@Component
public class MessagingService {

  /** Whose conversations of messaging channels are: guests have no user. */
  private static final String OWNER = "";

  private final Intake intake;
  private final HumanTakeover humans;
  private final Inbox inbox;
  private final Messengers messengers;
  private final MessagingSessions attendance;
  private final Conversations conversations;
  private final MessageFigures figures;

  MessagingService(
      Intake intake,
      HumanTakeover humans,
      Inbox inbox,
      Messengers messengers,
      MessagingSessions attendance,
      Conversations conversations,
      MessageFigures figures) {
    this.intake = intake;
    this.humans = humans;
    this.inbox = inbox;
    this.messengers = messengers;
    this.attendance = attendance;
    this.conversations = conversations;
    this.figures = figures;
  }

  public boolean receive(Arrival arrival) {
    return stored(() -> intake.receive(received(arrival)));
  }

  public void onReady(Consumer<Batch> answer) {
    intake.onReady(answer);
  }

  /** A batch as the walk knows it: in its conversation, of its session, for its channel's agent. */
  public Inbound inbound(Batch batch) {
    String agent = messengers.of(batch).agent();
    Conversation conversation =
        conversations.open(OWNER, batch.channel(), batch.conversation(), agent, batch.text());
    return batch.inbound(agent, attendance.of(batch, conversation));
  }

  public void again(Batch batch, Problem why) {
    intake.again(batch, why);
  }

  /** A turn of a process that is gone, made of these messages, is being answered again. */
  public void resume(Batch batch) {
    intake.resume(batch);
  }

  public void done(Batch batch) {
    intake.done(batch);
  }

  public void silence(String channel, String conversation, String by, @Nullable Instant until) {
    stored(() -> {
      humans.silence(channel, conversation, by, until);
      return true;
    });
    intake.stop(channel, conversation);
  }

  public void unsilence(String channel, String conversation) {
    stored(() -> {
      humans.unsilence(channel, conversation);
      return true;
    });
  }

  public boolean sentByUs(String channel, String conversation, String providerId, String text) {
    return stored(() -> humans.sentByUs(channel, conversation, providerId, text));
  }

  public void quarantine(String channel, String messageId, String reason) {
    stored(() -> {
      inbox.quarantine(channel, messageId, reason);
      return true;
    });
    figures.count(Event.QUARANTINED, channel);
  }

  public int clear() {
    return stored(intake::clear);
  }

  private static Received received(Arrival a) {
    return new Received(
        a.channel(),
        a.messageId(),
        a.conversation(),
        a.person(),
        a.name(),
        a.text(),
        a.note(),
        a.urgent(),
        a.language().toLanguageTag(),
        a.traceId(),
        a.writtenAt(),
        a.receivedAt());
  }

  private static <T> T stored(Supplier<T> access) {
    try {
      return access.get();
    } catch (LogFailure | DataAccessException failure) {
      throw Refusals.of(failure);
    }
  }
}
