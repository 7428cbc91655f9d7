package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.TurnClaims;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.gateway.TurnRecovery.Failed;
import dev.sessionmanager.gateway.TurnRecovery.Left;
import dev.sessionmanager.gateway.TurnRecovery.Recovered;
import dev.sessionmanager.gateway.TurnRecovery.Resumed;
import dev.sessionmanager.server.Peers;
import dev.sessionmanager.server.Phases;
import dev.sessionmanager.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes up again the turns that a process had accepted that is gone: at the start, those of the one
 * before, and while this node leads those of any other. All turns that were left behind have their
 * places in the queue before the first new message can come in; and what comes to another node
 * waits for those of its conversation, so that order is kept.
 */
@Component
public class Resumption implements SmartLifecycle {

  private static final Logger logger = LoggerFactory.getLogger(Resumption.class);

  private static final int PAGE = 1000;

  private final Turns turns;
  private final TurnClaims claims;
  private final Sessions sessions;
  private final Peers peers;
  private final List<TurnRecovery> recoveries;
  private volatile boolean running;

  /** The nodes that the last look has found, by their numbers; of the thread that looks alone. */
  private Set<Long> nodes = Set.of();

  Resumption(
      Turns turns,
      TurnClaims claims,
      Sessions sessions,
      Peers peers,
      ObjectProvider<TurnRecovery> recoveries) {
    this.turns = turns;
    this.claims = claims;
    this.sessions = sessions;
    this.peers = peers;
    this.recoveries = recoveries.orderedStream().toList();
    peers.whileLeading(this::takeOver);
  }

  @Override
  public void start() {
    sessions.endLeftOver();
    if (peers.shared()) {
      if (peers.leads()) {
        takeUp();
      }
    } else {
      takeUp();
    }
    running = true;
  }

  /** Whether another node has gone: then it may have left something. */
  private void takeOver() {
    if (!running) {
      return;
    }
    if (!turns.orphans(0, 1).isEmpty()) {
      takeUp();
    }
    Set<Long> now = peers.all().stream().map(Peers.Node::number).collect(Collectors.toSet());
    if (!now.containsAll(nodes)) {
      sessions.endLeftOver();
    }
    nodes = now;
  }

  private void takeUp() {
    List<Runnable> resumed = new ArrayList<>();
    int failed = 0;
    long after = 0;
    try {
      List<Turn> page;
      do {
        page = peers.shared() ? turns.orphans(after, PAGE) : turns.unfinished(after, PAGE);
        for (Turn turn : page) {
          after = turn.id();
          switch (adopt(turn)) {
            case Resumed(Runnable work) -> resumed.add(work);
            case Failed() -> failed++;
            case Left() -> {}
          }
        }
      } while (page.size() == PAGE);
    } finally { // what has its place already must not hold it for ever where the rest fails
      if (!resumed.isEmpty() || failed > 0) {
        logger.info(
            "Another process left {} messages unanswered: {} are answered now, {} marked as failed",
            resumed.size() + failed,
            resumed.size(),
            failed);
      }
      resumed.forEach(Thread::startVirtualThread);
    }
  }

  private Recovered adopt(Turn turn) {
    if (!peers.shared()) {
      return recover(turn);
    }
    Recovered recovered = new Left(); // also where its conversation was deleted just now
    try {
      if (claims.adopt(turn)) {
        recovered = recover(turn);
      }
    } catch (RuntimeException broken) {
      logger.error("Turn {} of another node waits: it cannot be taken up", turn.id(), broken);
      claims.handBack(turn.id());
    }
    if (!(recovered instanceof Resumed)) {
      claims.over(turn.id());
    }
    return recovered;
  }

  private Recovered recover(Turn turn) {
    return recoveries.stream()
        .flatMap(recovery -> recovery.recover(turn).stream())
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void stop() {
    running = false;
    peers.leave(); // what was done by this node for all has ended: see Phases
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Phases.RESUMPTION;
  }
}
