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
 * One message that has reached the service, whatever the channel. It never holds a password.
 *
 * @param id the sender's id for the message, the same when it is sent again; null when there is
 *     none
 * @param channel by its name, like {@code rest} or {@code openai}
 * @param owner whose the message is: see {@link Ownership}
 * @param session of the user or guest who sent the message; null for a trusted caller without login
 * @param conversation the channel's name for the message's conversation; null for a message that
 *     stands alone
 * @param agent which agent answers, by {@link Agent#name()}, where the message stands alone or
 *     opens a conversation; an older conversation keeps its agent
 * @param wantedAgent which agent answers in the conversation from this message on; null where the
 *     sender chooses none
 * @param text of the message, as long as its channel allows
 * @param context earlier messages, where the channel brings them along; null where the log has
 *     them. Read once the message's turn has come
 * @param options how a model is to answer, checked by the channel
 * @param language of the reader
 * @param receivedAt when the message reached the service
 * @param traceId 32 hex digits: the trace id of W3C Trace Context
 * @param request what is kept with the message, where its sender may ask for the answer again: see
 *     {@link NewTurn#request}
 * @param versionOf of which turn the message is a further version: see {@link NewTurn#versionOf}
 */
public record Inbound(
    @Nullable String id,
    String channel,
    String owner,
    @Nullable Session session,
    @Nullable String conversation,
    String agent,
    @Nullable String wantedAgent,
    String text,
    @Nullable List<Message> context,
    AnswerOptions options,
    Locale language,
    Instant receivedAt,
    String traceId,
    @Nullable String request,
    @Nullable Long versionOf) {

  /** A message that is no further version of another. */
  public Inbound(
      @Nullable String id,
      String channel,
      String owner,
      @Nullable Session session,
      @Nullable String conversation,
      String agent,
      @Nullable String wantedAgent,
      String text,
      @Nullable List<Message> context,
      AnswerOptions options,
      Locale language,
      Instant receivedAt,
      String traceId,
      @Nullable String request) {
    this(
        id,
        channel,
        owner,
        session,
        conversation,
        agent,
        wantedAgent,
        text,
        context,
        options,
        language,
        receivedAt,
        traceId,
        request,
        null);
  }

  /** A message with which nothing else is kept. */
  public Inbound(
      @Nullable String id,
      String channel,
      String owner,
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
    this(
        id,
        channel,
        owner,
        session,
        conversation,
        agent,
        wantedAgent,
        text,
        context,
        options,
        language,
        receivedAt,
        traceId,
        null,
        null);
  }

  /** The same message as a further version of a turn. */
  public Inbound versionOf(long first) {
    return new Inbound(
        id,
        channel,
        owner,
        session,
        conversation,
        agent,
        wantedAgent,
        text,
        context,
        options,
        language,
        receivedAt,
        traceId,
        request,
        first);
  }

  /**
   * The person whose limits hold for the message: the user, or the guest by their session. Of a
   * message with an API key the one for whom it is, where the key says that, see {@link
   * Ownership#speakingFor}; else null, and the key's limits alone hold. A trusted caller without a
   * login is a machine that speaks for many people: the owner of the conversation stands for the
   * person. Null for its messages that stand alone: no person's limits hold for these.
   */
  @Nullable String person() {
    if (session != null) {
      return session.isKey()
          ? (owner.equals(session.userId()) ? null : owner)
          : session.guest() ? channel + '/' + session.id() : session.userId();
    }
    return conversation == null ? null : owner;
  }

  /** Which agent answers in a conversation that the message opens. */
  String firstAgent() {
    return wantedAgent == null ? agent : wantedAgent;
  }

  /** Messages with the same key are answered in order; null for a message that stands alone. */
  @Nullable String order() {
    return conversation == null ? null : owner + '/' + channel + '/' + conversation;
  }

  /** The message of a turn that an earlier process had accepted. */
  static Inbound of(NewTurn turn, Conversation conversation, @Nullable Session session) {
    return new Inbound(
        turn.clientId(),
        turn.channel(),
        turn.owner(),
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

  /** The message as the log keeps it. */
  NewTurn turn(@Nullable Conversation conversation, Agent answering) {
    return new NewTurn(
        conversation == null ? null : conversation.id(),
        owner,
        session == null ? null : session.id(),
        channel,
        answering.name(),
        id,
        text,
        language.toLanguageTag(),
        traceId,
        receivedAt,
        request,
        versionOf);
  }

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Inbound[" + channel + " to " + agent + ", " + text.length() + " chars]";
  }
}
