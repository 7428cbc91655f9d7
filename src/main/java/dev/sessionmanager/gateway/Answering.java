package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.gateway.Problem.Kind;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is being made, or has been. Any number of readers follow it, each from where they
 * like: it keeps its whole text, so that a reader who is slow, or gone and back again, holds up
 * nobody and misses nothing. Any thread.
 */
public final class Answering implements ReplySink {

  private final String owner;
  private final String question;
  private final StringBuilder text = new StringBuilder();
  private volatile long turnId;
  private @Nullable Reply reply;
  private @Nullable Problem problem;

  Answering(String owner, String question) {
    this.owner = owner;
    this.question = question;
  }

  /** One that ended long ago, out of the log. */
  static Answering of(Turn turn, Reply reply) {
    Answering answering = new Answering(turn.asked().owner(), turn.asked().question());
    answering.turnId = turn.id();
    answering.reply(reply);
    return answering;
  }

  static Answering of(Turn turn, Problem problem) {
    Answering answering = new Answering(turn.asked().owner(), turn.asked().question());
    answering.turnId = turn.id();
    answering.problem(problem);
    return answering;
  }

  /** Whose it is: see {@link Inbound#owner()}. */
  public String owner() {
    return owner;
  }

  /** What it answers. */
  String question() {
    return question;
  }

  /** The turn in the log; 0 until it is accepted. */
  public long turnId() {
    return turnId;
  }

  void accepted(long turnId) {
    this.turnId = turnId;
  }

  @Override
  public synchronized void chunk(String piece) {
    text.append(piece);
    notifyAll();
  }

  @Override
  public synchronized void reply(Reply reply) {
    this.reply = reply;
    String whole = reply.text();
    if (whole != null && text.isEmpty()) {
      text.append(whole);
    }
    notifyAll();
  }

  @Override
  public synchronized void problem(Problem problem) {
    this.problem = problem;
    notifyAll();
  }

  /**
   * What a reader gets next.
   *
   * @param text that is new; empty when nothing was within the wait
   * @param end how far the reader has read with it, in chars
   * @param reply the terminal one; null before the end, and where there is a problem
   */
  public record Piece(String text, int end, @Nullable Reply reply, @Nullable Problem problem) {

    public boolean last() {
      return reply != null || problem != null;
    }
  }

  /**
   * The next piece after what was read; waits for it. The last piece tells how it ended.
   *
   * @param from how many chars the reader has; more than there are counts as all
   * @param wait how long at most: an empty piece is a sign of life
   */
  public synchronized Piece next(int from, Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (text.length() <= from && reply == null && problem == null) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        break;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    int start = Math.min(from, text.length());
    return new Piece(text.substring(start), text.length(), reply, problem);
  }

  /**
   * The whole answer; waits for it.
   *
   * @throws Problem why there is none
   */
  public synchronized Reply await() {
    try {
      while (reply == null && problem == null) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(Kind.STOPPING).causedBy(e);
    }
    if (problem != null) {
      throw problem;
    }
    return Objects.requireNonNull(reply);
  }
}
