package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message that has reached us, whatever the channel. It never holds a password.
 *
 * @param id by which its sender would send it again: the dedupe key; null when they gave none
 * @param channel {@code rest}, {@code openai}, and later the others
 * @param session who it is from; null for a trusted caller without a login
 * @param conversation the channel's name for the conversation it belongs to; null for a message
 *     that stands alone
 * @param agent who is to answer, by {@link Agent#name()}; a conversation that goes on keeps its own
 * @param text what was written, not longer than {@code MESSAGE_MAX_CHARS}
 * @param context what was said before, where the sender brings it along; null where the log knows
 * @param options how a model is to answer: see {@link Prompt#options()}
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
    String text,
    @Nullable List<Message> context,
    Map<String, Object> options,
    Locale language,
    Instant receivedAt,
    String traceId) {

  /** Whose it is in the log: a user's id, or {@code ""} for trusted callers without a login. */
  public String owner() {
    return session == null ? "" : session.userId();
  }

  /**
   * Whose limits hold it. A trusted caller without a login is a machine that speaks for many: only
   * the conversation tells who, and a message that stands alone is held by nobody's.
   */
  @Nullable String person() {
    if (session != null) {
      return session.userId();
    }
    return conversation == null ? null : channel + '/' + conversation;
  }

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Inbound[" + channel + " to " + agent + ", " + text.length() + " chars]";
  }
}
