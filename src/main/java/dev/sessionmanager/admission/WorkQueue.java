package dev.sessionmanager.admission;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which message is answered next: one at a time of a conversation, in the order in which they came,
 * {@code PER_USER_MAX} of one person, {@code MAX_IN_FLIGHT} in all, and so many with one API key.
 * Other messages wait; how many messages wait, and how long, is bounded. A message that waits holds
 * up messages of its own conversation and person alone. Any thread.
 */
@Component
public class WorkQueue {

  /** The weight of the latest answer in the average time of an answer. */
  private static final double FRESHNESS = 0.1;

  /** The longest wait that a refusal asks for: an estimate beyond it is worth nothing. */
  private static final Duration RETRY_MAX = Duration.ofMinutes(1);

  /** A message was let in, perhaps to wait, or was refused. */
  public sealed interface Entry permits Place, Verdict {}

  private final AdmissionSettings settings;
  private final Set<Place> waiting = new LinkedHashSet<>();

  /** Work that nobody waits for, and that has not begun. */
  private final Set<Place> idle = new LinkedHashSet<>();

  private final Map<String, Integer> runningOf = new HashMap<>();
  private final Map<String, Integer> waitingOf = new HashMap<>();

  /** Conversations in which a message is being answered. */
  private final Set<String> busy = new HashSet<>();

  private int running;
  private double averageNanos = TimeUnit.SECONDS.toNanos(1);

  WorkQueue(AdmissionSettings settings, MeterRegistry meters) {
    this.settings = settings;
    Gauge.builder("sessionmanager.queue.waiting", this, WorkQueue::waiting)
        .description("Messages that wait for their turn")
        .register(meters);
  }

  /** A person, with the limits of one. */
  public Share person(String who) {
    return new Share(
        who,
        settings.perUserMax(),
        settings.perUserQueueMax(),
        "PER_USER_MAX",
        "PER_USER_QUEUE_MAX");
  }

  /**
   * Enters a message.
   *
   * @param shares whose limits hold it, all of them; none for a machine's
   * @param conversation whose messages are answered in order; null for a message that stands alone
   * @return the message's place, which must be closed; or why the message is refused
   */
  public synchronized Entry enter(List<Share> shares, @Nullable String conversation) {
    Place place = new Place(shares, conversation);
    if (mayRun(place) && !waitsBefore(place)) {
      start(place);
      return place;
    }
    for (Share share : shares) {
      if (waitingOf.getOrDefault(share.who(), 0) >= share.waiting()) {
        return new Verdict(share.waitingSetting(), true, retryAfter());
      }
    }
    if (waiting.size() >= settings.queueMax()) {
      return new Verdict("QUEUE_MAX", false, retryAfter());
    }
    waiting.add(place);
    shares.forEach(share -> waitingOf.merge(share.who(), 1, Integer::sum));
    return place;
  }

  /** Enters a message that was let in before a restart: neither bounds nor time refuse it. */
  public synchronized Place enterAgain(@Nullable String conversation) {
    Place place = new Place(List.of(), conversation);
    place.patient = true;
    if (mayRun(place) && !waitsBefore(place)) {
      start(place);
    } else {
      waiting.add(place);
    }
    return place;
  }

  /**
   * Enters work that nobody waits for: it is begun where there is room in {@code MAX_IN_FLIGHT}
   * that no message waits for. It is no person's, and its time is none of an answer's.
   */
  public synchronized Place enterIdle() {
    Place place = new Place(List.of(), null);
    place.patient = true;
    place.idle = true;
    idle.add(place);
    startIdle();
    return place;
  }

  public synchronized int waiting() {
    return waiting.size();
  }

  public synchronized int running() {
    return running;
  }

  public QueueLimits limits() {
    return new QueueLimits(settings.queueMax(), settings.maxInFlight(), settings.perUserMax());
  }

  private boolean mayRun(Place place) {
    return running < settings.maxInFlight()
        && filled(place) == null
        && (place.conversation == null || !busy.contains(place.conversation));
  }

  /** Whose limits hold the message, and who has as many answered as they may; null for none. */
  private @Nullable Share filled(Place place) {
    for (Share share : place.shares) {
      if (runningOf.getOrDefault(share.who(), 0) >= share.running()) {
        return share;
      }
    }
    return null;
  }

  /** Whether an earlier message of the same conversation has to be answered first. */
  private boolean waitsBefore(Place place) {
    return place.conversation != null
        && !waiting.isEmpty()
        && waiting.stream().anyMatch(other -> place.conversation.equals(other.conversation));
  }

  private void start(Place place) {
    place.state = State.RUNNING;
    place.startedNanos = System.nanoTime();
    running++;
    place.shares.forEach(share -> runningOf.merge(share.who(), 1, Integer::sum));
    if (place.conversation != null) {
      busy.add(place.conversation);
    }
    place.turn.countDown();
  }

  private synchronized void leave(Place place) {
    switch (place.state) {
      case WAITING -> {
        waiting.remove(place);
        idle.remove(place);
        less(waitingOf, place);
        startIdle();
      }
      case RUNNING -> {
        if (!place.idle) {
          averageNanos += FRESHNESS * (System.nanoTime() - place.startedNanos - averageNanos);
        }
        free(place);
        startNext();
      }
      case OVER -> {}
    }
    place.state = State.OVER;
  }

  private void free(Place place) {
    running--;
    less(runningOf, place);
    if (place.conversation != null) {
      busy.remove(place.conversation);
    }
  }

  private synchronized void giveWay(Place place) {
    if (place.state == State.RUNNING) {
      free(place);
      place.state = State.WAITING;
      place.turn = new CountDownLatch(1);
      waiting.add(place);
      place.shares.forEach(share -> waitingOf.merge(share.who(), 1, Integer::sum));
      startNext();
    }
  }

  private void startIdle() {
    for (Iterator<Place> places = idle.iterator();
        places.hasNext() && running < settings.maxInFlight() && waiting.isEmpty(); ) {
      Place place = places.next();
      places.remove();
      start(place);
    }
  }

  private void startNext() {
    for (Iterator<Place> places = waiting.iterator();
        places.hasNext() && running < settings.maxInFlight(); ) {
      Place place = places.next();
      if (mayRun(place)) {
        places.remove();
        less(waitingOf, place);
        start(place);
      }
    }
    startIdle();
  }

  private static void less(Map<String, Integer> counts, Place place) {
    for (Share share : place.shares) {
      counts.computeIfPresent(share.who(), (key, count) -> count > 1 ? count - 1 : null);
    }
  }

  /** When a place should be free again, by how long answers have taken lately. */
  private Duration retryAfter() {
    double rounds = 1 + (double) waiting.size() / settings.maxInFlight();
    Duration wait = Duration.ofNanos((long) (averageNanos * rounds));
    return wait.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : wait;
  }

  private synchronized Verdict tired(Place place) {
    Share full = filled(place);
    return new Verdict(
        full == null ? "MAX_IN_FLIGHT" : full.runningSetting(), full != null, retryAfter());
  }

  private enum State {
    WAITING,
    RUNNING,
    OVER
  }

  /** A message's place in the queue; closing it gives its turn to the next. */
  public final class Place implements Entry, AutoCloseable {
    private final List<Share> shares;
    private final @Nullable String conversation;
    private CountDownLatch turn = new CountDownLatch(1);
    private State state = State.WAITING;

    /** The message waits for as long as it takes: no sender is there who could be told. */
    private boolean patient;

    private boolean idle;
    private long startedNanos;

    private Place(List<Share> shares, @Nullable String conversation) {
      this.shares = shares;
      this.conversation = conversation;
    }

    /**
     * Waits for this message's turn.
     *
     * @return why the turn has not come within {@code admission.queue-wait-max}; empty when it has
     * @throws InterruptedException when the waiting thread is to stop
     */
    public Optional<Verdict> await() throws InterruptedException {
      if (patient) {
        turn.await();
        return Optional.empty();
      }
      boolean come = turn.await(settings.queueWaitMax().toMillis(), TimeUnit.MILLISECONDS);
      return come ? Optional.empty() : Optional.of(tired(this));
    }

    /**
     * Gives the turn that has come to what waits, and waits behind it: for {@link #await} on the
     * same thread.
     */
    public void giveWay() {
      WorkQueue.this.giveWay(this);
    }

    @Override
    public void close() {
      leave(this);
    }
  }
}
