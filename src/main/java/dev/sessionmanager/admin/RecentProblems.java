package dev.sessionmanager.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.gateway.AnswerEvents;
import dev.sessionmanager.gateway.AnswerEvents.Ending;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The last {@code admin.problems-kept} messages that were not answered, and why; without their
 * texts. Any thread.
 */
@Component
class RecentProblems {

  private final Deque<Seen> last = new ArrayDeque<>();
  private final AdminSettings settings;
  private final Clock clock;

  RecentProblems(AnswerEvents endings, AdminSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    endings.onEnding(this::keep);
  }

  /**
   * A message that was not answered.
   *
   * @param code of {@link dev.sessionmanager.problem.Problem.Kind}
   * @param agent null where the message asked for an agent that does not exist
   */
  record Seen(
      Instant at,
      String code,
      int status,
      String channel,
      @Nullable String agent,
      @JsonProperty("trace_id") String traceId) {}

  private void keep(Ending ending) {
    if (ending.problem() == null) {
      return;
    }
    Seen seen =
        new Seen(
            clock.instant(),
            ending.problem().code(),
            ending.problem().status(),
            ending.channel(),
            ending.agent(),
            ending.traceId());
    synchronized (last) {
      last.addFirst(seen);
      if (last.size() > settings.problemsKept()) {
        last.removeLast();
      }
    }
  }

  /** The messages, the latest first. */
  List<Seen> list() {
    synchronized (last) {
      return new ArrayList<>(last);
    }
  }
}
