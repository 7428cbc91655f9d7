package dev.sessionmanager.model;

import dev.sessionmanager.model.Watches.Reason;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
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

  /** What a transfer's failure means. */
  static ModelFailure of(IOException e) {
    return switch (e) {
      case BoundedLines.TooLarge tooLarge ->
          lasting(
              new Problem(Kind.MODEL_UNREADABLE)
                  .setting("LLM_ANSWER_MAX_BYTES")
                  .causedBy(tooLarge));
      case ConnectionRequestTimeoutException full ->
          lasting(
              new Problem(Kind.OVERLOADED)
                  .setting("LLM_CONNECTIONS_MAX")
                  .retryAfter(Duration.ofSeconds(1))
                  .causedBy(full));
      case ConnectTimeoutException slow -> unreachable(slow);
      case SocketTimeoutException slow -> late(Reason.WHOLE, slow);
      case ConnectException refused -> unreachable(refused);
      case NoRouteToHostException away -> unreachable(away);
      case UnknownHostException unknown -> unreachable(unknown);
      case SSLException handshake -> unreachable(handshake);
      default -> passing(new Problem(Kind.MODEL_BROKE_OFF).causedBy(e), null);
    };
  }

  private static ModelFailure unreachable(IOException e) {
    return passing(new Problem(Kind.MODEL_UNREACHABLE).causedBy(e), null);
  }

  /** A transfer was cut off because it took too long. */
  static ModelFailure late(Reason reason, IOException e) {
    String setting =
        switch (reason) {
          case FIRST_TOKEN -> "LLM_FIRST_TOKEN_TIMEOUT";
          case IDLE -> "LLM_IDLE_TIMEOUT";
          default -> "LLM_TIMEOUT_SECONDS";
        };
    return lasting(new Problem(Kind.MODEL_TIMED_OUT).setting(setting).causedBy(e));
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
