package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Storage;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.gateway.AcceptedMessage;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.MessageKind;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The messages that messaging channels have gathered, on their way through the {@link Gateway}: a
 * {@link Batch} is one message there, whose answer is delivered. Any thread.
 */
@Component
class GatheredMessages {

  private final Gateway gateway;
  private final Agents agents;
  private final Messengers messengers;
  private final MessagingSessions sessions;
  private final Conversations conversations;
  private final Speaking speaking;
  private final BatchCompletion completion;
  private final Storage storage;

  GatheredMessages(
      Gateway gateway,
      Agents agents,
      Messengers messengers,
      MessagingSessions sessions,
      Conversations conversations,
      Speaking speaking,
      BatchCompletion completion,
      Storage storage) {
    this.gateway = gateway;
    this.agents = agents;
    this.messengers = messengers;
    this.sessions = sessions;
    this.conversations = conversations;
    this.speaking = speaking;
    this.completion = completion;
    this.storage = storage;
  }

  /**
   * Has a batch answered, on this thread. What of it came too late is kept as a turn of its own,
   * which is not answered.
   *
   * @throws RuntimeException when it could not be accepted; it may be tried again
   */
  void answer(Batch batch) {
    List<Arrival.Row> late = speaking.tooLate(batch);
    if (!late.isEmpty()) {
      walk(new Batch(late));
      batch.leaveOut(late);
    }
    walk(batch);
  }

  private void walk(Batch batch) {
    String agent = messengers.agent(batch).orElseThrow();
    gateway.finish(gateway.accept(inbound(batch, agent), new Gathered(batch)));
  }

  /**
   * A batch whose turn a process that is gone had accepted. Its customer still waits: nobody has
   * told them anything.
   *
   * @return null where its agent is gone or must not be asked twice: they read a sentence then
   */
  @Nullable AcceptedMessage resume(Turn turn, Batch batch) {
    batch.accepted(turn.id());
    Agent agent = agents.find(turn.asked().agent()).filter(Agent::repeatable).orElse(null);
    if (agent == null) {
      completion.interrupted(turn.id(), turn.asked(), batch);
      return null;
    }
    return gateway.resume(
        turn, inbound(batch, turn.asked().agent()), agent, false, new Gathered(batch));
  }

  /** In its conversation, of its session, for the agent that answers there. */
  private Inbound inbound(Batch batch, String agent) {
    Conversation conversation =
        conversations.open(
            batch.owner(), batch.channel(), batch.conversation(), agent, batch.text());
    return batch.inbound(agent, sessions.of(batch, conversation));
  }

  /** What the walk does differently for a batch. */
  private final class Gathered implements MessageKind {

    private final Batch batch;

    /** Whether the customer has written as much as may be kept of one person. */
    private final boolean full;

    /** What the service itself says; null where an agent answers. */
    private volatile @Nullable OwnWords own;

    Gathered(Batch batch) {
      this.batch = batch;
      this.full = storage.full(batch.owner());
    }

    /** Where no more may be kept the provider alone has the customer's words. */
    @Override
    public long accept(NewTurn turn) {
      long id = completion.accept(full ? turn.withoutQuestion() : turn, batch);
      batch.accepted(id);
      return id;
    }

    /**
     * The customer sees that it is being written; what no agent could read is said at its end, or
     * alone where there is nothing else.
     */
    @Override
    public Reply answer(Agent agent, Prompt prompt, LiveAnswer answer) {
      OwnWords words = speaking.inAnAgentsPlace(batch).orElse(null);
      own = words;
      if (words != null) {
        return Reply.of(words.text());
      }
      if (full) {
        throw new Problem(Kind.QUOTA_REACHED);
      }
      if (batch.onlyNotes()) {
        return Reply.of(batch.notes());
      }
      try (Typing _ = new Typing(messengers.of(batch), batch.conversation())) {
        Reply reply = answer.whole(agent.answer(asked(prompt), answer::piece));
        String text = reply.text();
        String more = more(reply);
        return text == null || text.isBlank() || more.isEmpty()
            ? reply
            : reply.withText(text + "\n\n" + more);
      }
    }

    private Prompt asked(Prompt prompt) {
      return prompt.withHandover(speaking.desk().outlook(batch.channel(), batch.conversation()));
    }

    /** When people are back, where they are asked for and away; and what no agent could read. */
    private String more(Reply reply) {
      Optional<String> back = reply.handsOver() ? speaking.back(batch) : Optional.empty();
      return Stream.of(back.orElse(""), batch.notes())
          .filter(sentence -> !sentence.isEmpty())
          .collect(Collectors.joining("\n\n"));
    }

    @Override
    public void answered(long turnId, NewTurn turn, Reply reply) {
      completion.answered(turnId, turn, batch, reply, own);
    }

    @Override
    public void refused(long turnId, NewTurn turn, Problem problem) {
      completion.refused(turnId, turn, batch, problem);
    }
  }

  /**
   * Shows in a conversation that an answer is being written, until it is closed; on a thread of its
   * own, because a slow provider must not hold up the answer.
   */
  private static final class Typing implements AutoCloseable {

    private final CountDownLatch over = new CountDownLatch(1);

    Typing(Messenger messenger, String conversation) {
      Thread.ofVirtual()
          .name("typing")
          .start(() -> {
            try {
              do {
                messenger.typing(conversation, true);
              } while (!over.await(messenger.typingLasts().toMillis(), TimeUnit.MILLISECONDS));
              messenger.typing(conversation, false);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt(); // nobody does
            }
          });
    }

    @Override
    public void close() {
      over.countDown();
    }
  }
}
