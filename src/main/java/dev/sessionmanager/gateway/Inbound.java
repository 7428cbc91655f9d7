package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One message that has reached us, whatever the channel. It never holds a password.
 *
 * @param id by which its sender would send it again: the dedupe key; null when they gave none
 * @param channel {@code rest}, {@code openai}, and later the others
 * @param session who it is from, a guest's too; null for a trusted caller without a login
 * @param conversation the channel's name for the conversation it belongs to; null for a message
 *     that stands alone
 * @param agent who answers, by {@link Agent#name()}, where the message stands alone or opens a
 *     conversation; one that goes on keeps its own
 * @param wantedAgent who answers in the conversation from this message on; null where the sender
 *     chooses nobody
 * @param text what was written, not longer than {@code MESSAGE_MAX_CHARS}
 * @param context what was said before, where the sender brings it along; null where the log knows
 * @param options how a model is to answer, checked by the channel
 * @param language of the reader
 * @param receivedAt when it reached us
 * @param traceId 32 hex digits: the trace id of W3C Trace Context
 */
public record Inbound(
    @Nullable String id,
    String channel,
    @Nullable Session session,
    @Nullable String conversation,
    String agent,
    @Nullable String wantedAgent,
    String text,
    @Nullable List<Message> context,
    AnswerOptions options,
    Locale language,
    Instant receivedAt,
    String traceId) {

  /** Whose it is in the log: a user's id, or {@code ""} for guests and trusted callers. */
  public String owner() {
    return session == null ? "" : session.userId();
  }

  /**
   * Whose limits hold it. A guest's are those of their own connection. A trusted caller without a
   * login is a machine that speaks for many: only the conversation tells who, and a message that
   * stands alone is held by nobody's.
   */
  @Nullable String person() {
    if (session != null) {
      return session.guest() ? channel + '/' + session.id() : session.userId();
    }
    return conversation == null ? null : channel + '/' + conversation;
  }

  /** Who answers in a conversation that it opens. */
  String firstAgent() {
    return wantedAgent == null ? agent : wantedAgent;
  }

  /** Within what its order is kept; null for a message that stands alone. */
  @Nullable String order() {
    return conversation == null ? null : owner() + '/' + channel + '/' + conversation;
  }

  /** One that was accepted before, by a process that is gone. */
  static Inbound of(NewTurn turn, Conversation conversation, @Nullable Session session) {
    return new Inbound(
        turn.clientId(),
        turn.channel(),
        session,
        conversation.key(),
        turn.agent(),
        null,
        turn.question(),
        null,
        AnswerOptions.DEFAULTS,
        Locale.forLanguageTag(turn.language()),
        turn.acceptedAt(),
        turn.traceId());
  }

  /** As the log keeps it. */
  NewTurn turn(@Nullable Conversation conversation, Agent answering) {
    return new NewTurn(
        conversation == null ? null : conversation.id(),
        owner(),
        session == null ? null : session.id(),
        channel,
        answering.name(),
        id,
        text,
        language.toLanguageTag(),
        traceId,
        receivedAt);
  }

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Inbound[" + channel + " to " + agent + ", " + text.length() + " chars]";
  }
}
