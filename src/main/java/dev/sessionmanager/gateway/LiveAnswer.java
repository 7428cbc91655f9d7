package dev.sessionmanager.gateway;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Seals;
import dev.sessionmanager.tuning.ParkTimer;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * An answer that is being made, or was made. Any number of readers follow it, each from the place
 * they ask for: the answer keeps its whole text, so that a slow reader, or one who comes back,
 * misses nothing and delays no other reader. Any thread.
 */
public final class LiveAnswer {

  private static final Duration LONG = Duration.ofHours(1);

  private final String owner;
  private final String question;
  private final StringBuilder text = new StringBuilder();
  private final Set<Thread> readers = ConcurrentHashMap.newKeySet();
  private volatile long turnId;
  private volatile SingletonSupplier<String> id = SingletonSupplier.of("");
  private volatile String agent = "";
  private @Nullable Reply reply;
  private @Nullable Problem problem;

  LiveAnswer(String owner, String question) {
    this.owner = owner;
    this.question = question;
  }

  /** The owner of the message. */
  public String owner() {
    return owner;
  }

  /**
   * This answer, for a message that is sent again.
   *
   * @throws Problem ID_REUSED when the message with the id of the first one has another text
   */
  LiveAnswer same(Inbound inbound) {
    if (!question.equals(inbound.text())) {
      throw new Problem(Kind.ID_REUSED);
    }
    return this;
  }

  /**
   * How many chars of the answer of this id a reader has who names an event, {@code <id>:<chars>};
   * -1 where that is no event of this answer.
   */
  public static int read(String event, String id) {
    String[] parts = event.split(":", -1);
    try {
      return parts.length == 2 && parts[0].equals(id)
          ? Math.max(0, Integer.parseInt(parts[1]))
          : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The turn in the log; 0 until it is accepted. */
  public long turnId() {
    return turnId;
  }

  /** The turn as clients know it: see {@link Seals}; {@code ""} until it is accepted. */
  public String id() {
    return id.obtain();
  }

  /** The agent that answers, by {@link Agent#name()}; {@code ""} until it is accepted. */
  public String agent() {
    return agent;
  }

  /**
   * The message is on the disk.
   *
   * @param id as clients know the turn; asked once somebody wants it, which many callers never do
   */
  void accepted(long turnId, Supplier<String> id, String agent) {
    this.agent = agent;
    this.id = SingletonSupplier.of(id);
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
   * Unparks each reader's thread; a monitor's notification would wake a virtual thread by way of
   * another thread.
   */
  private void wakeReaders() {
    readers.forEach(LockSupport::unpark);
  }

  /**
   * What a reader gets next.
   *
   * @param text the new text; empty when none came while the reader waited
   * @param end where in the answer's text this piece ends, in chars
   * @param reply the agent's reply; null before the answer has ended, and where it failed
   * @param problem why the answer failed; null where it did not
   */
  public record Piece(String text, int end, @Nullable Reply reply, @Nullable Problem problem) {

    public boolean last() {
      return reply != null || problem != null;
    }
  }

  /**
   * The next piece after what the reader has; waits for it. The last piece has the reply or the
   * problem.
   *
   * @param from how many chars the reader has; more than the text has counts as all of it
   * @param wait how long at most; then the piece is empty, and the answer is still being made
   */
  public Piece next(int from, Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    Piece piece = piece(from);
    if (piece.text().isEmpty() && !piece.last()) {
      readers.add(Thread.currentThread());
      try {
        // From here on a new piece wakes this thread; what came before it waited is found here.
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
   * The agent's reply; waits for it.
   *
   * @throws Problem why there is no reply
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
