package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Turns;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes up again, at the start, what a killed process had accepted and not answered. All of it has
 * its place in the queue before the first new message can come in, so that order is kept.
 */
@Component
class Resumption implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Resumption.class);

  private static final int PAGE = 1000;

  private final Gateway gateway;
  private final Turns turns;
  private volatile boolean running;

  Resumption(Gateway gateway, Turns turns) {
    this.gateway = gateway;
    this.turns = turns;
  }

  @Override
  public void start() {
    running = true;
    List<Runnable> resumed = new ArrayList<>();
    int given = 0;
    long after = 0;
    List<Turn> page;
    do {
      page = turns.unfinished(after, PAGE);
      for (Turn turn : page) {
        after = turn.id();
        Runnable work = gateway.resume(turn);
        if (work == null) {
          given++;
        } else {
          resumed.add(work);
        }
      }
    } while (page.size() == PAGE);
    if (!resumed.isEmpty() || given > 0) {
      log.info(
          "The last process left {} messages unanswered: {} are answered now, {} are marked as"
              + " failed",
          resumed.size() + given,
          resumed.size(),
          given);
    }
    resumed.forEach(Thread::startVirtualThread);
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server's, which comes near the end. */
  @Override
  public int getPhase() {
    return 0;
  }
}
