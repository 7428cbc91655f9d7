package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.server.Peers;
import dev.sessionmanager.session.Seals;
import dev.sessionmanager.session.Session;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The answers being made, and those that the log has: found by their turn, for readers that come
 * back, and by the id that the sender gave the message, so that a message that is sent again gets
 * the answer to the first one.
 */
@Component
public class RunningAnswers {

  /** Told to all nodes with a turn whose answer is to be stopped: see {@link Peers#tell}. */
  static final String STOP = "stop";

  /** No turn has this number: nobody can ask for these answers to be stopped. */
  private static final long NO_TURN = -1;

  private record Sent(String owner, String channel, String clientId) {}

  private final ConcurrentMap<Long, LiveAnswer> byTurn = new ConcurrentHashMap<>();
  private final ConcurrentMap<Sent, LiveAnswer> bySent = new ConcurrentHashMap<>();

  private final Running running = new Running();
  private final Turns turns;
  private final ReplyCodec codec;
  private final Seals seals;
  private final Elsewhere elsewhere;

  RunningAnswers(Turns turns, ReplyCodec codec, Seals seals, Elsewhere elsewhere, Peers peers) {
    this.turns = turns;
    this.codec = codec;
    this.seals = seals;
    this.elsewhere = elsewhere;
    peers.on(STOP, turn -> running.cancel(Long.parseLong(turn)));
    peers.answering(running::count);
  }

  /** Notes the turn that the answer is of. */
  void accepted(LiveAnswer answer, long turnId, String agent) {
    answer.accepted(turnId, () -> seals.seal(turnId), agent);
  }

  /** The answer to the first message of this id, where it is being made; else the new answer. */
  LiveAnswer first(Inbound inbound, LiveAnswer fresh) {
    if (inbound.id() == null) {
      return fresh;
    }
    LiveAnswer first =
        bySent.putIfAbsent(new Sent(inbound.owner(), inbound.channel(), inbound.id()), fresh);
    return first == null ? fresh : first;
  }

  void begun(LiveAnswer answer) {
    byTurn.put(answer.turnId(), answer);
  }

  void over(LiveAnswer answer, String channel, @Nullable String clientId) {
    byTurn.remove(answer.turnId(), answer);
    if (clientId != null) {
      bySent.remove(new Sent(answer.owner(), channel, clientId), answer);
    }
  }

  /** Notes the answer to a turn that is taken up again after a restart. */
  void resumed(LiveAnswer answer, NewTurn turn) {
    if (turn.clientId() != null) {
      bySent.put(new Sent(turn.owner(), turn.channel(), turn.clientId()), answer);
    }
    begun(answer);
  }

  private Optional<LiveAnswer> find(Predicate<String> owners, long turnId) {
    return Optional.ofNullable(byTurn.get(turnId)).filter(a -> owners.test(a.owner()));
  }

  /**
   * Ends the answer with the reply that the log has for the first message of this id, or follows it
   * where another node makes it; false where there is no such message, or it failed and may be
   * asked again.
   */
  boolean given(Inbound inbound, LiveAnswer answer) {
    return given(inbound, answer, false);
  }

  /** As above, where another node certainly has the message. */
  boolean givenElsewhere(Inbound inbound, LiveAnswer answer) {
    return given(inbound, answer, true);
  }

  private boolean given(Inbound inbound, LiveAnswer answer, boolean there) {
    String id = inbound.id();
    if (id == null) {
      return false;
    }
    Optional<Turn> first =
        turns
            .byClientId(inbound.owner(), inbound.channel(), id)
            .filter(turn ->
                turn.answered() || (turn.outcome() == null && (there || isElsewhere(turn))));
    first.ifPresent(turn -> {
      if (!turn.asked().question().equals(inbound.text())) {
        throw new Problem(Kind.ID_REUSED);
      }
      accepted(answer, turn.id(), turn.asked().agent());
      if (turn.answered()) {
        answer.reply(codec.reply(turn));
      } else {
        elsewhere.follow(turn, answer);
      }
    });
    return first.isPresent();
  }

  private boolean isElsewhere(Turn turn) {
    return elsewhere.possible() && elsewhere.has(turn.id());
  }

  /**
   * The answer of this id, being made or made; empty when there is none.
   *
   * @param owners whose answers the reader may follow
   */
  public Optional<LiveAnswer> follow(Predicate<String> owners, String id) {
    return turnId(id)
        .flatMap(turn -> find(owners, turn).or(() -> turns.byId(owners, turn).map(this::ended)));
  }

  /**
   * Stops the answer of this id, down to the model; false when none is being made.
   *
   * @param owners whose answers the caller may stop
   */
  public boolean stop(Predicate<String> owners, String id) {
    Optional<Long> turn = turnId(id);
    Optional<LiveAnswer> here = turn.flatMap(number -> find(owners, number));
    if (here.isPresent() || turn.isEmpty() || !elsewhere.possible()) {
      return here.filter(answer -> stop(answer.turnId())).isPresent();
    }
    boolean there =
        turns.byId(owners, turn.get()).filter(found -> found.outcome() == null).isPresent()
            && elsewhere.has(turn.get());
    if (there) {
      elsewhere.stop(turn.get());
    }
    return there;
  }

  /** An answer that this node makes, for another node; empty where it makes none of this turn. */
  public Optional<LiveAnswer> here(long turnId) {
    return find(any -> true, turnId);
  }

  private Optional<Long> turnId(String id) {
    OptionalLong turn = seals.open(id);
    return turn.isPresent() ? Optional.of(turn.getAsLong()) : Optional.empty();
  }

  /** Stops the answer to this turn, whoever its owner is; false when none is being made. */
  public boolean stop(long turnId) {
    return running.cancel(turnId);
  }

  /**
   * Has something answered, on this thread, that stands in no log; it is stopped when the caller
   * has gone, the session ends, or the service stops.
   *
   * @param gone as in {@link Gateway#ask}
   * @throws Problem why it was stopped, where it was
   */
  public <T> T unlogged(@Nullable Session session, BooleanSupplier gone, Supplier<T> work) {
    return running.run(session, NO_TURN, gone, work);
  }

  /** The threads that make the answers. */
  Running running() {
    return running;
  }

  private LiveAnswer ended(Turn turn) {
    NewTurn asked = turn.asked();
    LiveAnswer answer = new LiveAnswer(asked.owner(), asked.question());
    accepted(answer, turn.id(), asked.agent());
    if (turn.answered()) {
      answer.reply(codec.reply(turn));
    } else if (turn.outcome() != null) {
      answer.problem(codec.problem(turn));
    } else {
      // Accepted a moment ago; or its end could not be stored, and the next start takes it up.
      Optional<LiveAnswer> live = find(asked.owner()::equals, turn.id());
      if (live.isPresent()) {
        return live.get();
      }
      if (elsewhere.possible()) {
        elsewhere.follow(turn, answer);
      } else {
        answer.problem(new Problem(Kind.INTERRUPTED));
      }
    }
    return answer;
  }
}
