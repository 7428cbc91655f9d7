package dev.sessionmanager.conversation;

import dev.sessionmanager.database.Claims;
import dev.sessionmanager.server.Peers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Which turns without an end this node has, where several share a database: a turn is claimed with
 * its question, in the same commit, and of a conversation one is answered at a time, by whichever
 * node. Where one process has its database for itself there is nothing to claim. Any thread.
 */
@Component
public class TurnClaims {

  private static final Logger logger = LoggerFactory.getLogger(TurnClaims.class);

  /** The database may be away for a day; then whoever looks after it starts the node anew. */
  private static final int TRIES = 100_000;

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final TurnLog log;
  private final boolean shared;

  /** Turns that have not begun, because another node may have what comes before. */
  private final Set<Long> waiting = ConcurrentHashMap.newKeySet();

  /** The conversations of turns that were taken up and have not begun, by these turns. */
  private final Map<Long, String> adopted = new ConcurrentHashMap<>();

  TurnClaims(TurnLog log, Peers peers) {
    this.log = log;
    this.shared = peers.shared();
  }

  /**
   * Accepts a question; it is on the disk when this returns.
   *
   * @return the turn's id
   * @throws LogFailure when it is not on the disk; with {@link SentBefore} as its cause where
   *     another node has the message
   */
  public long accept(NewTurn turn) {
    long id = log.nextId();
    try {
      log.append(accepting(id, turn));
    } catch (LogFailure failure) {
      waiting.remove(id);
      throw failure;
    }
    return id;
  }

  /** The statement by which a question is accepted, for a commit of several. */
  public LogStatements.Statement accepting(long id, NewTurn turn) {
    LogStatements.Statement question = LogStatements.question(id, turn);
    return statements -> {
      question.run(statements);
      Claims claims = statements.claims();
      if (claims == null || statements.run(claims.begun(), id) > 0) {
        waiting.remove(id); // it may be written a second time, alone
      } else if (statements.run(claims.waits(), id) > 0) {
        waiting.add(id);
      } else {
        throw new SentBefore();
      }
    };
  }

  /**
   * Whether a turn that has its place here may be answered now: no other node answers one of its
   * conversation, nor has one that came before. From then on no other does until it has ended. To
   * be asked again a moment later where not; for most turns it costs nothing.
   *
   * @param conversation the turn's; null where it stands alone
   */
  public boolean begin(long turnId, @Nullable String conversation) {
    if (!waiting.contains(turnId)) {
      return true;
    }
    try {
      // Asked by the thread that writes: what is taken up by then counts.
      int begun =
          log.changed(statements ->
              isBehind(turnId, conversation) ? 0 : run(statements, turnId, Claims::begin));
      if (begun == 0) {
        return false;
      }
    } catch (LogFailure later) { // another has begun at this very moment; or the database is away
      logger.debug("Turn {} waits", turnId, later);
      return false;
    }
    over(turnId);
    return true;
  }

  /**
   * Whether this node has taken up a turn of the conversation that came before and has not begun:
   * it entered the queue behind this one, which has to give way.
   */
  public boolean isBehind(long turnId, @Nullable String conversation) {
    return conversation != null
        && adopted.entrySet().stream()
            .anyMatch(other -> other.getKey() < turnId && other.getValue().equals(conversation));
  }

  /**
   * Takes up a turn of a node that is gone; false where there is no such turn any more. Later turns
   * of its conversation wait for it until {@link #begin}, {@link #handBack} or {@link #over}.
   */
  public boolean adopt(Turn turn) {
    String conversation = turn.asked().conversationId();
    waiting.add(turn.id());
    if (conversation != null) {
      adopted.put(turn.id(), conversation);
    }
    return changed(turn.id(), Claims::adopt) > 0;
  }

  /** Nobody here waits for this turn's beginning any more. */
  public void over(long turnId) {
    waiting.remove(turnId);
    adopted.remove(turnId);
  }

  /**
   * A turn has no end, and nobody here works for it any more: whoever leads takes it up, once that
   * can be written. Where there is one process, its next start does.
   */
  public void handBack(long turnId) {
    over(turnId);
    if (shared) {
      Thread.ofVirtual()
          .name("hand-back")
          .start(() -> {
            for (int tries = 0; tries < TRIES && !handedBack(turnId); tries++) {
              LockSupport.parkNanos(AGAIN.toNanos());
            }
          });
    }
  }

  private boolean handedBack(long turnId) {
    try {
      changed(turnId, Claims::handBack);
      return true;
    } catch (LogFailure later) {
      return false;
    }
  }

  /** Of {@link Claims}. */
  @FunctionalInterface
  private interface Which {
    String sql(Claims claims);
  }

  private int changed(long turnId, Which which) {
    return log.changed(statements -> run(statements, turnId, which));
  }

  private static int run(LogStatements statements, long turnId, Which which) throws SQLException {
    Claims claims = statements.claims();
    return claims == null ? 1 : statements.run(which.sql(claims), turnId);
  }
}
