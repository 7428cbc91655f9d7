package dev.sessionmanager.http;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The memory that all answers being read share, whoever reads them. Each caller's bounds are for
 * one answer; many answers of that size at once would not fit into the heap. Any thread.
 */
final class AnswerMemory {

  /**
   * Of the heap an answer's text may take an eighth: what is made of it, and everything else, need
   * the rest.
   */
  private static final int PART_OF_HEAP = 8;

  /** A body that is no larger is always read: nearly all of them are. */
  static final int SMALL = 16 * 1024;

  /** A text is there as bytes, and as characters. */
  private static final int COPIES = 2;

  /**
   * Bytes of a tree for a piece of its JSON: {@code []} has two, and is two objects of 24 bytes.
   */
  private static final int PIECE = 64;

  /** The tree of a body of so many bytes is small, whatever is in it: a piece takes two of them. */
  private static final int SURELY_SMALL = 2 * SMALL * COPIES / PIECE;

  private static final JsonFactory JSON = new JsonFactory();

  /** There is none left. */
  static final class UsedUp extends IOException {
    private static final long serialVersionUID = 1;
  }

  private final AtomicLong left;

  AnswerMemory() {
    this(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  AnswerMemory(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  /** The part of one answer; belongs to one thread, and is given back when its call ends. */
  Share share() {
    return new Share();
  }

  /** What one answer has taken. */
  final class Share implements AutoCloseable {
    private long used;
    private long taken;

    /**
     * So much more text of the answer is kept.
     *
     * @throws UsedUp where there is no memory for it
     */
    void text(long length) throws IOException {
      use(length * COPIES);
    }

    /** A tree may be made of this whole body. */
    void tree(byte[] body) throws IOException {
      if (body.length > SURELY_SMALL) {
        use(pieces(body) * PIECE);
      }
    }

    private void use(long bytes) throws IOException {
      used += bytes;
      long more = used - SMALL * COPIES - taken;
      if (more <= 0) {
        return;
      }
      long some = Math.max(more, SMALL);
      if (left.addAndGet(-some) < 0) {
        left.addAndGet(some);
        throw new UsedUp();
      }
      taken += some;
    }

    @Override
    public void close() {
      left.addAndGet(taken);
      taken = 0;
    }
  }

  /** Pieces of JSON, up to where it is none. */
  private static long pieces(byte[] body) {
    long pieces = 0;
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      while (parser.nextToken() != null) {
        pieces++;
      }
    } catch (JacksonException none) {
      // Whoever reads it will find that out.
    }
    return pieces;
  }
}
