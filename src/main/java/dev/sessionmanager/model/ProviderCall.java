package dev.sessionmanager.model;

import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.Pieces;
import dev.sessionmanager.tuning.ParkTimer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One try at one model, and the reader of its pieces. Belongs to one thread. */
final class ProviderCall {

  private final Target target;
  private final String requestId;
  private final long deadline;
  private final @Nullable Consumer<Piece> reader;
  private boolean streamed;
  private long firstPiece;

  /** Pieces that were read and not handed on yet. */
  private final Pieces gathered = new Pieces();

  private Supplier<Duration> pace = () -> Duration.ZERO;

  /**
   * @param requestId goes to the provider as {@code X-Request-ID}
   * @param deadline when the answer must be complete, by {@link System#nanoTime}
   * @param reader null where nobody wants pieces: then the answer is fetched in one
   */
  ProviderCall(Target target, String requestId, long deadline, @Nullable Consumer<Piece> reader) {
    this.target = target;
    this.requestId = requestId;
    this.deadline = deadline;
    this.reader = reader;
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
    return reader != null;
  }

  /**
   * From here on pieces may gather.
   *
   * @param pace for how long, as it is at the moment; zero for not at all
   */
  void paced(Supplier<Duration> pace) {
    this.pace = pace;
  }

  /** A piece, for whoever waits for it: now, or with those that came with it. */
  void piece(Piece piece) {
    noteFirst();
    gathered.add(piece);
    if (!pace.get().isPositive()) {
      handOn();
    }
  }

  /** Hands on what has gathered, whether the answer goes on or not. */
  void handOn() {
    if (gathered.isEmpty() || reader == null) {
      return;
    }
    streamed = true;
    gathered.drain().forEach(reader);
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
    Duration pause = pace.get();
    if (!more && pause.isPositive()) {
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

  /**
   * From then to the first piece, or to now where none has come; then by {@link System#nanoTime}.
   */
  long firstPieceMillis(long then) {
    long first = firstPiece == 0 ? System.nanoTime() : firstPiece;
    return TimeUnit.NANOSECONDS.toMillis(first - then);
  }

  /** Whether somebody has already seen a piece, so that nothing may be tried again. */
  boolean streamed() {
    return streamed;
  }
}
