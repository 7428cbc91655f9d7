package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.LogStatements;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.TurnLog;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Has agents give conversations a title in place of their first question. Only at a client's wish:
 * a title costs a request to the model, and whoever shows no list needs none. Any thread.
 */
@Component
public class ConversationTitles {

  private static final Logger logger = LoggerFactory.getLogger(ConversationTitles.class);

  /** Turns among which the first answers are looked for. */
  private static final int TURNS_MAX = 8;

  /** Answered turns that tell what a conversation is about. */
  private static final int READ_MAX = 2;

  private final Agents agents;
  private final Conversations conversations;
  private final Turns turns;
  private final TurnLog log;
  private final Semaphore atOnce;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();

  ConversationTitles(
      Agents agents,
      Conversations conversations,
      Turns turns,
      TurnLog log,
      MemorySettings settings) {
    this.agents = agents;
    this.conversations = conversations;
    this.turns = turns;
    this.log = log;
    this.atOnce = new Semaphore(settings.summariesAtOnce());
  }

  /**
   * Gives a conversation the title that its agent's model proposes; blocks while that is made. It
   * stays as it is where a person or the agent has given it one, where nothing was answered yet,
   * without a model, and where the model fails.
   *
   * @param language of the reader, where the words do not tell
   */
  public void propose(
      Conversation conversation, @Nullable Session session, Locale language, String traceId) {
    if (conversation.titleBy() != Conversation.TitleBy.QUESTION || !atOnce.tryAcquire()) {
      return; // the reader asks again with the next answer
    }
    try {
      if (busy.add(conversation.id())) {
        try {
          give(conversation, session, language, traceId);
        } finally {
          busy.remove(conversation.id());
        }
      }
    } finally {
      atOnce.release();
    }
  }

  private void give(
      Conversation conversation, @Nullable Session session, Locale language, String traceId) {
    List<Message> said = said(conversation);
    @Nullable Agent agent =
        agents.find(conversation.agent(), session, conversation.owner()).orElse(null);
    if (said.isEmpty() || agent == null) {
      return;
    }
    try {
      agent
          .title(said, language, traceId)
          .ifPresent(title -> {
            conversations.propose(conversation, title.text());
            log.append(LogStatements.used(conversation.owner(), title.usage()));
          });
    } catch (Problem problem) {
      logger.info("A title was not made: {}", problem.kind().code());
    }
  }

  private List<Message> said(Conversation conversation) {
    List<Message> said = new ArrayList<>();
    for (Turn turn : turns.after(conversation.id(), 0, TURNS_MAX).rows()) {
      String answer = turn.outcome() == null ? null : turn.outcome().answer();
      if (turn.answered() && answer != null && said.size() < 2 * READ_MAX) {
        said.add(Message.user(turn.asked().question()));
        said.add(Message.assistant(answer));
      }
    }
    return said;
  }
}
