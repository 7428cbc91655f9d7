package dev.sessionmanager.web;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.server.RequestRead;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What callers are told whose requests were not read to the end. */
final class CutRequests {

  private static final Duration A_MOMENT = Duration.ofSeconds(5);

  private CutRequests() {}

  /** Null for one that was read to its end, or still is being read. */
  static @Nullable Problem problem(@Nullable RequestRead read) {
    RequestRead.Cut cut = read == null ? null : read.cut();
    return switch (cut) {
      case null -> null;
      case BUDGET -> new Problem(Kind.OVERLOADED).retryAfter(A_MOMENT).setting("web.reading-max");
      case TIME -> new Problem(Kind.TOO_SLOW).setting("web.reading-time-max");
    };
  }
}
