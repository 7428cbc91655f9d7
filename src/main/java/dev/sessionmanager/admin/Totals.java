package dev.sessionmanager.admin;

import dev.sessionmanager.gateway.AnswerEvents;
import dev.sessionmanager.gateway.AnswerEvents.Ending;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** What became of messages on every channel since the start of the process. Any thread. */
@Component
class Totals {

  private static final int SERVER_ERROR = 500;

  private final LongAdder processed = new LongAdder();
  private final LongAdder errors = new LongAdder();

  Totals(AnswerEvents endings) {
    endings.onEnding(this::count);
  }

  private void count(Ending ending) {
    if (ending.accepted()) {
      processed.increment();
      if (ending.problem() != null && ending.problem().status() >= SERVER_ERROR) {
        errors.increment();
      }
    }
  }

  /** Messages that were worked on, whatever came of it. */
  long processed() {
    return processed.sum();
  }

  /** Of them, those that the service, a runtime or a model did not answer. */
  long errors() {
    return errors.sum();
  }
}
