package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.gateway.TurnRecovery.Failed;
import dev.sessionmanager.gateway.TurnRecovery.Left;
import dev.sessionmanager.gateway.TurnRecovery.Recovered;
import dev.sessionmanager.gateway.TurnRecovery.Resumed;
import dev.sessionmanager.server.Phases;
import dev.sessionmanager.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes up again, at the start, the turns that a killed process had accepted and not answered. All
 * these turns have their places in the queue before the first new message can come in, so that
 * order is kept.
 */
@Component
public class Resumption implements SmartLifecycle {

  private static final Logger logger = LoggerFactory.getLogger(Resumption.class);

  private static final int PAGE = 1000;

  private final Turns turns;
  private final Sessions sessions;
  private final List<TurnRecovery> recoveries;
  private volatile boolean running;

  Resumption(Turns turns, Sessions sessions, ObjectProvider<TurnRecovery> recoveries) {
    this.turns = turns;
    this.sessions = sessions;
    this.recoveries = recoveries.orderedStream().toList();
  }

  @Override
  public void start() {
    running = true;
    sessions.endLeftOver();
    List<Runnable> resumed = new ArrayList<>();
    int failed = 0;
    long after = 0;
    List<Turn> page;
    do {
      page = turns.unfinished(after, PAGE);
      for (Turn turn : page) {
        after = turn.id();
        switch (recover(turn)) {
          case Resumed(Runnable work) -> resumed.add(work);
          case Failed() -> failed++;
          case Left() -> {}
        }
      }
    } while (page.size() == PAGE);
    if (!resumed.isEmpty() || failed > 0) {
      logger.info(
          "The last process left {} messages unanswered: {} are answered now, {} marked as failed",
          resumed.size() + failed,
          resumed.size(),
          failed);
    }
    resumed.forEach(Thread::startVirtualThread);
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
