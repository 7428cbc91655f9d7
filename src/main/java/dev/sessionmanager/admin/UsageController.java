package dev.sessionmanager.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.sessionmanager.conversation.TurnFigures;
import dev.sessionmanager.conversation.TurnFigures.Count;
import dev.sessionmanager.conversation.TurnFigures.Figures;
import dev.sessionmanager.conversation.TurnFigures.Named;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How much is used, by whom and by which agent; counts alone, nothing of what was said. */
@RestController
class UsageController {

  /** The longest time that is counted at once: a query reads every message of it. */
  private static final Duration LONGEST = Duration.ofDays(92);

  /** The longest that is counted by the hour. */
  private static final Duration BY_HOUR = Duration.ofDays(7);

  /** Rows of a table, for people to read; what is beyond is summed up. */
  private static final int ROWS = 100;

  private final TurnFigures turns;
  private final Users users;
  private final Clock clock;

  UsageController(TurnFigures turns, Users users, Clock clock) {
    this.turns = turns;
    this.users = users;
    this.clock = clock;
  }

  /** A count, as it is shown. */
  record CountView(
      long messages,
      long answered,
      long failed,
      @JsonProperty("input_tokens") long inputTokens,
      @JsonProperty("output_tokens") long outputTokens) {

    static CountView of(Count count) {
      return new CountView(
          count.messages(),
          count.answered(),
          count.failed(),
          count.inputTokens(),
          count.outputTokens());
    }
  }

  record PeriodView(Instant at, @JsonUnwrapped CountView count) {}

  /** An agent's row; the name is null in the one that sums up the others. */
  record AgentUse(@Nullable String agent, @JsonUnwrapped CountView count) {}

  /**
   * A user's row, or that of those without an account on a channel; both are null in the one that
   * sums up the others. A user who was deleted has an id alone.
   */
  record UserUse(@Nullable String user, @Nullable String channel, @JsonUnwrapped CountView count) {}

  record UsageView(
      Instant from,
      Instant to,
      @JsonProperty("step_seconds") long step,
      CountView total,
      List<PeriodView> periods,
      List<AgentUse> agents,
      List<UserUse> users) {}

  /**
   * Counts what is still kept; each list adds up to the total.
   *
   * @param from absent for the beginning of the day, in UTC
   * @param to absent for now
   * @param step {@code hour} or {@code day}
   */
  @GetMapping("/admin/usage")
  UsageView usage(
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(defaultValue = "hour") String step) {
    Instant end = to == null ? clock.instant().plusMillis(1) : to; // what came just now, too
    Instant begin = from == null ? end.truncatedTo(ChronoUnit.DAYS) : from;
    Duration time = Duration.between(begin, end);
    if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
      throw Problem.fields(Map.of("from", "usage_time"));
    }
    if (!(step.equals("day") || (step.equals("hour") && time.compareTo(BY_HOUR) <= 0))) {
      throw Problem.fields(Map.of("step", "usage_step"));
    }
    Duration period = step.equals("day") ? Duration.ofDays(1) : Duration.ofHours(1);
    Figures figures = turns.between(begin, end, period);
    return new UsageView(
        begin,
        end,
        period.toSeconds(),
        CountView.of(figures.total()),
        figures.periods().stream()
            .map(p -> new PeriodView(p.at(), CountView.of(p.count())))
            .toList(),
        rows(figures.agents()).stream()
            .map(row -> new AgentUse(row.name(), CountView.of(row.count())))
            .toList(),
        rows(figures.owners()).stream().map(this::user).toList());
  }

  private record Row(@Nullable String name, Count count) {}

  /** The first ones, and what the others are together. */
  private static List<Row> rows(List<Named> all) {
    List<Row> shown = all.stream().limit(ROWS).map(n -> new Row(n.name(), n.count())).toList();
    if (all.size() <= ROWS) {
      return shown;
    }
    Count others = all.stream().skip(ROWS).map(Named::count).reduce(Count.NONE, Count::plus);
    return Stream.concat(shown.stream(), Stream.of(new Row(null, others))).toList();
  }

  private UserUse user(Row row) {
    CountView count = CountView.of(row.count());
    String name = row.name();
    if (name == null) {
      return new UserUse(null, null, count);
    }
    return name.startsWith("/")
        ? new UserUse(null, name.substring(1), count)
        : new UserUse(users.byId(name).map(User::username).orElse(name), null, count);
  }
}
