package dev.sessionmanager.messaging;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/**
 * Messages that wait to be answered: what one person writes in quick succession is taken together,
 * one burst of a person at a time, {@code WORKER_POOL_SIZE} bursts at once. Who has waited longest
 * goes first; an urgent message counts as having waited {@code messaging.ageing} longer, one that
 * comes right after an answer as much shorter, so that nobody starves and nothing is dropped. While
 * a burst waits for its turn, what its person writes still joins it. Holds no message, only their
 * numbers; knows time from its clock alone. Any thread.
 */
@Component
public class MessageBuffer {

  /**
   * A message that waits.
   *
   * @param id grows in the order in which they came
   * @param person whose it is: they have one burst answered at a time
   * @param lane within which messages are joined, and their order is kept: one person's part in one
   *     conversation
   * @param at when it came
   */
  public record Waiting(long id, String person, String lane, boolean urgent, Instant at) {}

  /** Messages that are answered together, in their order; they are {@link #done} with at last. */
  public record Burst(String person, String lane, List<Long> messages) {}

  /**
   * How much there is to do.
   *
   * @param waiting messages
   * @param workers bursts that can be answered at once
   * @param active bursts that are
   * @param activePeople whose they are
   * @param people with a message that waits or is being answered
   */
  public record Load(int waiting, int workers, int active, int activePeople, int people) {}

  /** One person's messages in one conversation. */
  private final class Lane {
    private final String person;
    private final boolean demoted;
    private final TreeMap<Long, Waiting> messages = new TreeMap<>();
    private Instant ready = Instant.MAX;

    Lane(String person, boolean demoted) {
      this.person = person;
      this.demoted = demoted;
    }

    void add(Waiting message, Instant now) {
      messages.put(message.id(), message);
      if (ready.isAfter(now)) { // else it waits for its turn only, and keeps its place
        ready = urgent() || messages.size() >= settings.bufferMax() ? now : quiet();
      }
    }

    boolean urgent() {
      return messages.values().stream().anyMatch(Waiting::urgent);
    }

    private Instant quiet() {
      List<Instant> came = messages.values().stream().map(Waiting::at).sorted().toList();
      Instant longest = came.getFirst().plus(settings.bufferLongest());
      Instant quiet = came.getLast().plus(settings.bufferTimeout());
      return quiet.isBefore(longest) ? quiet : longest;
    }

    Instant rank() {
      Instant rank = demoted ? ready.plus(settings.ageing()) : ready;
      return urgent() ? rank.minus(settings.ageing()) : rank;
    }
  }

  private final MessagingSettings settings;
  private final UrgentWords urgentWords;
  private final Clock clock;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Map<String, Integer> active = new HashMap<>();

  /** When people were last answered, oldest first; only those within the cooldown are kept. */
  private final LinkedHashMap<String, Instant> answered = new LinkedHashMap<>();

  private int workers;

  MessageBuffer(MessagingSettings settings, Clock clock) {
    this.settings = settings;
    this.urgentWords = new UrgentWords(settings);
    this.clock = clock;
  }

  /** Has a message wait; with the same number it is the same message. */
  public synchronized void add(Waiting message) {
    Instant now = clock.instant();
    String person = message.person();
    lanes
        .computeIfAbsent(
            message.lane(), lane -> new Lane(person, active.containsKey(person) || cooling(person)))
        .add(message, now);
  }

  private boolean cooling(String person) {
    Instant last = answered.get(person);
    return last != null && clock.instant().isBefore(last.plus(settings.cooldown()));
  }

  /** The burst that is to be answered next; empty when none may be now. */
  public synchronized Optional<Burst> take() {
    if (workers >= settings.workers() || active.size() >= settings.usersMax()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Optional<Map.Entry<String, Lane>> next =
        lanes.entrySet().stream()
            .filter(lane -> !lane.getValue().ready.isAfter(now))
            .filter(lane -> !active.containsKey(lane.getValue().person))
            .min(
                Comparator.comparing((Map.Entry<String, Lane> lane) -> lane.getValue().rank())
                    .thenComparing(lane -> lane.getValue().messages.firstKey()));
    return next.map(lane -> {
      Burst burst = burst(lane.getKey(), lane.getValue());
      occupy(burst.person());
      return burst;
    });
  }

  /**
   * At most {@code messaging.buffer-max} of a lane; what is more stays, and its turn has come too.
   */
  private Burst burst(String key, Lane lane) {
    List<Long> ids = lane.messages.keySet().stream().limit(settings.bufferMax()).toList();
    ids.forEach(lane.messages::remove);
    if (lane.messages.isEmpty()) {
      lanes.remove(key);
    }
    return new Burst(lane.person, key, ids);
  }

  /**
   * A burst of this person's is answered that was taken before a restart; {@link #done} ends it.
   */
  public synchronized void occupy(String person) {
    workers++;
    active.merge(person, 1, Integer::sum);
  }

  /** A burst of this person's is no longer being answered. */
  public synchronized void done(String person) {
    workers--;
    active.computeIfPresent(person, (key, count) -> count > 1 ? count - 1 : null);
    answered.remove(person);
    answered.put(person, clock.instant());
    while (!answered.isEmpty() && !cooling(answered.firstEntry().getKey())) {
      answered.pollFirstEntry();
    }
  }

  /** Whether a message cannot wait, as its provider or its words say. */
  boolean isUrgent(Arrival message) {
    return message.urgent() || urgentWords.in(message.text());
  }

  /** How many people are remembered because they were answered within the cooldown. */
  synchronized int recentlyAnswered() {
    return answered.size();
  }

  /** Whether one more may be answered together with so many, of which the first came then. */
  public boolean mayJoin(int messages, Instant first) {
    return messages < settings.bufferMax()
        && clock.instant().isBefore(first.plus(settings.bufferLongest()));
  }

  /** Takes messages away that wait in these lanes, and returns their numbers. */
  public synchronized List<Long> withdraw(Predicate<String> lane) {
    List<Map.Entry<String, Lane>> found =
        lanes.entrySet().stream().filter(entry -> lane.test(entry.getKey())).toList();
    found.forEach(entry -> lanes.remove(entry.getKey()));
    return found.stream().flatMap(e -> e.getValue().messages.keySet().stream()).toList();
  }

  /** Whether no message waits, be it for its time or for a worker. */
  public synchronized boolean isEmpty() {
    return lanes.isEmpty();
  }

  public synchronized Load load() {
    int waiting = lanes.values().stream().mapToInt(lane -> lane.messages.size()).sum();
    long idle =
        lanes.values().stream()
            .map(lane -> lane.person)
            .filter(person -> !active.containsKey(person))
            .distinct()
            .count();
    return new Load(
        waiting, settings.workers(), workers, active.size(), active.size() + (int) idle);
  }
}
