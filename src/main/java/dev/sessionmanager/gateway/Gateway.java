package dev.sessionmanager.gateway;

import dev.sessionmanager.admission.WorkQueue.Place;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.SentBefore;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The walk of every message, whatever the channel: was it sent before → is there a place for it →
 * has this person written too often → which conversation, and who answers in it → accepted, on the
 * disk → its turn → its agent's answer → question and answer complete, on the disk → reply. The
 * order of steps stands here and nowhere else. Any thread.
 */
@Component
public class Gateway {

  private final Agents agents;
  private final Admission admission;
  private final Conversations conversations;
  private final AnswerRunner runner;
  private final RunningAnswers answers;
  private final AnswerEvents events;
  private final AskedMessages asked;
  private final ConversationMemory memory;

  Gateway(
      Agents agents,
      Admission admission,
      Conversations conversations,
      AnswerRunner runner,
      RunningAnswers answers,
      AnswerEvents events,
      AskedMessages asked,
      ConversationMemory memory) {
    this.agents = agents;
    this.admission = admission;
    this.conversations = conversations;
    this.runner = runner;
    this.answers = answers;
    this.events = events;
    this.asked = asked;
    this.memory = memory;
  }

  /**
   * Has a message answered while the caller waits.
   *
   * @param gone whether the caller has stopped waiting; asked now and then, never once this
   *     returns. The answer is stopped then, down to the model, unless the message has an id: with
   *     the id the caller can come back for the answer
   * @throws Problem why there is no answer
   */
  public Reply ask(Inbound inbound, BooleanSupplier gone) {
    return answer(inbound, gone).await();
  }

  /** As {@link #ask}, for a channel that names the turn: the answer has ended when this returns. */
  public LiveAnswer answer(Inbound inbound, BooleanSupplier gone) {
    return walk(inbound, Runnable::run, inbound.id() == null ? gone : Running.STAYS, false);
  }

  /**
   * Has a message answered on a thread of its own, whether readers follow the answer or not.
   *
   * @throws Problem why it was not accepted
   */
  public LiveAnswer enter(Inbound inbound) {
    return walk(inbound, Thread::startVirtualThread, Running.STAYS, true);
  }

  private LiveAnswer walk(
      Inbound inbound, Executor executor, BooleanSupplier gone, boolean streamed) {
    LiveAnswer fresh = new LiveAnswer(inbound.owner(), inbound.text());
    LiveAnswer answer = answers.first(inbound, fresh);
    if (answer != fresh) {
      return answer.same(inbound);
    }
    boolean accepted = false;
    try {
      if (answers.given(inbound, answer)) {
        return answer;
      }
      AcceptedMessage message = accept(inbound, answer, gone, streamed);
      accepted = true;
      executor.execute(() -> finish(message));
      return answer;
    } catch (RuntimeException failure) {
      if (failure.getCause() instanceof SentBefore && answers.givenElsewhere(inbound, answer)) {
        return answer;
      }
      Problem problem = Refusals.of(failure);
      answer.problem(problem); // for a sender of the same message at the same time
      events.refused(inbound, problem);
      throw problem;
    } finally {
      if (!accepted) {
        answers.over(answer, inbound.channel(), inbound.id());
      }
    }
  }

  private AcceptedMessage accept(
      Inbound inbound, LiveAnswer answer, BooleanSupplier gone, boolean streamed) {
    Place place = admission.place(inbound);
    boolean accepted = false;
    try {
      admission.count(inbound);
      Conversation conversation = conversation(inbound);
      Agent agent =
          agents.get(
              conversation == null ? inbound.agent() : conversation.agent(),
              inbound.session(),
              inbound.owner());
      NewTurn turn = inbound.turn(conversation, agent);
      answers.accepted(answer, asked.accept(turn), agent.name());
      if (streamed || conversation != null) {
        answers.begun(answer); // other answers have no reader who could ask for them
      }
      accepted = true;
      return new AcceptedMessage(inbound, agent, turn, place, answer, gone, streamed, asked);
    } finally {
      if (!accepted) {
        place.close();
      }
    }
  }

  /**
   * Counts a message against the rate of who sends it; also one that no agent is to answer.
   *
   * @throws Problem RATE_LIMITED where this person has written too often
   */
  public void count(Inbound inbound) {
    admission.count(inbound);
  }

  /** The message's conversation, opened where it is new, with the agent that the message wants. */
  private @Nullable Conversation conversation(Inbound inbound) {
    String key = inbound.conversation();
    if (key == null) {
      return null;
    }
    String wanted = inbound.wantedAgent();
    String next =
        wanted == null ? null : agents.get(wanted, inbound.session(), inbound.owner()).name();
    Conversation open =
        inbound.versionOf() == null
            ? conversations.open(
                inbound.owner(), inbound.channel(), key, inbound.firstAgent(), inbound.text())
            : conversations
                .find(inbound.owner(), inbound.channel(), key)
                .orElseThrow(() -> new Problem(Kind.CONFLICT));
    return next == null ? open : conversations.setAgent(open, next);
  }

  /**
   * The first half of the walk for a message that a channel promised to answer when it came in:
   * neither queue nor rate limit refuses it. {@link #finish} is the second half.
   *
   * @throws Problem why the message cannot be accepted now; nothing has changed then
   */
  public AcceptedMessage accept(Inbound inbound, MessageKind kind) {
    Agent agent = agents.get(inbound.agent(), inbound.session(), inbound.owner());
    NewTurn turn = inbound.turn(conversation(inbound), agent);
    LiveAnswer answer = new LiveAnswer(inbound.owner(), inbound.text());
    answers.accepted(answer, kind.accept(turn), agent.name());
    answers.begun(answer);
    Place place = admission.placeAgain(inbound);
    return new AcceptedMessage(inbound, agent, turn, place, answer, Running.STAYS, false, kind);
  }

  /** A message that an earlier process had accepted, with its place in the queue again. */
  public AcceptedMessage resume(
      Turn turn, Inbound inbound, Agent agent, boolean streamed, MessageKind kind) {
    NewTurn question = turn.asked();
    LiveAnswer answer = new LiveAnswer(question.owner(), question.question());
    answers.accepted(answer, turn.id(), agent.name());
    answers.resumed(answer, question);
    Place place = admission.placeAgain(inbound);
    return new AcceptedMessage(
        inbound, agent, question, place, answer, Running.STAYS, streamed, kind);
  }

  /** As above, for a message whose answer is asked for by its turn. */
  public AcceptedMessage resume(Turn turn, Inbound inbound, Agent agent) {
    return resume(turn, inbound, agent, true, asked);
  }

  /** Ends a message that an earlier process had accepted, and that nobody answers. */
  public void abandon(Turn turn, Problem why) {
    asked.refused(turn.id(), turn.asked(), why);
  }

  /**
   * The second half of the walk: waits for the message's turn, has it answered, and completes it.
   * Never throws.
   */
  public void finish(AcceptedMessage message) {
    long start = System.nanoTime();
    Reply reply = null;
    Problem problem = null;
    try {
      reply = runner.answer(message);
      message.kind().answered(message.answer().turnId(), message.turn(), reply);
    } catch (Problem refused) {
      problem = refused;
      refuse(message, refused);
    } catch (LogFailure failure) {
      problem = Refusals.of(failure);
      asked.handBack(message.answer().turnId());
    } catch (RuntimeException | Error broken) {
      problem = Refusals.of(broken);
      refuse(message, problem);
    } finally {
      message.place().close();
    }
    // First the place is free and the log has the end: the reader's next request relies on both.
    events.ended(message, problem, System.nanoTime() - start);
    LiveAnswer answer = message.answer();
    answers.over(answer, message.turn().channel(), message.turn().clientId());
    if (problem != null) {
      answer.problem(problem);
    } else if (reply != null) {
      answer.reply(reply);
      memory.answered(message, reply);
    }
  }

  /** Logs the refusal. Where that fails, the caller is still told of the refusal itself. */
  private void refuse(AcceptedMessage message, Problem refused) {
    try {
      message.kind().refused(message.answer().turnId(), message.turn(), refused);
    } catch (LogFailure failure) {
      refused.addSuppressed(failure);
      asked.handBack(message.answer().turnId()); // it is taken up again
    }
  }
}
