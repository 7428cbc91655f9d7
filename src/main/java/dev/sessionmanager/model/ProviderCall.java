package dev.sessionmanager.model;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.tuning.ParkTimer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One try at one model, from the request to the last piece, as the HTTP client beneath LangChain4j
 * sees it. LangChain4j swallows and rewraps exceptions of streams; the first one that is noted here
 * is what counts. Belongs to one thread.
 */
final class ProviderCall {

  /** The call that this thread is making, for the HTTP client that LangChain4j calls. */
  static final ScopedValue<ProviderCall> CURRENT = ScopedValue.newInstance();

  private final Target target;
  private final String requestId;
  private final long deadline;
  private final @Nullable Consumer<String> chunk;
  private @Nullable RuntimeException failure;
  private boolean streamed;
  private boolean complete;
  private long firstPiece;

  /** Pieces that were read and not handed on yet. */
  private final StringBuilder gathered = new StringBuilder();

  private Supplier<Duration> pace = () -> Duration.ZERO;
  private boolean readerGone;

  /**
   * @param deadline when the answer must be complete, by {@link System#nanoTime}
   * @param chunk null where nobody wants pieces: then the answer is fetched in one
   */
  ProviderCall(Target target, String requestId, long deadline, @Nullable Consumer<String> chunk) {
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

  /**
   * From here on pieces may gather.
   *
   * @param pace for how long, as it is at the moment; zero for not at all
   */
  void paced(Supplier<Duration> pace) {
    this.pace = pace;
  }

  /** A piece of the text, for whoever waits for it: now, or with those that came with it. */
  void piece(String text) {
    noteFirst();
    gathered.append(text);
    if (!pace.get().isPositive()) {
      handOn();
    }
  }

  /** Hands on what has gathered, whether the answer goes on or not. */
  void handOn() {
    if (gathered.isEmpty() || chunk == null || readerGone) {
      return;
    }
    String text = gathered.toString();
    gathered.setLength(0);
    streamed = true;
    try {
      chunk.accept(text);
    } catch (RuntimeException gone) {
      readerGone = true;
      var _ = fail(gone);
    }
  }

  /**
   * All that had come has been read, and the network is looked at next. What was read is handed on,
   * for that may take long; with many streams there is a pause, so that more is there to be read.
   *
   * @param more whether more is there already, as far as one can tell
   */
  void beforeRead(boolean more) throws IOException {
    if (firstPiece == 0) {
      return;
    }
    handOn();
    if (readerGone) {
      throwIfFailed();
    }
    Duration pause = pace.get();
    if (!more && !complete && pause.isPositive()) {
      try {
        ParkTimer.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
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
