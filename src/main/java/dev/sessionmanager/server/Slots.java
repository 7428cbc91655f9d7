package dev.sessionmanager.server;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many calls that hold memory or disk while a slow client reads or sends may be under way at
 * once: of one person, and of all together, so that one person cannot take them from the others.
 * Any thread.
 */
public final class Slots {

  /** When who was refused should try again: what holds a slot is over in a moment, as a rule. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** How many, and the setting that says so. */
  public record Limit(int most, String setting) {}

  /** A person's slots, while somebody has one or waits for one. */
  private static final class Person {
    private final Semaphore free;
    private int calls;

    Person(int slots) {
      this.free = new Semaphore(slots, true);
    }
  }

  private final Limit each;
  private final Limit all;
  private final Duration patience;
  private final Semaphore free;
  private final ConcurrentHashMap<String, Person> people = new ConcurrentHashMap<>();

  /**
   * @param patience how long a call waits for a slot before it is refused
   */
  public Slots(Limit each, Limit all, Duration patience) {
    this.each = each;
    this.all = all;
    this.patience = patience;
    this.free = new Semaphore(all.most(), true);
  }

  /**
   * Takes a slot, which must be closed.
   *
   * @throws Problem when the person, or all together, have too many
   */
  public Slot take(String name) {
    Person person =
        people.compute(
            name,
            (_, known) -> {
              Person one = known == null ? new Person(each.most()) : known;
              one.calls++;
              return one;
            });
    boolean taken = false;
    try {
      acquire(person.free, each, Kind.TOO_MANY_TRANSFERS);
      try {
        acquire(free, all, Kind.OVERLOADED);
        taken = true;
      } finally {
        if (!taken) {
          person.free.release();
        }
      }
      return new Slot(name, person);
    } finally {
      if (!taken) {
        leave(name);
      }
    }
  }

  private void acquire(Semaphore slots, Limit limit, Kind refusal) {
    try {
      if (!slots.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new Problem(refusal).setting(limit.setting()).retryAfter(RETRY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(Kind.STOPPING).causedBy(e);
    }
  }

  private void leave(String name) {
    people.computeIfPresent(name, (_, person) -> --person.calls == 0 ? null : person);
  }

  /** One call's slot. */
  public final class Slot implements AutoCloseable {
    private final String name;
    private @Nullable Person person;

    private Slot(String name, Person person) {
      this.name = name;
      this.person = person;
    }

    @Override
    public void close() {
      Person mine = person;
      if (mine != null) {
        person = null;
        mine.free.release();
        free.release();
        leave(name);
      }
    }
  }
}
