package dev.sessionmanager.gateway;

import dev.sessionmanager.admission.WorkQueue;
import dev.sessionmanager.admission.WorkQueue.Place;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.TurnLog;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.messaging.Batch;
import dev.sessionmanager.messaging.Inbox;
import dev.sessionmanager.messaging.MessagingService;
import dev.sessionmanager.messaging.Messengers;
import dev.sessionmanager.messaging.Received;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes up again, at the start, what a killed process had accepted and not answered. All of it has
 * its place in the queue before the first new message can come in, so that order is kept. What
 * cannot be asked again is marked as failed: a turn that stands alone, because nobody could fetch
 * its answer; one of an agent for which asking twice might do something twice; one whose session
 * has ended.
 */
@Component
public class Resumption implements SmartLifecycle {

  private static final Logger logger = LoggerFactory.getLogger(Resumption.class);

  private static final int PAGE = 1000;

  private final Gateway gateway;
  private final RunningAnswers answers;
  private final Agents agents;
  private final Sessions sessions;
  private final Conversations conversations;
  private final Turns turns;
  private final TurnLog log;
  private final ReplyCodec records;
  private final WorkQueue queue;
  private final Inbox inbox;
  private final Messengers messengers;
  private final MessagingService messages;
  private final TurnCompletion ends;
  private final Clock clock;
  private volatile boolean running;

  Resumption(
      Gateway gateway,
      RunningAnswers answers,
      Agents agents,
      Sessions sessions,
      Conversations conversations,
      Turns turns,
      TurnLog log,
      ReplyCodec records,
      WorkQueue queue,
      Inbox inbox,
      Messengers messengers,
      MessagingService messages,
      TurnCompletion ends,
      Clock clock) {
    this.gateway = gateway;
    this.answers = answers;
    this.agents = agents;
    this.sessions = sessions;
    this.conversations = conversations;
    this.turns = turns;
    this.log = log;
    this.records = records;
    this.queue = queue;
    this.inbox = inbox;
    this.messengers = messengers;
    this.messages = messages;
    this.ends = ends;
    this.clock = clock;
  }

  @Override
  public void start() {
    running = true;
    sessions.endLeftOver();
    List<Gateway.Message> resumed = new ArrayList<>();
    int failed = 0;
    long after = 0;
    List<Turn> page;
    do {
      page = turns.unfinished(after, PAGE);
      for (Turn turn : page) {
        after = turn.id();
        List<Received.Row> made = inbox.of(turn.id());
        if (!made.isEmpty() && messengers.find(turn.asked().channel()).isEmpty()) {
          continue; // until its channel is connected again
        }
        Gateway.Message message =
            made.isEmpty() ? resume(turn) : answerAgain(turn, new Batch(made));
        if (message == null) {
          failed++;
        } else {
          resumed.add(message);
        }
      }
    } while (page.size() == PAGE);
    if (!resumed.isEmpty() || failed > 0) {
      logger.info(
          "The last process left {} messages unanswered: {} are answered now, {} marked as failed",
          resumed.size() + failed,
          resumed.size(),
          failed);
    }
    resumed.forEach(message -> Thread.startVirtualThread(() -> finish(message)));
  }

  private void finish(Gateway.Message message) {
    try {
      gateway.finish(message);
    } finally {
      if (message.batch() != null) {
        messages.done(message.batch());
      }
    }
  }

  /** The turn as a message with its place in the queue; null where it was marked as failed. */
  private Gateway.@Nullable Message resume(Turn turn) {
    NewTurn asked = turn.asked();
    Agent agent = agents.find(asked.agent()).orElse(null);
    String conversationId = asked.conversationId();
    Conversation conversation =
        conversationId == null
            ? null
            : conversations.byId(asked.owner(), conversationId).orElse(null);
    String sessionId = asked.sessionId();
    Session session = sessionId == null ? null : sessions.byId(sessionId).orElse(null);
    boolean sessionOver = sessionId != null && session == null;
    if (agent == null || conversation == null || !agent.repeatable() || sessionOver) {
      Problem why = new Problem(sessionOver ? Kind.SESSION_ENDED : Kind.INTERRUPTED);
      log.end(turn.id(), asked, records.refused(why, clock.instant()));
      return null;
    }
    Inbound inbound = Inbound.of(asked, conversation, session);
    LiveAnswer answering = new LiveAnswer(asked.owner(), asked.question());
    answering.accepted(turn.id());
    answers.resumed(answering, asked);
    Place place = queue.enterAgain(inbound.order());
    return new Gateway.Message(inbound, agent, asked, place, answering, Running.STAYS, true, null);
  }

  /**
   * One of a messaging channel. Its customer still waits: nobody has told them anything. Where its
   * agent is gone, or must not be asked twice, they read a sentence.
   */
  private Gateway.@Nullable Message answerAgain(Turn turn, Batch batch) {
    NewTurn asked = turn.asked();
    batch.accepted(turn.id());
    Agent agent = agents.find(asked.agent()).filter(Agent::repeatable).orElse(null);
    if (agent == null) {
      ends.interrupted(turn.id(), asked, batch);
      return null;
    }
    Inbound inbound = messages.inbound(batch);
    LiveAnswer answering = new LiveAnswer(asked.owner(), asked.question());
    answering.accepted(turn.id());
    Place place = queue.enterAgain(inbound.order());
    answers.resumed(answering, asked);
    messages.resume(batch);
    return new Gateway.Message(
        inbound, agent, asked, place, answering, Running.STAYS, false, batch);
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server's, which comes near the end. */
  @Override
  public int getPhase() {
    return 0;
  }
}
