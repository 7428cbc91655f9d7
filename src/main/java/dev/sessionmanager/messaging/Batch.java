package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.session.Session;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Messages of one person in one conversation of a messaging channel that are answered together, in
 * one turn. Any thread.
 */
public final class Batch {

  private final List<Received.Row> rows;
  private volatile long turnId;
  private volatile boolean superseded;
  private volatile boolean reopened;

  /**
   * What is answered together.
   *
   * @param rows in their order, at least one, all of one person in one conversation
   */
  public Batch(List<Received.Row> rows) {
    this.rows = List.copyOf(rows);
  }

  public List<Received.Row> rows() {
    return rows;
  }

  public List<Long> ids() {
    return rows.stream().map(Received.Row::id).toList();
  }

  public Received first() {
    return rows.getFirst().message();
  }

  private Received last() {
    return rows.getLast().message();
  }

  public String channel() {
    return first().channel();
  }

  /** The channel's name for it. */
  public String conversation() {
    return first().conversation();
  }

  String person() {
    return person(first());
  }

  String lane() {
    return lane(first());
  }

  static String person(Received message) {
    return message.channel() + ' ' + message.person();
  }

  /**
   * Messages are joined within one conversation only, and where many write in it, of one person.
   */
  static String lane(Received message) {
    return conversation(message.channel(), message.conversation()) + ' ' + message.person();
  }

  /** With what every lane of a conversation begins, and none of another's: see {@link #lane}. */
  static String conversation(String channel, String conversation) {
    return channel + ' ' + conversation.length() + ':' + conversation;
  }

  /** What the agent is asked: a line each. */
  String text() {
    return rows.stream().map(row -> row.message().text()).collect(Collectors.joining("\n"));
  }

  /** Nothing in it is for an agent: the notes are the answer. */
  public boolean onlyNotes() {
    return rows.stream().allMatch(row -> row.message().note() != null);
  }

  /** The honest sentences about media without text, each once; {@code ""} where there is none. */
  public String notes() {
    return rows.stream()
        .map(row -> row.message().note())
        .filter(Objects::nonNull)
        .distinct()
        .collect(Collectors.joining("\n\n"));
  }

  /** The message as the walk knows it; its id is the last one's. */
  Inbound inbound(String agent, Session session) {
    return new Inbound(
        last().messageId(),
        channel(),
        session,
        conversation(),
        agent,
        text(),
        null,
        AnswerOptions.DEFAULTS,
        Locale.forLanguageTag(last().language()),
        first().receivedAt(),
        last().traceId());
  }

  /** The turn in which it is answered; 0 before it is accepted. */
  long turnId() {
    return turnId;
  }

  public void accepted(long turn) {
    turnId = turn;
  }

  /** It is answered again, together with a newer message. */
  void supersede() {
    superseded = true;
  }

  public boolean superseded() {
    return superseded;
  }

  /** Its messages wait again, in the file. */
  public void reopen() {
    reopened = true;
  }

  boolean reopened() {
    return reopened;
  }

  @Override
  public String toString() {
    return "Batch[" + channel() + ", " + rows.size() + " messages, turn " + turnId + ']';
  }
}
