package dev.sessionmanager.channel.responses;

import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.RequestCaps;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.session.Caller;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Makes messages of requests, with what was said before. Any thread. */
@Component
class Asking {

  private final ResponseLog log;
  private final ConversationLog conversations;
  private final int maxItems;
  private final RequestCaps caps;
  private final Clock clock;

  Asking(
      ResponseLog log,
      ConversationLog conversations,
      ResponsesSettings settings,
      RequestCaps caps,
      Clock clock) {
    this.log = log;
    this.conversations = conversations;
    this.maxItems = settings.maxItems();
    this.caps = caps;
    this.clock = clock;
  }

  /**
   * @param kept what is kept of the request; null for nothing
   * @param id the sender's for the message; null for none
   * @throws Problem NOT_FOUND where the earlier response or the conversation is not the owner's,
   *     CONTEXT_TOO_LONG
   */
  Inbound message(
      ResponseRequest wanted,
      @Nullable String kept,
      @Nullable String id,
      String owner,
      Caller caller) {
    String conversationId = wanted.conversation();
    Conversation conversation =
        conversationId == null ? null : conversations.get(owner, conversationId);
    return new Inbound(
        id,
        ResponseLog.CHANNEL,
        owner,
        caller.session(),
        conversation == null ? null : conversation.key(),
        wanted.model(),
        conversation == null ? null : wanted.model(),
        Context.text(wanted),
        context(wanted, owner, conversation),
        wanted.options(),
        LocaleContextHolder.getLocale(),
        clock.instant(),
        caller.traceId(),
        kept);
  }

  /** Of a conversation it is found out when the message's turn has come. */
  List<Message> context(ResponseRequest wanted, String owner, @Nullable Conversation conversation) {
    if (conversation != null) {
      return new Context.Late(() ->
          Context.messages(wanted, log.before(conversation.id(), Long.MAX_VALUE), maxItems, caps));
    }
    String previous = wanted.previous();
    return Context.messages(
        wanted,
        previous == null ? List.of() : log.upTo(owner, previous, wanted.truncates()),
        maxItems,
        caps);
  }
}
