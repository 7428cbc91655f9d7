package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.Pieces;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Seals;
import dev.sessionmanager.tuning.ParkTimer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * An answer that is being made, or was made. Any number of readers follow it, each from the place
 * they ask for: the answer keeps all its pieces, so that a slow reader, or one who comes back,
 * misses nothing and delays no other reader. Places in it are counted in units: see {@link
 * Piece#size}. Any thread.
 */
public final class LiveAnswer {

  private static final Duration LONG = Duration.ofHours(1);

  private final String owner;
  private final String question;
  private final Pieces pieces = new Pieces();
  private final Set<Thread> readers = ConcurrentHashMap.newKeySet();
  private volatile long turnId;
  private volatile SingletonSupplier<String> id = SingletonSupplier.of("");
  private volatile String agent = "";
  private volatile boolean working;
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
   * How many units of the answer of this id a reader has who names an event, {@code <id>:<units>};
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

  /** The message's turn has come: its agent works. */
  void begin() {
    working = true;
  }

  /** Whether the message's turn has come; until then it waits behind others. */
  public boolean working() {
    return working;
  }

  /** The next piece. */
  public void piece(Piece piece) {
    synchronized (this) {
      pieces.add(piece);
    }
    wakeReaders();
  }

  /** Units of what is there. */
  synchronized int size() {
    return pieces.size();
  }

  /**
   * Whether a reply goes on where the pieces end, as people read them; its rest is the next piece.
   */
  boolean goesOn(Reply whole) {
    String text = whole.text();
    String read = Pieces.text(news(0).pieces());
    if (text == null || !text.startsWith(read)) {
      return false;
    }
    if (text.length() > read.length()) {
      piece(new Piece.Text(text.substring(read.length())));
    }
    return true;
  }

  /** The agent's reply with all pieces that came before it, where these are more than its text. */
  public synchronized Reply whole(Reply made) {
    return pieces.plain() ? made : made.withPieces(pieces.all());
  }

  void reply(Reply reply) {
    synchronized (this) {
      this.reply = reply;
      if (pieces.isEmpty()) {
        pieces.addAll(reply.pieces());
      }
      String whole = reply.text();
      if (whole != null && !pieces.readable()) {
        pieces.add(new Piece.Text(whole));
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
   * @param pieces the new ones; none when none came while the reader waited
   * @param end where in the answer they end, in units
   * @param reply the agent's reply; null before the answer has ended, and where it failed
   * @param problem why the answer failed; null where it did not
   */
  public record News(
      List<Piece> pieces, int end, @Nullable Reply reply, @Nullable Problem problem) {

    /** What people read of it; may be empty. */
    public String text() {
      return Pieces.text(pieces);
    }

    public boolean last() {
      return reply != null || problem != null;
    }
  }

  /**
   * What comes after what the reader has; waits for it. The last news have the reply or the
   * problem.
   *
   * @param from how many units the reader has; more than the answer has counts as all of it
   * @param wait how long at most; then there are no pieces, and the answer is still being made
   */
  public News next(int from, Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    News news = news(from);
    if (news.pieces().isEmpty() && !news.last()) {
      readers.add(Thread.currentThread());
      try {
        // From here on a new piece wakes this thread; what came before it waited is found here.
        news = news(from);
        long left = deadline - System.nanoTime();
        while (news.pieces().isEmpty() && !news.last() && left > 0) {
          ParkTimer.park(this, deadline);
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          news = news(from);
          left = deadline - System.nanoTime();
        }
      } finally {
        readers.remove(Thread.currentThread());
      }
    }
    return news;
  }

  private synchronized News news(int from) {
    return new News(pieces.from(from), pieces.size(), reply, problem);
  }

  /**
   * The agent's reply; waits for it.
   *
   * @throws Problem why there is no reply
   */
  public Reply await() {
    News last;
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
