package dev.sessionmanager.conversation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many messages there were in a time, by period, by agent and by who sent them. One query, so
 * that the sums agree, over what is still kept: a conversation that was deleted counts no more. Any
 * thread.
 */
@Component
public class TurnFigures {

  /**
   * Those without an account are counted by their channel. The ids of turns grow with the time, in
   * microseconds: the primary key finds where to begin.
   */
  private static final String QUERY =
      """
      select (t.accepted_at - :from) / :step as period, t.agent, t.owner_name,
        count(*) as messages,
        sum(case when t.status = 'ANSWERED' then 1 else 0 end) as answered,
        sum(case when t.status = 'FAILED' then 1 else 0 end) as failed,
        sum(coalesce(t.input_tokens, 0)) as input_tokens,
        sum(coalesce(t.output_tokens, 0)) as output_tokens
      from (
        select turns.accepted_at, turns.agent, outcomes.status, outcomes.input_tokens, outcomes.output_tokens,
          case when turns.owner >= '/' and turns.owner < '0' then '/' || turns.channel else turns.owner end as owner_name
        from turns left join outcomes on outcomes.turn_id = turns.id
        where turns.id >= :first and turns.accepted_at >= :from and turns.accepted_at < :to
      ) t
      group by period, t.agent, t.owner_name\
      """;

  private static final long MICROS = 1000;

  private final JdbcClient reading;

  TurnFigures(@Qualifier("readingDataSource") DataSource reading) {
    this.reading = JdbcClient.create(reading);
  }

  /**
   * What was counted of one agent, person or period.
   *
   * @param messages that came; those that are neither answered nor failed wait, or were stopped or
   *     refused by a human's hand
   * @param inputTokens that models have read for them
   * @param outputTokens that models have written
   */
  public record Count(
      long messages, long answered, long failed, long inputTokens, long outputTokens) {

    public static final Count NONE = new Count(0, 0, 0, 0, 0);

    /** Both together. */
    public Count plus(Count other) {
      return new Count(
          messages + other.messages,
          answered + other.answered,
          failed + other.failed,
          inputTokens + other.inputTokens,
          outputTokens + other.outputTokens);
    }
  }

  /**
   * The count of one name.
   *
   * @param name an agent's; or a user's id, or a slash and the channel of those without an account
   */
  public record Named(String name, Count count) {}

  /** The count of a period that begins then. */
  public record Period(Instant at, Count count) {}

  /**
   * All of a time; each of the lists adds up to the total.
   *
   * @param periods all of the time, the first first; those without a message, too
   * @param agents those with the most messages first
   * @param owners likewise
   */
  public record Figures(
      Count total, List<Period> periods, List<Named> agents, List<Named> owners) {}

  /**
   * Counts.
   *
   * @param from the first moment
   * @param to the first moment behind the last
   * @param step how long a period is
   */
  public Figures between(Instant from, Instant to, Duration step) {
    Map<Long, Count> periods = new TreeMap<>();
    Map<String, Count> agents = new HashMap<>();
    Map<String, Count> owners = new HashMap<>();
    long begin = from.toEpochMilli();
    long end = to.toEpochMilli();
    LongStream.range(0, Math.ceilDiv(end - begin, step.toMillis()))
        .forEach(period -> periods.put(period, Count.NONE));
    reading
        .sql(QUERY)
        .param("from", begin)
        .param("to", end)
        .param("step", step.toMillis())
        .param("first", begin * MICROS)
        .query(row -> {
          Count count =
              new Count(
                  row.getLong("messages"),
                  row.getLong("answered"),
                  row.getLong("failed"),
                  row.getLong("input_tokens"),
                  row.getLong("output_tokens"));
          periods.merge(row.getLong("period"), count, Count::plus);
          agents.merge(row.getString("agent"), count, Count::plus);
          owners.merge(account(row.getString("owner_name")), count, Count::plus);
        });
    Count total = periods.values().stream().reduce(Count.NONE, Count::plus);
    List<Period> each =
        periods.entrySet().stream()
            .map(period ->
                new Period(from.plus(step.multipliedBy(period.getKey())), period.getValue()))
            .toList();
    return new Figures(total, each, mostFirst(agents), mostFirst(owners));
  }

  /** The people for whom a user's keys speak are the user's. */
  private static String account(@Nullable String owner) {
    String name = owner == null ? "" : owner;
    int person = name.indexOf('/');
    return person <= 0 ? name : name.substring(0, person);
  }

  private static List<Named> mostFirst(Map<String, Count> counts) {
    return counts.entrySet().stream()
        .map(entry -> new Named(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong((Named named) -> -named.count().messages())
                .thenComparing(Named::name))
        .toList();
  }
}
