package dev.sessionmanager.server;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one port holds of requests that are coming in, or all sockets of lines and messages: one
 * budget of bytes for all of them, and one deadline for each. Where the budget is spent, first
 * those give way that are answered already, then the one that has cost the most memory for the
 * longest time: whoever sends a request in one go is kept out neither by those who send theirs a
 * byte at a time nor by those whose bodies are huge. Any thread.
 */
public final class RequestReads implements RequestRead.Account {

  /**
   * Bytes that a request in progress takes before any of its own: the buffers of Tomcat and of what
   * reads its JSON, measured as the heap that 200 of them leave behind.
   */
  static final int BUFFERS = 160 * 1024;

  /** Bytes that a byte of a body takes while JSON is made of it, and what the JSON becomes. */
  static final int READ = 4;

  /** A request that holds no more than this, a message of 8 KB, has nothing to wait for. */
  private static final long SMALL = BUFFERS + READ * 8 * 1024L;

  /** How long a reader waits for the memory of others that were cut. */
  private static final Duration LEAVING_MAX = Duration.ofSeconds(2);

  private static final Comparator<RequestRead> FIRST_TO_GIVE_WAY =
      Comparator.comparing(RequestRead::unwanted).thenComparingDouble(RequestRead::cost);

  private final Limits limits;
  private final int buffers;
  private final int factor;

  /** Whether what is cut has gone once its input has been told, and not when its thread notices. */
  private final boolean goneAtOnce;

  private final Set<RequestRead> unfinished = ConcurrentHashMap.newKeySet();
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong cut = new AtomicLong();

  /** Bytes of requests that are cut, and whose threads have not let go of them yet. */
  private final AtomicLong leaving = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();

  /**
   * What requests may hold and take.
   *
   * @param bytes of heads, bodies and the buffers they are read with
   * @param time from a request's first byte to its last
   */
  public record Limits(long bytes, Duration time) {

    /** An eighth of the heap, and this time. */
    public static Limits usual(Duration time) {
      return new Limits(Runtime.getRuntime().maxMemory() / 8, time);
    }
  }

  RequestReads(Limits limits) {
    this(limits, BUFFERS, READ, false);
  }

  private RequestReads(Limits limits, int buffers, int factor, boolean goneAtOnce) {
    this.limits = limits;
    this.buffers = buffers;
    this.factor = factor;
    this.goneAtOnce = goneAtOnce;
  }

  /**
   * Of lines and messages, which cost what is kept of them and nothing else. How long one may take
   * is for its reader to see.
   */
  public static RequestReads ofMessages(long bytes) {
    return new RequestReads(new Limits(bytes, Duration.ZERO), 0, 1, true);
  }

  /**
   * One that is about to come in, to be {@linkplain #release released} in the end.
   *
   * @param input lets go of what is kept where it is cut, on the thread that needs the memory
   */
  public RequestRead read(RequestRead.Input input) {
    return new RequestRead(this, input, System::nanoTime);
  }

  @Override
  public void begin(RequestRead read) {
    unfinished.add(read);
    take(read, buffers);
  }

  @Override
  public void hold(RequestRead read, long bytes) {
    take(read, bytes * factor);
    if (held.get() + leaving.get() > limits.bytes()
        && leaving.get() > 0
        && !read.holdsAtMost(SMALL)) {
      awaitLeaving(read);
    }
  }

  /**
   * Threads of cut requests stand behind all others that are ready to run; were those to go on
   * reading, the memory would be gone before it is given back. Small ones go on: while they waited
   * they would become those that have held their little for longest.
   */
  private void awaitLeaving(RequestRead read) {
    long nanos = LEAVING_MAX.toNanos();
    lock.lock();
    try {
      while (nanos > 0
          && read.cut() == null
          && leaving.get() > 0
          && held.get() + leaving.get() > limits.bytes()) {
        nanos = left.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever reads on finds out
    } finally {
      lock.unlock();
    }
  }

  private void take(RequestRead read, long bytes) {
    if (!read.take(bytes)) {
      return;
    }
    held.addAndGet(bytes);
    while (held.get() > limits.bytes()) {
      Optional<RequestRead> dearest = unfinished.stream().max(FIRST_TO_GIVE_WAY);
      cut(dearest.orElse(read), RequestRead.Cut.BUDGET);
      if (dearest.isEmpty()) {
        return; // requests that are being answered hold the rest
      }
    }
  }

  /** The buffers count no longer: how many requests are answered at once is admission's. */
  @Override
  public void whole(RequestRead read) {
    if (unfinished.remove(read)) {
      held.addAndGet(-read.drop(buffers));
    }
  }

  /** It was answered, or its connection has ended. */
  public void release(RequestRead read) {
    unfinished.remove(read);
    held.addAndGet(-read.drop(Long.MAX_VALUE));
    long gone = read.left();
    if (gone > 0 && !goneAtOnce) {
      leaving.addAndGet(-gone);
      lock.lock();
      try {
        left.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Cuts what has been coming in for too long.
   *
   * @param now of the clock that the requests were given
   */
  void cutLate(long now) {
    for (RequestRead read : unfinished) {
      if (now - read.since() > limits.time().toNanos()) {
        cut(read, RequestRead.Cut.TIME);
      }
    }
  }

  private void cut(RequestRead read, RequestRead.Cut why) {
    unfinished.remove(read);
    long bytes = read.cut(why);
    held.addAndGet(-bytes);
    if (!goneAtOnce) {
      leaving.addAndGet(bytes);
    }
    cut.incrementAndGet();
  }

  /** Requests that were cut since this was last asked. */
  long takeCut() {
    return cut.getAndSet(0);
  }

  /** Bytes that are held. */
  public long held() {
    return held.get();
  }
}
