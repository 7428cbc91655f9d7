package dev.sessionmanager.model;

import dev.sessionmanager.http.CallFailure;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.time.Duration;
import java.util.concurrent.CancellationException;
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

  /** For a thread that was interrupted, and stays so. */
  static CancellationException cancelled(Throwable cause) {
    Thread.currentThread().interrupt();
    CancellationException cancelled = new CancellationException("interrupted");
    cancelled.initCause(cause);
    return cancelled;
  }

  /** What a call's failure means. */
  static ModelFailure of(CallFailure failure) {
    return switch (failure.reason()) {
      case TOO_LARGE ->
          lasting(
              new Problem(Kind.MODEL_UNREADABLE).setting("LLM_ANSWER_MAX_BYTES").causedBy(failure));
      case NO_CONNECTION_FREE ->
          lasting(
              new Problem(Kind.OVERLOADED)
                  .setting("LLM_CONNECTIONS_MAX")
                  .retryAfter(Duration.ofSeconds(1))
                  .causedBy(failure));
      case NO_MEMORY_FREE ->
          lasting(new Problem(Kind.OVERLOADED).retryAfter(Duration.ofSeconds(1)).causedBy(failure));
      case CONNECT_TIMED_OUT, UNREACHABLE, CLOSED ->
          passing(new Problem(Kind.MODEL_UNREACHABLE).causedBy(failure), null);
      case TOO_LATE -> late("LLM_TIMEOUT_SECONDS", failure);
      case NO_FIRST_PIECE -> late("LLM_FIRST_TOKEN_TIMEOUT", failure);
      case SILENT -> late("LLM_IDLE_TIMEOUT", failure);
      case INTERRUPTED, BROKE_OFF ->
          passing(new Problem(Kind.MODEL_BROKE_OFF).causedBy(failure), null);
    };
  }

  private static ModelFailure late(String setting, CallFailure failure) {
    return lasting(new Problem(Kind.MODEL_TIMED_OUT).setting(setting).causedBy(failure));
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
      case MODEL_FAILED, MODEL_UNREADABLE, MODEL_BROKE_OFF, MODEL_UNREACHABLE, MODEL_TIMED_OUT ->
          true;
      default -> false;
    };
  }
}
