package dev.sessionmanager.gateway;

import dev.sessionmanager.admission.KeyLimiter;
import dev.sessionmanager.admission.Verdict;
import dev.sessionmanager.admission.WorkQueue;
import dev.sessionmanager.admission.WorkQueue.Place;
import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import org.springframework.dao.DataAccessException;

/** Failures of the log and refusals of the admission as problems. */
public final class Refusals {

  private Refusals() {}

  public static Problem of(Throwable failure) {
    return switch (failure) {
      case Problem problem -> problem;
      case LogFailure log -> new Problem(Kind.STORAGE_FAILED).causedBy(log);
      case DataAccessException database -> new Problem(Kind.STORAGE_FAILED).causedBy(database);
      default -> new Problem(Kind.INTERNAL).causedBy(failure);
    };
  }

  public static Problem of(Verdict verdict) {
    Kind kind =
        switch (verdict.limit()) {
          case "RATE_MAX_MESSAGES", KeyLimiter.RATE_SETTING -> Kind.RATE_LIMITED;
          default -> verdict.personal() ? Kind.TOO_MANY_AT_ONCE : Kind.OVERLOADED;
        };
    return new Problem(kind).retryAfter(verdict.retryAfter()).setting(verdict.limit());
  }

  static Place place(WorkQueue.Entry entry) {
    return switch (entry) {
      case Place place -> place;
      case Verdict verdict -> throw of(verdict);
    };
  }
}
