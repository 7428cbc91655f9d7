package dev.sessionmanager.conversation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the reader of an answer thinks of it.
 *
 * @param reason in their own words; null for none
 */
public record AnswerRating(Thumb thumb, @Nullable String reason, Instant ratedAt) {

  /** Characters of a reason: some sentences. */
  public static final int REASON_MAX = 1000;

  /** Up or down. */
  public enum Thumb {
    UP,
    DOWN
  }

  /** Without the reason, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "AnswerRating[" + thumb + ']';
  }
}
