package dev.sessionmanager.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sessionmanager.admission.WorkQueue;
import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.LogStatements;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Storage;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.TurnLog;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.session.Seals;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * What agents know of a conversation: its newest answered turns, and a summary of those before,
 * which the agent's own model makes in the background once its window leaves them out. A summary is
 * a turn's row of its own in the log; each goes on from the one before. One that fails is tried
 * again with a later message. Each counts in {@code MAX_IN_FLIGHT}, where it is begun once no
 * message waits, and in its person's storage. Any thread.
 */
@Component
class ConversationMemory {

  private static final Logger logger = LoggerFactory.getLogger(ConversationMemory.class);

  /** Earlier turns that a prompt holds at most; every model's window holds fewer. */
  private static final int TURNS_MAX = 200;

  /** Summaries after one message, where a conversation was long before any was made. */
  private static final int STEPS_MAX = 4;

  /** Conversations whose summary has failed that are remembered. */
  private static final int FAILED_MAX = 10_000;

  private final Turns turns;
  private final TurnLog log;
  private final ReplyCodec codec;
  private final Seals seals;
  private final MemorySettings settings;
  private final WorkQueue queue;
  private final Storage storage;
  private final Clock clock;
  private final Semaphore atOnce;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final Cache<String, Boolean> failed;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("summary-", 0).factory());

  ConversationMemory(
      Turns turns,
      TurnLog log,
      ReplyCodec codec,
      Seals seals,
      MemorySettings settings,
      WorkQueue queue,
      Storage storage,
      Clock clock) {
    this.turns = turns;
    this.log = log;
    this.codec = codec;
    this.seals = seals;
    this.settings = settings;
    this.queue = queue;
    this.storage = storage;
    this.clock = clock;
    this.atOnce = new Semaphore(settings.summariesAtOnce());
    this.failed =
        Caffeine.newBuilder()
            .maximumSize(FAILED_MAX)
            .expireAfterWrite(settings.pauseAfterFailure())
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  /** What is known when a message is answered. */
  Past past(AcceptedMessage message) {
    return new Past(message);
  }

  /** A conversation before one of its messages; read once somebody asks. Any thread. */
  final class Past {

    private final AcceptedMessage message;
    private final SingletonSupplier<List<Turn>> known;

    private Past(AcceptedMessage message) {
      this.message = message;
      String conversation = message.turn().conversationId();
      this.known =
          SingletonSupplier.of(() ->
              conversation == null
                  ? List.of()
                  : turns.answeredBefore(conversation, message.answer().turnId(), TURNS_MAX));
    }

    /** What was said, oldest first: whole turns, or what the message brought along. */
    List<Message> history() {
      List<Message> brought = message.inbound().context();
      return brought == null ? messages(known.obtain()) : brought;
    }

    /**
     * The newest summary, with how many messages of {@link #history} it is about; null where there
     * is none.
     */
    @Nullable Summary summary() {
      String conversation = message.turn().conversationId();
      if (conversation == null || message.inbound().context() != null) {
        return null;
      }
      return turns
          .summary(conversation, message.answer().turnId())
          .map(turn -> {
            long last = codec.summarisedTo(turn);
            List<Turn> early = known.obtain().stream().filter(one -> one.id() <= last).toList();
            return new Summary(text(turn), messages(early).size(), null);
          })
          .orElse(null);
    }
  }

  private static String text(Turn summary) {
    return Objects.requireNonNull(Objects.requireNonNull(summary.outcome()).answer());
  }

  private static List<Message> messages(List<Turn> turns) {
    List<Message> messages = new ArrayList<>();
    for (Turn turn : turns) {
      Outcome outcome = turn.outcome();
      if (outcome != null && outcome.answer() != null) {
        messages.add(Message.user(turn.asked().question()));
        messages.add(Message.assistant(outcome.answer()));
      }
    }
    return messages;
  }

  /**
   * Begins a summary in the background where the answer to this message left something out. Returns
   * at once, and never throws.
   */
  void answered(AcceptedMessage message, Reply reply) {
    String conversation = message.turn().conversationId();
    if (conversation == null
        || !settings.summaries()
        || message.inbound().context() != null
        || !(reply.meta().get(Reply.LEFT_OUT) instanceof Map<?, ?> left)
        || !(left.get("messages") instanceof Integer messages)
        || failed.getIfPresent(conversation) != null
        || storage.full(message.turn().owner())
        || !atOnce.tryAcquire()) {
      return; // a later message asks for it again
    }
    boolean begun = false;
    try {
      if (busy.add(conversation)) {
        threads.execute(() -> summarise(conversation, message, messages));
        begun = true;
      }
    } catch (RejectedExecutionException stopping) {
      busy.remove(conversation);
    } finally {
      if (!begun) {
        atOnce.release();
      }
    }
  }

  private void summarise(String conversation, AcceptedMessage message, int leftOut) {
    try {
      int steps = 0;
      while (steps < STEPS_MAX && step(conversation, message, leftOut)) {
        steps++;
      }
    } catch (Problem problem) {
      logger.info("A summary was not made: {}", problem.kind().code());
      failed.put(conversation, true);
    } catch (CancellationException | LogFailure stopping) {
      logger.debug("A summary was not made", stopping);
    } catch (RuntimeException | Error broken) {
      logger.warn("A summary was not made", broken);
      failed.put(conversation, true);
    } finally {
      busy.remove(conversation);
      atOnce.release();
    }
  }

  /**
   * Makes one summary.
   *
   * @param leftOut messages of the history that the window left out
   * @return whether more of them are left
   */
  private boolean step(String conversation, AcceptedMessage message, int leftOut) {
    long answered = message.answer().turnId();
    Turn before = turns.summary(conversation, answered).orElse(null);
    long done = before == null ? 0 : codec.summarisedTo(before);
    List<Turn> history = turns.answeredBefore(conversation, answered, TURNS_MAX);
    int out = Math.min(leftOut / 2, history.size());
    if (out == 0 || history.get(out - 1).id() <= done) {
      return false;
    }
    // Those that leave the window next as well, so that not every message needs a summary.
    long until = history.get(out - 1 + (history.size() - out) / 2).id();
    List<Turn> fresh =
        turns.between(conversation, done, answered, TURNS_MAX).rows().stream()
            .filter(turn -> turn.answered() && turn.id() <= until)
            .filter(turn -> Objects.requireNonNull(turn.outcome()).answer() != null)
            .toList();
    List<Message> messages = messages(fresh);
    if (messages.stream().mapToLong(Message::length).sum() < settings.summaryFrom()) {
      return false;
    }
    Optional<Summary> made = made(message, before, messages);
    if (made.isEmpty()) {
      return false;
    }
    NewTurn turn = turn(message.turn());
    Turn last = fresh.get((made.get().messages() + 1) / 2 - 1);
    Outcome outcome = codec.summary(made.get(), seals.seal(last.id()), clock.instant());
    log.append(LogStatements.summary(log.nextId(), turn, outcome, last.id()));
    return last.id() < history.get(out - 1).id();
  }

  /** Once there is room for it. */
  private Optional<Summary> made(
      AcceptedMessage message, @Nullable Turn before, List<Message> messages) {
    try (WorkQueue.Place place = queue.enterIdle()) {
      var _ = place.await();
      return message
          .agent()
          .summarise(
              before == null ? null : text(before),
              messages,
              message.inbound().language(),
              message.inbound().traceId());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
  }

  private NewTurn turn(NewTurn asked) {
    return new NewTurn(
        asked.conversationId(),
        asked.owner(),
        asked.sessionId(),
        asked.channel(),
        asked.agent(),
        null,
        "",
        asked.language(),
        asked.traceId(),
        clock.instant());
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }
}
