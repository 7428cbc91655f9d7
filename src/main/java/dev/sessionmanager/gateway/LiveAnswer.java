package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.tuning.ParkTimer;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is being made, or has been. Any number of readers follow it, each from where they
 * like: it keeps its whole text, so that a reader who is slow, or gone and back again, holds up
 * nobody and misses nothing. Any thread.
 */
public final class LiveAnswer {

  private static final Duration LONG = Duration.ofHours(1);

  private final String owner;
  private final String question;
  private final StringBuilder text = new StringBuilder();
  private final Set<Thread> readers = ConcurrentHashMap.newKeySet();
  private volatile long turnId;
  private volatile String agent = "";
  private @Nullable Reply reply;
  private @Nullable Problem problem;

  LiveAnswer(String owner, String question) {
    this.owner = owner;
    this.question = question;
  }

  private static LiveAnswer of(Turn turn) {
    LiveAnswer answer = new LiveAnswer(turn.asked().owner(), turn.asked().question());
    answer.accepted(turn.id(), turn.asked().agent());
    return answer;
  }

  /** One that ended long ago, out of the log. */
  static LiveAnswer of(Turn turn, Reply reply) {
    LiveAnswer answer = of(turn);
    answer.reply(reply);
    return answer;
  }

  static LiveAnswer of(Turn turn, Problem problem) {
    LiveAnswer answer = of(turn);
    answer.problem(problem);
    return answer;
  }

  /** Whose it is: see {@link Inbound#owner()}. */
  public String owner() {
    return owner;
  }

  /** What it answers. */
  String question() {
    return question;
  }

  /** For a message that is sent again: an id is for one message; another text is a mistake. */
  LiveAnswer same(Inbound inbound) {
    if (!question.equals(inbound.text())) {
      throw new Problem(Kind.ID_REUSED);
    }
    return this;
  }

  /** The turn in the log; 0 until it is accepted. */
  public long turnId() {
    return turnId;
  }

  /** The agent that answers, by {@link Agent#name()}; {@code ""} until it is accepted. */
  public String agent() {
    return agent;
  }

  void accepted(long turnId, String agent) {
    this.agent = agent;
    this.turnId = turnId;
  }

  /** A piece of the text; all pieces together are the reply's text. */
  public void chunk(String piece) {
    synchronized (this) {
      text.append(piece);
    }
    wakeReaders();
  }

  void reply(Reply reply) {
    synchronized (this) {
      this.reply = reply;
      String whole = reply.text();
      if (whole != null && text.isEmpty()) {
        text.append(whole);
      }
    }
    wakeReaders();
  }

  void problem(Problem problem) {
    synchronized (this) {
      this.problem = problem;
    }
    wakeReaders();
  }

  /**
   * By name, not by the monitor: a virtual thread that waits on a monitor is woken by way of
   * another.
   */
  private void wakeReaders() {
    readers.forEach(LockSupport::unpark);
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
  public Piece next(int from, Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    Piece piece = piece(from);
    if (piece.text().isEmpty() && !piece.last()) {
      readers.add(Thread.currentThread());
      try {
        // Looked at again from here on: what comes now wakes this thread.
        piece = piece(from);
        long left = deadline - System.nanoTime();
        while (piece.text().isEmpty() && !piece.last() && left > 0) {
          ParkTimer.park(this, deadline);
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          piece = piece(from);
          left = deadline - System.nanoTime();
        }
      } finally {
        readers.remove(Thread.currentThread());
      }
    }
    return piece;
  }

  private synchronized Piece piece(int from) {
    int start = Math.min(from, text.length());
    return new Piece(text.substring(start), text.length(), reply, problem);
  }

  /**
   * The whole answer; waits for it.
   *
   * @throws Problem why there is none
   */
  public Reply await() {
    Piece last;
    try {
      do {
        last = next(Integer.MAX_VALUE, LONG);
      } while (!last.last());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(Kind.STOPPING).causedBy(e);
    }
    if (last.problem() != null) {
      throw last.problem();
    }
    return Objects.requireNonNull(last.reply());
  }
}
