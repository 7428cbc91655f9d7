package dev.sessionmanager.channel.rest;

import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Seals;
import dev.sessionmanager.trace.Audit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** What a path names, where it is the caller's. Any thread. */
@Component
class OwnConversations {

  private final Conversations conversations;
  private final Turns turns;
  private final Seals seals;

  OwnConversations(Conversations conversations, Turns turns, Seals seals) {
    this.conversations = conversations;
    this.turns = turns;
    this.seals = seals;
  }

  /**
   * @throws Problem NOT_FOUND where there is none, or it is somebody else's
   */
  Conversation find(String id, Ownership mine) {
    return conversations
        .byId(mine.conversations(), id)
        .orElseThrow(() -> new Problem(Kind.NOT_FOUND));
  }

  /**
   * A question of a conversation, with its answer.
   *
   * @param id as clients know it
   * @throws Problem NOT_FOUND where there is none, or it is somebody else's
   */
  Turn turn(String conversation, String id, Ownership mine) {
    Conversation found = find(conversation, mine);
    OptionalLong number = seals.open(id);
    Optional<Turn> turn =
        number.isPresent()
            ? turns.byId(found.owner()::equals, number.getAsLong())
            : Optional.empty();
    return turn.filter(one -> found.id().equals(one.asked().conversationId()))
        .filter(one -> !one.summary())
        .orElseThrow(() -> new Problem(Kind.NOT_FOUND));
  }

  /** What the operator does with the conversations of others is in the audit. */
  static <T> T noted(String deed, String whom, Ownership mine, Supplier<T> work) {
    return mine.operator()
        ? Audit.note(mine.caller().operator(), "conversation." + deed, whom, work)
        : work.get();
  }
}
