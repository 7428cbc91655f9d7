package dev.sessionmanager.conversation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a turn ended.
 *
 * @param answer null where there is no answer, or where the agent only prepared something
 * @param problem the code of why there is no answer; null for an answered question
 * @param details JSON of whatever else belongs to the answer; null for nothing
 * @param usage null where no model was asked
 */
public record Outcome(
    Status status,
    @Nullable String answer,
    @Nullable String problem,
    @Nullable String details,
    @Nullable Usage usage,
    List<Picture> pictures,
    Instant endedAt) {

  /**
   * Whether a turn was answered. A model gets only answered turns; a summary is none of those that
   * somebody asked: it is what a model made of turns which its window does not hold any more.
   */
  public enum Status {
    ANSWERED,
    FAILED,
    CANCELLED,
    SUMMARY
  }

  public static Outcome failed(Status status, String problem, Instant endedAt) {
    return new Outcome(status, null, problem, null, null, List.of(), endedAt);
  }

  /** The same end with another answer. */
  public Outcome with(@Nullable String otherAnswer, @Nullable String otherDetails) {
    return new Outcome(status, otherAnswer, problem, otherDetails, usage, pictures, endedAt);
  }

  /** Without the answer, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Outcome[" + status + (problem == null ? "" : " " + problem) + ']';
  }
}
