package dev.sessionmanager.messaging;

import dev.sessionmanager.gateway.RunningAnswers;
import dev.sessionmanager.messaging.MessageBuffer.Burst;
import dev.sessionmanager.messaging.MessageBuffer.Waiting;
import dev.sessionmanager.messaging.MessengerSettings.Newer;
import dev.sessionmanager.server.Dispatcher;
import dev.sessionmanager.server.Phases;
import dev.sessionmanager.server.ServicePart;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps what comes by messaging channels until its turn has come, and then has it answered, each
 * burst on a thread of its own. The file is what counts: memory holds the oldest of what waits
 * there, and is filled from it at the start, after an overflow, and after a failure. Any thread.
 */
@Component
class Intake extends ServicePart {

  private static final Logger logger = LoggerFactory.getLogger(Intake.class);

  /** After what could not be accepted; the reason may pass. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final Inbox inbox;
  private final MessageBuffer buffer;
  private final Messengers messengers;
  private final MessagingSessions sessions;
  private final GatheredMessages gathered;
  private final MessengerSettings settings;
  private final Clock clock;

  /** Messages in memory: they wait, or are being answered. */
  private final Map<Long, Arrival> held = new ConcurrentHashMap<>();

  private final ActiveBatches active;

  /** New words of messages that wait, by their numbers. Guards that no burst begins meanwhile. */
  private final Map<Long, String> corrected = new HashMap<>();

  private final Dispatcher dispatcher = new Dispatcher("intake", this::dispatch);

  /** The file may hold more than memory does. */
  private volatile boolean behind = true;

  private volatile @Nullable Instant readAgain;

  Intake(
      Inbox inbox,
      MessageBuffer buffer,
      Messengers messengers,
      MessagingSessions sessions,
      RunningAnswers answers,
      GatheredMessages gathered,
      MessengerSettings settings,
      Clock clock) {
    super(Phases.INTAKE, true);
    this.inbox = inbox;
    this.buffer = buffer;
    this.messengers = messengers;
    this.sessions = sessions;
    this.active = new ActiveBatches(answers, buffer);
    this.gathered = gathered;
    this.settings = settings;
    this.clock = clock;
    sessions.onKilled(this::drop);
  }

  /** Keeps a message; false for a duplicate. */
  boolean receive(Arrival message) {
    Optional<Arrival.Row> row = inbox.receive(message);
    row.ifPresent(this::arrived);
    return row.isPresent();
  }

  /** A message that has been kept is to be answered. */
  void arrived(Arrival.Row row) {
    sessions.seen(row.message());
    if (elsewhere()) {
      tell(Told.ARRIVED, "");
    }
    // Otherwise the file has it, and it is read from there in its order.
    if (!behind) {
      hold(row, row.message().receivedAt());
      if (settings.newer() == Newer.RESTART) {
        active.supersede(row.message());
      }
      dispatcher.wake();
    }
  }

  /** Messages that were done with wait again: as if they came now, together. */
  void reopened(List<Arrival.Row> rows) {
    if (elsewhere()) {
      tell(Told.ARRIVED, "");
    }
    if (!behind) {
      Instant now = clock.instant();
      rows.forEach(row -> hold(row, now));
      dispatcher.wake();
    }
  }

  /** Another node has kept messages: they are in the file. */
  void lookAgain() {
    behind = true;
    dispatcher.wake();
  }

  private void hold(Arrival.Row row, Instant since) {
    Arrival message = row.message();
    if (messengers.find(message.channel(), message.conversation()).isEmpty()) {
      return; // it waits in the file until its account is connected again
    }
    if (held.size() >= settings.inMemory()) {
      behind = true;
    } else if (held.putIfAbsent(row.id(), message) == null) {
      boolean now = buffer.isUrgent(message);
      String person = Batch.person(message);
      Instant come = clock.instant(); // another node's clock may be ahead of this one's
      Instant at = since.isAfter(come) ? come : since;
      buffer.add(new Waiting(row.id(), person, Batch.lane(message), now, at));
    }
  }

  /**
   * Gives a message that waits other words, unless its burst has begun.
   *
   * @param onDisk writes them there; false where the message does not wait any more
   */
  boolean replace(long id, String words, BooleanSupplier onDisk) {
    boolean replaced = replaceHere(id, words, onDisk);
    if (replaced && elsewhere()) {
      tell(Told.CORRECTED, new Told.Correct(id, words).said());
    }
    return replaced;
  }

  /** As above, for a message that has come to this node. */
  boolean replaceHere(long id, String words, BooleanSupplier onDisk) {
    synchronized (corrected) {
      if (active.holds(id) || !onDisk.getAsBoolean()) {
        return false;
      }
      corrected.put(id, words); // it may be on its way from the file to memory just now
      return true;
    }
  }

  private Arrival.Row row(long id) {
    Arrival message = Objects.requireNonNull(held.get(id));
    String words = corrected.remove(id);
    return new Arrival.Row(id, words == null ? message : message.saying(words));
  }

  /** What is being answered on this node. */
  ActiveBatches active() {
    return active;
  }

  /** Messages that wait in a conversation are not answered. */
  private void drop(String channel, String conversation) {
    String lanes = Batch.conversation(channel, conversation) + ' ';
    drop(buffer.withdraw(lane -> lane.startsWith(lanes)));
  }

  /**
   * Nothing that waits is answered; what is being answered goes on.
   *
   * @return how many messages
   */
  int clear() {
    List<Long> ids = buffer.withdraw(lane -> true);
    drop(ids);
    return ids.size();
  }

  private void drop(List<Long> ids) {
    if (!ids.isEmpty()) {
      inbox.drop(ids);
      ids.forEach(held::remove);
      synchronized (corrected) {
        corrected.keySet().removeAll(ids);
      }
    }
  }

  /** A batch could not be accepted: its messages are read again from the file a little later. */
  private void again(Batch batch, RuntimeException why) {
    logger.error("A message of {} waits: it cannot be accepted now", batch.channel(), why);
    readAgain = clock.instant().plus(AGAIN);
  }

  /** A batch of a process that is gone, which had it accepted; {@link #done} ends it. */
  void resume(Batch batch) {
    buffer.occupy(batch.person());
    active.add(batch);
  }

  void done(Batch batch) {
    active.remove(batch);
    batch.begunWith().forEach(held::remove);
    if (batch.reopened()) {
      batch.rows().forEach(row -> hold(row, row.message().receivedAt()));
    }
    buffer.done(batch.person());
    dispatcher.wake();
  }

  /** Begins the bursts whose turn has come; whether the turn of another will without a wake-up. */
  private boolean dispatch() {
    try {
      Instant due = readAgain;
      boolean again = due != null && !clock.instant().isBefore(due);
      if (again || (behind && held.size() <= settings.inMemory() / 2)) {
        readAgain = null;
        read();
      }
      for (Optional<Burst> next = buffer.take(); next.isPresent(); next = buffer.take()) {
        begin(next.get());
      }
    } catch (RuntimeException broken) {
      logger.error("Messages wait, because they could not be looked at", broken);
      readAgain = clock.instant().plus(AGAIN);
    }
    return readAgain != null || !buffer.isEmpty();
  }

  private void read() {
    // From here on new messages come to memory by themselves: none falls between.
    behind = false;
    List<Arrival.Row> rows = inbox.waiting(messengers.connectedAccounts(), settings.inMemory());
    for (Arrival.Row row : rows) {
      boolean isNew = !held.containsKey(row.id());
      hold(row, row.message().receivedAt());
      if (isNew && settings.newer() == Newer.RESTART) {
        active.supersede(row.message());
      }
    }
    if (rows.size() == settings.inMemory()) {
      behind = true;
    }
  }

  private void begin(Burst burst) {
    Batch batch;
    synchronized (corrected) {
      List<Arrival.Row> rows =
          burst.messages().stream().filter(held::containsKey).map(this::row).toList();
      if (rows.isEmpty()) { // dropped at this very moment
        buffer.done(burst.person());
        return;
      }
      batch = new Batch(rows);
      active.add(batch);
    }
    Thread.ofVirtual()
        .name("message")
        .start(() -> {
          try {
            if (messengers.agent(batch).isPresent()) {
              gathered.answer(batch);
            } else { // since it came, the settings leave it to humans
              drop(batch.ids());
            }
          } catch (RuntimeException failure) {
            again(batch, failure);
          } finally {
            done(batch);
          }
        });
  }

  @Override
  protected void begin() {
    dispatcher.start();
  }

  /** No burst begins any more; those that have may end. */
  @Override
  protected void end() {
    dispatcher.stop();
    Dispatcher.await(active::isEmpty);
  }
}
