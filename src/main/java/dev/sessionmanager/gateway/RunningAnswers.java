package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The answers being made, and behind them those that the log has: found by their turn, for readers
 * that come back, and by the id that their sender gave, so that a message that is sent again meets
 * its first.
 */
@Component
final class RunningAnswers {

  private record Sent(String owner, String channel, String clientId) {}

  private final ConcurrentMap<Long, LiveAnswer> byTurn = new ConcurrentHashMap<>();
  private final ConcurrentMap<Sent, LiveAnswer> bySent = new ConcurrentHashMap<>();

  private final Turns turns;
  private final ReplyCodec records;

  RunningAnswers(Turns turns, ReplyCodec records) {
    this.turns = turns;
    this.records = records;
  }

  /** The one that this id's first message is being given, or else the new one. */
  LiveAnswer first(Inbound inbound, LiveAnswer fresh) {
    if (inbound.id() == null) {
      return fresh;
    }
    LiveAnswer first =
        bySent.putIfAbsent(new Sent(inbound.owner(), inbound.channel(), inbound.id()), fresh);
    return first == null ? fresh : first;
  }

  void begun(LiveAnswer answering) {
    byTurn.put(answering.turnId(), answering);
  }

  void over(LiveAnswer answering, String channel, @Nullable String clientId) {
    byTurn.remove(answering.turnId(), answering);
    if (clientId != null) {
      bySent.remove(new Sent(answering.owner(), channel, clientId), answering);
    }
  }

  /** For a turn that is taken up again after a restart. */
  void resumed(LiveAnswer answering, NewTurn turn) {
    if (turn.clientId() != null) {
      bySent.put(new Sent(turn.owner(), turn.channel(), turn.clientId()), answering);
    }
    begun(answering);
  }

  Optional<LiveAnswer> find(String owner, long turnId) {
    return Optional.ofNullable(byTurn.get(turnId)).filter(a -> a.owner().equals(owner));
  }

  /**
   * Ends the answering with what the first message of this id has come to, for everybody who has
   * sent it again; false where there is no such message, or it failed and may be asked again.
   */
  boolean given(Inbound inbound, LiveAnswer answering) {
    String id = inbound.id();
    if (id == null) {
      return false;
    }
    Optional<Turn> first =
        turns.byClientId(inbound.owner(), inbound.channel(), id).filter(Turn::answered);
    first.ifPresent(turn -> {
      if (!turn.asked().question().equals(inbound.text())) {
        throw new Problem(Kind.ID_REUSED);
      }
      answering.accepted(turn.id());
      answering.reply(records.reply(turn));
    });
    return first.isPresent();
  }

  /** The answer to a turn of this owner's, being made or done; empty when there is no such turn. */
  Optional<LiveAnswer> follow(String owner, long turnId) {
    return find(owner, turnId).or(() -> turns.byId(owner, turnId).map(this::ended));
  }

  private LiveAnswer ended(Turn turn) {
    if (turn.outcome() == null) {
      // Accepted a moment ago; or its end could not be stored, and the next start takes it up.
      return find(turn.asked().owner(), turn.id())
          .orElseGet(() -> LiveAnswer.of(turn, new Problem(Kind.INTERRUPTED)));
    }
    return turn.answered()
        ? LiveAnswer.of(turn, records.reply(turn))
        : LiveAnswer.of(turn, records.problem(turn));
  }
}
