package dev.sessionmanager.gateway;

import dev.sessionmanager.admission.RateLimiter;
import dev.sessionmanager.admission.WorkQueue;
import dev.sessionmanager.admission.WorkQueue.Place;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.TurnLog;
import dev.sessionmanager.messaging.Arrival;
import dev.sessionmanager.messaging.Batch;
import dev.sessionmanager.messaging.MessagingService;
import dev.sessionmanager.messaging.Messenger;
import dev.sessionmanager.problem.Problem;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The walk of every message, whatever the channel: was it sent before → is there a place for it →
 * has this person written too often → which conversation → accepted, on the disk → its turn → its
 * agent's answer → question and answer complete, on the disk → reply. The order of steps stands
 * here and nowhere else. Any thread.
 */
@Component
public class Gateway {

  private final Agents agents;
  private final WorkQueue queue;
  private final RateLimiter rate;
  private final Conversations conversations;
  private final TurnLog log;
  private final ReplyCodec records;
  private final AnswerRunner work;
  private final RunningAnswers answers;
  private final AnswerEvents endings;
  private final TurnCompletion ends;
  private final MessagingService messages;

  Gateway(
      Agents agents,
      WorkQueue queue,
      RateLimiter rate,
      Conversations conversations,
      TurnLog log,
      ReplyCodec records,
      AnswerRunner work,
      RunningAnswers answers,
      AnswerEvents endings,
      TurnCompletion ends,
      MessagingService messages) {
    this.agents = agents;
    this.queue = queue;
    this.rate = rate;
    this.conversations = conversations;
    this.log = log;
    this.records = records;
    this.work = work;
    this.answers = answers;
    this.endings = endings;
    this.ends = ends;
    this.messages = messages;
    messages.onReady(this::answer);
  }

  /**
   * Has a message answered while the caller waits.
   *
   * @param gone whether they have stopped waiting; asked now and then, never once this returns. The
   *     answer is stopped then, down to the model, unless the message has an id: by that they can
   *     come back for it
   * @throws Problem why there is no answer
   */
  public Reply ask(Inbound inbound, BooleanSupplier gone) {
    return walk(inbound, Runnable::run, inbound.id() == null ? gone : Running.STAYS, false).await();
  }

  /**
   * Has a message answered on a thread of its own; it goes on whether anybody follows or not.
   *
   * @throws Problem why it was not accepted
   */
  public LiveAnswer enter(Inbound inbound) {
    return walk(inbound, Thread::startVirtualThread, Running.STAYS, true);
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
    return messages.receive(arrival);
  }

  /**
   * A human holds a conversation of a messaging channel: a running answer stops, what waits to be
   * sent is dropped, and what its customer writes is kept, not answered.
   *
   * @param by who, or why: for the operator
   * @param until null for {@code HANDOVER_LASTS} from now
   */
  public void silence(String channel, String conversation, String by, @Nullable Instant until) {
    messages.silence(channel, conversation, by, until);
  }

  /** The bot answers in it again, from the next message on. */
  public void unsilence(String channel, String conversation) {
    messages.unsilence(channel, conversation);
  }

  /**
   * Whether an outgoing message that the provider tells of is one of ours, so that it is not taken
   * for a human's. The echo may come before the provider has told us its id: then its text tells.
   */
  public boolean sentByUs(String channel, String conversation, String providerId, String text) {
    return messages.sentByUs(channel, conversation, providerId, text);
  }

  /**
   * Keeps a message whose identities contradict each other for the operator to see; it is never
   * answered.
   *
   * @param reason one sentence, without what was written
   */
  public void quarantine(String channel, String messageId, String reason) {
    messages.quarantine(channel, messageId, reason);
  }

  private LiveAnswer walk(
      Inbound inbound, Executor executor, BooleanSupplier gone, boolean streamed) {
    LiveAnswer fresh = new LiveAnswer(inbound.owner(), inbound.text());
    LiveAnswer answering = answers.first(inbound, fresh);
    if (answering != fresh) {
      return answering.same(inbound);
    }
    boolean accepted = false;
    try {
      if (answers.given(inbound, answering)) {
        return answering;
      }
      Message message = accept(inbound, answering, gone, streamed);
      accepted = true;
      executor.execute(() -> finish(message));
      return answering;
    } catch (RuntimeException failure) {
      Problem problem = Refusals.of(failure);
      answering.problem(problem); // for whoever has sent the same at the same time
      endings.refused(inbound, problem);
      throw problem;
    } finally {
      if (!accepted) {
        answers.over(answering, inbound.channel(), inbound.id());
      }
    }
  }

  /**
   * A message on its way, from where it is accepted.
   *
   * @param batch what it was made of at a messaging channel; null for others
   */
  record Message(
      Inbound inbound,
      Agent agent,
      NewTurn turn,
      Place place,
      LiveAnswer answering,
      BooleanSupplier gone,
      boolean streamed,
      @Nullable Batch batch) {}

  /**
   * The walk of what was gathered, from where its turn has come: its conversation → accepted, on
   * the disk → its agent's answer → complete, on the disk, with what is to be sent. Never throws.
   */
  private void answer(Batch batch) {
    Message message;
    try {
      message = accept(batch);
    } catch (RuntimeException failure) {
      messages.again(batch, Refusals.of(failure));
      return;
    }
    finish(message);
  }

  /** Nothing refuses it: it was accepted when it was gathered. */
  private Message accept(Batch batch) {
    Inbound inbound = messages.inbound(batch);
    Agent agent = agents.get(inbound.agent());
    NewTurn turn = inbound.turn(conversation(inbound), agent);
    LiveAnswer answering = new LiveAnswer(inbound.owner(), inbound.text());
    answering.accepted(log.accept(turn, batch.ids()));
    batch.accepted(answering.turnId());
    answers.begun(answering);
    Place place = queue.enterAgain(inbound.order());
    return new Message(inbound, agent, turn, place, answering, Running.STAYS, false, batch);
  }

  private Message accept(
      Inbound inbound, LiveAnswer answering, BooleanSupplier gone, boolean streamed) {
    Place place = Refusals.place(queue.enter(inbound.person(), inbound.order()));
    boolean accepted = false;
    try {
      String person = inbound.person();
      if (person != null) {
        rate.admit(person)
            .ifPresent(verdict -> {
              throw Refusals.of(verdict);
            });
      }
      Conversation conversation = conversation(inbound);
      Agent agent = agents.get(conversation == null ? inbound.agent() : conversation.agent());
      NewTurn turn = inbound.turn(conversation, agent);
      answering.accepted(log.accept(turn));
      if (streamed || conversation != null) {
        answers.begun(answering); // nobody could ask for the others
      }
      accepted = true;
      return new Message(inbound, agent, turn, place, answering, gone, streamed, null);
    } finally {
      if (!accepted) {
        place.close();
      }
    }
  }

  /**
   * The second half of the walk: waits for the message's turn, has it answered, and completes it.
   * Never throws.
   */
  void finish(Message message) {
    long start = System.nanoTime();
    LiveAnswer answering = message.answering();
    Reply reply = null;
    Problem problem = null;
    try {
      reply = work.answer(message);
      ends.answered(message, reply);
    } catch (Problem refused) {
      problem = refused;
      refuse(message, refused);
    } catch (LogFailure failure) {
      problem = Refusals.of(failure);
    } catch (RuntimeException | Error broken) {
      problem = Refusals.of(broken);
      refuse(message, problem);
    } finally {
      message.place().close();
    }
    // The place is free and the log has it by now: what the reader does next finds it so.
    endings.ended(message, problem, System.nanoTime() - start);
    answers.over(answering, message.turn().channel(), message.turn().clientId());
    if (problem != null) {
      answering.problem(problem);
    } else if (reply != null) {
      answering.reply(reply);
    }
  }

  /** Their end could not be written: the caller hears of the first failure. */
  private void refuse(Message message, Problem refused) {
    try {
      ends.refused(message, refused);
    } catch (LogFailure failure) {
      refused.addSuppressed(failure); // the next start takes the turn up again
    }
  }

  private @Nullable Conversation conversation(Inbound inbound) {
    String key = inbound.conversation();
    if (key == null) {
      return null;
    }
    return conversations.open(
        inbound.owner(), inbound.channel(), key, inbound.agent(), inbound.text());
  }

  /** The answer to a turn of this owner's, being made or done; empty when there is no such turn. */
  public Optional<LiveAnswer> follow(String owner, long turnId) {
    return answers.follow(owner, turnId);
  }

  /** An answered turn's reply, as it was. */
  public Reply reply(Turn turn) {
    return records.reply(turn);
  }

  /**
   * Stops the answer to a turn of this owner's, down to the model; false when none is being made.
   */
  public boolean stop(String owner, long turnId) {
    return answers.find(owner, turnId).isPresent() && work.stop(turnId);
  }

  /**
   * Nothing that waits in a messaging channel is answered; what is being answered goes on.
   *
   * @return how many messages
   */
  public int clear() {
    return messages.clear();
  }

  /** Everybody who can be asked. */
  public Agents agents() {
    return agents;
  }
}
