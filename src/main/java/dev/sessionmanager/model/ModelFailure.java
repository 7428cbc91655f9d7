package dev.sessionmanager.model;

import dev.sessionmanager.gateway.Problem;
import dev.sessionmanager.gateway.Problem.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One try that failed, and what that means for the next. */
final class ModelFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Problem problem;
  private final boolean retryable;
  private final transient @Nullable Duration wait;
  private final boolean afterPieces;

  private ModelFailure(
      Problem problem, boolean retryable, @Nullable Duration wait, boolean afterPieces) {
    super(problem.getMessage(), problem, false, false);
    this.problem = problem;
    this.retryable = retryable;
    this.wait = wait;
    this.afterPieces = afterPieces;
  }

  /** The same request would fail again. */
  static ModelFailure lasting(Problem problem) {
    return new ModelFailure(problem, false, null, false);
  }

  /** May pass; the provider has asked for this wait, or for none. */
  static ModelFailure passing(Problem problem, @Nullable Duration wait) {
    return new ModelFailure(problem, true, wait, false);
  }

  /** The same, when somebody has already seen the beginning of the answer. */
  ModelFailure afterPieces() {
    return new ModelFailure(problem, false, wait, true);
  }

  /** Whether another model may be asked: not when the answer has begun, or is refused. */
  boolean leavesOthers() {
    return !afterPieces && problem.kind() != Kind.CONTENT_REFUSED;
  }

  Problem problem() {
    return problem;
  }

  boolean retryable() {
    return retryable;
  }

  @Nullable Duration retryAfter() {
    return wait;
  }

  /** Whether the provider itself is at fault, so that it should be left alone for a while. */
  boolean blamesProvider() {
    return switch (problem.kind()) {
      case Kind.MODEL_FAILED,
          Kind.MODEL_UNREADABLE,
          Kind.MODEL_BROKE_OFF,
          Kind.MODEL_UNREACHABLE,
          Kind.MODEL_TIMED_OUT ->
          true;
      default -> false;
    };
  }
}
