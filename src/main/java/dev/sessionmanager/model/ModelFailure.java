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
  private final boolean blamesProvider;

  private ModelFailure(
      Problem problem,
      boolean retryable,
      @Nullable Duration wait,
      boolean afterPieces,
      boolean blamesProvider) {
    super(problem.getMessage(), problem, false, false);
    this.problem = problem;
    this.retryable = retryable;
    this.wait = wait;
    this.afterPieces = afterPieces;
    this.blamesProvider = blamesProvider;
  }

  /** The same request would fail again. */
  static ModelFailure lasting(Problem problem) {
    return new ModelFailure(problem, false, null, false, blames(problem));
  }

  /** May pass; the provider has asked for this wait, or for none. */
  static ModelFailure passing(Problem problem, @Nullable Duration wait) {
    return new ModelFailure(problem, true, wait, false, blames(problem));
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
                  new Problem(Kind.MODEL_UNREADABLE)
                      .setting("LLM_ANSWER_MAX_BYTES")
                      .causedBy(failure))
              .blameless();
      case NO_CONNECTION_FREE ->
          lasting(
              new Problem(Kind.OVERLOADED)
                  .setting("LLM_CONNECTIONS_MAX")
                  .retryAfter(Duration.ofSeconds(1))
                  .causedBy(failure));
      case NO_MEMORY_FREE ->
          lasting(new Problem(Kind.OVERLOADED).retryAfter(Duration.ofSeconds(1)).causedBy(failure));
      case CLOSED -> // by ourselves
          passing(new Problem(Kind.MODEL_UNREACHABLE).causedBy(failure), null).blameless();
      case CONNECT_TIMED_OUT, UNREACHABLE ->
          passing(new Problem(Kind.MODEL_UNREACHABLE).causedBy(failure), null);
      // Bounds of ours: it was answering, or may have been.
      case TOO_LATE -> late("LLM_TIMEOUT_SECONDS", failure).blameless();
      case NO_FIRST_PIECE -> late("LLM_FIRST_TOKEN_TIMEOUT", failure);
      case SILENT -> late("LLM_IDLE_TIMEOUT", failure).blameless();
      case INTERRUPTED, BROKE_OFF ->
          passing(new Problem(Kind.MODEL_BROKE_OFF).causedBy(failure), null);
    };
  }

  private static ModelFailure late(String setting, CallFailure failure) {
    return lasting(new Problem(Kind.MODEL_TIMED_OUT).setting(setting).causedBy(failure));
  }

  /** The same, when somebody has already seen the beginning of the answer. */
  ModelFailure afterPieces() {
    return new ModelFailure(problem, false, wait, true, blamesProvider);
  }

  /** Whether another model may be asked: not when the answer has begun, or is refused. */
  boolean leavesOthers() {
    return !afterPieces && problem.kind() != Kind.CONTENT_REFUSED;
  }

  /** Whether the request itself is at fault, so that the same model elsewhere refuses it too. */
  boolean blamesRequest() {
    return switch (problem.kind()) {
      case CONTEXT_TOO_LONG, CONTENT_REFUSED -> true;
      case MODEL_REJECTED -> problem.setting() == null; // else the address is wrong
      default -> false;
    };
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

  /** The same, after which the provider is not left alone. */
  ModelFailure blameless() {
    return new ModelFailure(problem, retryable, wait, afterPieces, false);
  }

  /** The same, of the last of several tries. */
  ModelFailure triedAgain() {
    return new ModelFailure(problem.triedAgain(), retryable, wait, afterPieces, blamesProvider);
  }

  /** Whether the provider itself is at fault, so that it should be left alone for a while. */
  boolean blamesProvider() {
    return blamesProvider;
  }

  private static boolean blames(Problem problem) {
    return switch (problem.kind()) {
      case MODEL_FAILED, MODEL_UNREADABLE, MODEL_BROKE_OFF, MODEL_UNREACHABLE, MODEL_TIMED_OUT ->
          true;
      default -> false;
    };
  }
}
