package dev.sessionmanager.gateway;

import dev.sessionmanager.admission.RateLimiter;
import dev.sessionmanager.admission.Verdict;
import dev.sessionmanager.admission.WorkQueue;
import dev.sessionmanager.admission.WorkQueue.Place;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.TurnLog;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.gateway.Problem.Kind;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
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
  private final Turns turns;
  private final Records records;
  private final Work work;
  private final Clock clock;
  private final Answers answers;
  private final Endings endings;

  Gateway(
      Agents agents,
      WorkQueue queue,
      RateLimiter rate,
      Conversations conversations,
      TurnLog log,
      Turns turns,
      Records records,
      Work work,
      Answers answers,
      Endings endings,
      Clock clock) {
    this.agents = agents;
    this.queue = queue;
    this.rate = rate;
    this.conversations = conversations;
    this.log = log;
    this.turns = turns;
    this.records = records;
    this.work = work;
    this.answers = answers;
    this.endings = endings;
    this.clock = clock;
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
  public Answering enter(Inbound inbound) {
    return walk(inbound, Thread::startVirtualThread, Running.STAYS, true);
  }

  private Answering walk(
      Inbound inbound, Executor executor, BooleanSupplier gone, boolean streamed) {
    Answering fresh = new Answering(inbound.owner(), inbound.text());
    Answering answering = answers.first(inbound, fresh);
    if (answering != fresh) {
      return same(answering, inbound);
    }
    boolean accepted = false;
    try {
      if (answeredBefore(inbound, answering)) {
        return answering;
      }
      Message message = accept(inbound, answering, gone, streamed);
      accepted = true;
      executor.execute(() -> finish(message));
      return answering;
    } catch (RuntimeException failure) {
      Problem problem = problem(failure);
      answering.problem(problem); // for whoever has sent the same at the same time
      endings.refused(inbound, problem);
      throw problem;
    } finally {
      if (!accepted) {
        answers.over(answering, inbound.channel(), inbound.id());
      }
    }
  }

  /** An id is for one message: with another text it is a mistake of its sender's. */
  private static Answering same(Answering first, Inbound inbound) {
    if (!first.question().equals(inbound.text())) {
      throw new Problem(Kind.ID_REUSED);
    }
    return first;
  }

  private static Problem problem(Throwable failure) {
    return switch (failure) {
      case Problem problem -> problem;
      case LogFailure log -> new Problem(Kind.STORAGE_FAILED).causedBy(log);
      case DataAccessException database -> new Problem(Kind.STORAGE_FAILED).causedBy(database);
      default -> new Problem(Kind.INTERNAL).causedBy(failure);
    };
  }

  /** A message on its way, from where it is accepted. */
  record Message(
      Inbound inbound,
      Agent agent,
      NewTurn turn,
      Place place,
      Answering answering,
      BooleanSupplier gone,
      boolean streamed) {}

  private Message accept(
      Inbound inbound, Answering answering, BooleanSupplier gone, boolean streamed) {
    Place place = place(inbound);
    boolean accepted = false;
    try {
      String person = inbound.person();
      if (person != null) {
        rate.admit(person).ifPresent(Gateway::refuse);
      }
      Conversation conversation = conversation(inbound);
      Agent agent = agents.get(conversation == null ? inbound.agent() : conversation.agent());
      NewTurn turn = turn(inbound, conversation, agent);
      answering.accepted(log.accept(turn));
      if (streamed || conversation != null) {
        answers.begun(answering); // nobody could ask for the others
      }
      accepted = true;
      return new Message(inbound, agent, turn, place, answering, gone, streamed);
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
    Answering answering = message.answering();
    long turnId = answering.turnId();
    Reply reply = null;
    Problem problem = null;
    try {
      reply = work.answer(message);
      complete(turnId, message.turn(), reply);
    } catch (Problem refused) {
      problem = refused;
      fail(message, refused);
    } catch (LogFailure failure) {
      problem = problem(failure);
    } catch (RuntimeException | Error broken) {
      problem = problem(broken);
      fail(message, problem);
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

  private void complete(long turnId, NewTurn turn, Reply reply) {
    Outcome outcome = records.answered(turn, reply, clock.instant());
    if (turn.conversationId() == null && turn.clientId() == null) {
      log.endSoon(turnId, turn, outcome);
    } else {
      log.end(turnId, turn, outcome);
    }
  }

  private void fail(Message message, Problem refused) {
    try {
      log.end(
          message.answering().turnId(), message.turn(), records.refused(refused, clock.instant()));
    } catch (LogFailure failure) {
      // The caller hears of the first failure; the next start takes the turn up again.
      refused.addSuppressed(failure);
    }
  }

  /** The place of a message in the queue, by conversation and person. */
  private Place place(Inbound inbound) {
    return switch (queue.enter(inbound.person(), inbound.order())) {
      case Place place -> place;
      case Verdict verdict -> throw refusal(verdict);
    };
  }

  private static void refuse(Verdict verdict) {
    throw refusal(verdict);
  }

  static Problem refusal(Verdict verdict) {
    Kind kind =
        switch (verdict.limit()) {
          case "RATE_MAX_MESSAGES" -> Kind.RATE_LIMITED;
          default -> verdict.personal() ? Kind.TOO_MANY_AT_ONCE : Kind.OVERLOADED;
        };
    return new Problem(kind).retryAfter(verdict.retryAfter()).setting(verdict.limit());
  }

  /**
   * Ends the answering with what the first message of this id has come to, for everybody who has
   * sent it again; false where there is no such message, or it failed and may be asked again.
   */
  private boolean answeredBefore(Inbound inbound, Answering answering) {
    String id = inbound.id();
    if (id == null) {
      return false;
    }
    Optional<Turn> first =
        turns.byClientId(inbound.owner(), inbound.channel(), id).filter(Turn::answered);
    first.ifPresent(turn -> {
      if (!turn.asked().question().equals(inbound.text())) {
        throw new Problem(Kind.ID_REUSED);
      }
      answering.accepted(turn.id());
      answering.reply(records.reply(turn));
    });
    return first.isPresent();
  }

  private @Nullable Conversation conversation(Inbound inbound) {
    String key = inbound.conversation();
    if (key == null) {
      return null;
    }
    return conversations.open(
        inbound.owner(), inbound.channel(), key, inbound.agent(), inbound.text());
  }

  private static NewTurn turn(Inbound inbound, @Nullable Conversation conversation, Agent agent) {
    return new NewTurn(
        conversation == null ? null : conversation.id(),
        inbound.owner(),
        inbound.session() == null ? null : inbound.session().id(),
        inbound.channel(),
        agent.name(),
        inbound.id(),
        inbound.text(),
        inbound.language().toLanguageTag(),
        inbound.traceId(),
        inbound.receivedAt());
  }

  /** The answer to a turn of this owner's, being made or done; empty when there is no such turn. */
  public Optional<Answering> follow(String owner, long turnId) {
    return answers.find(owner, turnId).or(() -> turns.byId(owner, turnId).map(this::ended));
  }

  private Answering ended(Turn turn) {
    if (turn.outcome() == null) {
      // Accepted a moment ago; or its end could not be stored, and the next start takes it up.
      return answers
          .find(turn.asked().owner(), turn.id())
          .orElseGet(() -> Answering.of(turn, new Problem(Kind.INTERRUPTED)));
    }
    return turn.answered()
        ? Answering.of(turn, records.reply(turn))
        : Answering.of(turn, records.problem(turn));
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

  /** Everybody who can be asked. */
  public Agents agents() {
    return agents;
  }
}
