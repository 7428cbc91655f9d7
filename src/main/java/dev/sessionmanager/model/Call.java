package dev.sessionmanager.model;

import dev.sessionmanager.gateway.Problem;
import dev.sessionmanager.gateway.Problem.Kind;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One try at one model, from the request to the last piece, as the HTTP client beneath LangChain4j
 * sees it. LangChain4j swallows and rewraps exceptions of streams; the first one that is noted here
 * is what counts. Belongs to one thread.
 */
final class Call {

  /** The call that this thread is making, for the HTTP client that LangChain4j calls. */
  static final ScopedValue<Call> CURRENT = ScopedValue.newInstance();

  private final Target target;
  private final String requestId;
  private final long deadline;
  private final @Nullable Consumer<String> chunk;
  private @Nullable RuntimeException failure;
  private boolean streamed;
  private boolean complete;
  private long firstPiece;

  /**
   * @param deadline when the answer must be complete, by {@link System#nanoTime}
   * @param chunk null where nobody wants pieces: then the answer is fetched in one
   */
  Call(Target target, String requestId, long deadline, @Nullable Consumer<String> chunk) {
    this.target = target;
    this.requestId = requestId;
    this.deadline = deadline;
    this.chunk = chunk;
  }

  Target target() {
    return target;
  }

  String requestId() {
    return requestId;
  }

  long deadline() {
    return deadline;
  }

  boolean streaming() {
    return chunk != null;
  }

  /** Gives a piece of the text to whoever waits for it. */
  void piece(String text) {
    noteFirst();
    if (failure == null && chunk != null) {
      streamed = true;
      try {
        chunk.accept(text);
      } catch (RuntimeException readerGone) {
        failure = readerGone;
      }
    }
  }

  /** Something of the answer has come, text or not. */
  void noteFirst() {
    if (firstPiece == 0) {
      firstPiece = System.nanoTime();
    }
  }

  /** When the first piece came, by {@link System#nanoTime}; 0 for never. */
  long firstPiece() {
    return firstPiece;
  }

  /** Whether somebody has already seen a piece, so that nothing may be tried again. */
  boolean streamed() {
    return streamed;
  }

  void completed() {
    complete = true;
  }

  boolean complete() {
    return complete;
  }

  /** Notes why the call fails, unless that is known already; returns what is to be thrown. */
  RuntimeException fail(RuntimeException why) {
    if (failure == null) {
      failure = why;
    }
    return failure;
  }

  /** What LangChain4j says, where nothing else is known: it could not read the answer. */
  RuntimeException unreadable(Throwable why) {
    return fail(ModelFailure.lasting(new Problem(Kind.MODEL_UNREADABLE).causedBy(why)));
  }

  void throwIfFailed() {
    if (failure != null) {
      throw failure;
    }
  }
}
