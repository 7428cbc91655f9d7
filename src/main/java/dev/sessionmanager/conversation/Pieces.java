package dev.sessionmanager.conversation;

import dev.sessionmanager.conversation.Piece.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A growing row of pieces, in which what goes on with the last one is joined to it, so that an
 * answer of thousands of pieces of text is one. Belongs to one thread, or to a lock.
 */
public final class Pieces {

  /** A run of pieces that go on with each other, or one piece. */
  private static final class Run {
    private final Piece first;
    private final int start;
    private final @Nullable StringBuilder text;

    Run(Piece first, int start) {
      this.first = first;
      this.start = start;
      this.text = first instanceof Words words ? new StringBuilder(words.text()) : null;
    }

    boolean take(Piece next) {
      if (text == null || !(first instanceof Words words) || !words.goesOn(next)) {
        return false;
      }
      text.append(((Words) next).text());
      return true;
    }

    /** What stands in it from a place on, counted from the row's beginning. */
    Piece from(int place) {
      return text == null || !(first instanceof Words words)
          ? first
          : words.with(text.substring(Math.max(0, place - start)));
    }
  }

  private final List<Run> runs = new ArrayList<>(1);
  private int size;

  public void add(Piece piece) {
    if (piece.size() == 0) {
      return;
    }
    if (runs.isEmpty() || !runs.getLast().take(piece)) {
      runs.add(new Run(piece, size));
    }
    size += piece.size();
  }

  public void addAll(List<Piece> pieces) {
    pieces.forEach(this::add);
  }

  /** Units of all of it: see {@link Piece#size}. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public List<Piece> all() {
    return from(0);
  }

  /** What stands from a place on, in units; a place behind the end has nothing. */
  public List<Piece> from(int place) {
    if (place >= size) {
      return List.of();
    }
    int first = runs.size() - 1;
    while (first > 0 && runs.get(first).start > place) {
      first--;
    }
    if (first == runs.size() - 1) {
      return List.of(runs.getLast().from(place));
    }
    return runs.subList(first, runs.size()).stream().map(run -> run.from(place)).toList();
  }

  /** Whether there is nothing but a text. */
  public boolean plain() {
    return runs.isEmpty() || (runs.size() == 1 && runs.getFirst().first instanceof Piece.Text);
  }

  /** Whether there is something that people read. */
  public boolean readable() {
    return runs.stream().anyMatch(run -> run.first.readable());
  }

  /** Takes all of it away. */
  public List<Piece> drain() {
    List<Piece> all = all();
    runs.clear();
    size = 0;
    return all;
  }

  /** What people read of these pieces: texts, and a refusal's words. */
  public static String text(List<Piece> pieces) {
    if (pieces.size() == 1) {
      return pieces.getFirst().readable() ? ((Words) pieces.getFirst()).text() : "";
    }
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece.readable()) {
        text.append(((Words) piece).text());
      }
    }
    return text.toString();
  }

  /** The words of one kind, joined; null where there is none. */
  public static @Nullable String words(List<Piece> pieces, Class<? extends Words> kind) {
    StringBuilder text = null;
    for (Piece piece : pieces) {
      if (kind.isInstance(piece)) {
        text = text == null ? new StringBuilder() : text;
        text.append(((Words) piece).text());
      }
    }
    return text == null ? null : text.toString();
  }
}
