package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.session.Session;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Messages of one person in one conversation of a messaging channel that are answered together, in
 * one turn. Any thread.
 */
final class Batch {

  /** What it was begun with. */
  private final List<Arrival.Row> all;

  private volatile List<Arrival.Row> rows;
  private volatile long turnId;
  private volatile boolean superseded;
  private volatile boolean reopened;

  /**
   * What is answered together.
   *
   * @param rows in their order, at least one, all of one person in one conversation
   */
  Batch(List<Arrival.Row> rows) {
    this.all = List.copyOf(rows);
    this.rows = all;
  }

  List<Arrival.Row> rows() {
    return rows;
  }

  List<Long> ids() {
    return rows.stream().map(Arrival.Row::id).toList();
  }

  /** These are not answered together with the others; at least one stays. */
  void leaveOut(List<Arrival.Row> others) {
    rows = rows.stream().filter(row -> !others.contains(row)).toList();
  }

  /** The messages that it was begun with, by their numbers: also those that were left out. */
  List<Long> begunWith() {
    return all.stream().map(Arrival.Row::id).toList();
  }

  Arrival first() {
    return rows.getFirst().message();
  }

  Arrival last() {
    return rows.getLast().message();
  }

  String channel() {
    return first().channel();
  }

  /** The channel's name for it. */
  String conversation() {
    return first().conversation();
  }

  /** The customer, as the log knows them. */
  String owner() {
    return Ownership.customer(channel(), conversation());
  }

  String person() {
    return person(first());
  }

  String lane() {
    return lane(first());
  }

  static String person(Arrival message) {
    return message.channel() + ' ' + message.person();
  }

  /**
   * Messages are joined within one conversation only, and where many write in it, of one person.
   */
  static String lane(Arrival message) {
    return conversation(message.channel(), message.conversation()) + ' ' + message.person();
  }

  /** What every lane of a conversation begins with, and no lane of another: see {@link #lane}. */
  static String conversation(String channel, String conversation) {
    return channel + ' ' + conversation.length() + ':' + conversation;
  }

  /** What the agent is asked: a line each. */
  String text() {
    return rows.stream().map(row -> row.message().text()).collect(Collectors.joining("\n"));
  }

  /** Whether no message is for an agent: the notes are the answer. */
  boolean onlyNotes() {
    return rows.stream().allMatch(row -> row.message().note() != null);
  }

  /** The honest sentences about media without text, each once; {@code ""} where there is none. */
  String notes() {
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
        owner(),
        session,
        conversation(),
        agent,
        null,
        text(),
        null,
        AnswerOptions.DEFAULTS,
        last().language(),
        first().receivedAt(),
        last().traceId());
  }

  String traceId() {
    return last().traceId();
  }

  /** The turn in which it is answered; 0 before it is accepted. */
  long turnId() {
    return turnId;
  }

  void accepted(long turn) {
    turnId = turn;
  }

  /** The batch is to be answered again, together with a newer message. */
  void supersede() {
    superseded = true;
  }

  boolean superseded() {
    return superseded;
  }

  /** The messages of the batch wait again, in the file. */
  void reopen() {
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
