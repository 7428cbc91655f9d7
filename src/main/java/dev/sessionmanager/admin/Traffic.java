package dev.sessionmanager.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.admission.WorkQueue;
import dev.sessionmanager.gateway.AnswerEvents;
import dev.sessionmanager.gateway.AnswerEvents.Ending;
import dev.sessionmanager.problem.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * How many messages come and how fast they are answered: totals since the start of the process, and
 * samples of {@code admin.sample-interval}. Counting a message costs a few additions. Latencies are
 * those of answered messages, exact to 1 %, in milliseconds. Any thread.
 */
@Component
class Traffic {

  /** Two significant digits: an error of 1 % at most. */
  private static final int DIGITS = 2;

  private static final int SERVER_ERROR = 500;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double MICROS_PER_MILLI = 1e3;

  private final Recorder latencies = new Recorder(DIGITS);
  private final LongAdder refused = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder processed = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final Deque<Sample> samples = new ArrayDeque<>();

  /** The latencies of each sample of the last minute. */
  private final Deque<Histogram> minute = new ArrayDeque<>();

  private final WorkQueue queue;
  private final AdminSettings settings;
  private final Clock clock;

  Traffic(AnswerEvents endings, WorkQueue queue, AdminSettings settings, Clock clock) {
    this.queue = queue;
    this.settings = settings;
    this.clock = clock;
    endings.onEnding(this::count);
  }

  /**
   * What happened in one interval.
   *
   * @param at its end
   * @param answered messages answered
   * @param refused messages that their sender has to change, or to send later
   * @param failed messages that the service, a runtime or a model did not answer
   * @param p50 the latency that half of the answers kept within; null where there were none
   * @param waiting messages that waited for their turn at its end
   * @param running answers being made at its end
   */
  record Sample(
      Instant at,
      long answered,
      long refused,
      long failed,
      @JsonProperty("p50_ms") @Nullable Double p50,
      @JsonProperty("p95_ms") @Nullable Double p95,
      @JsonProperty("p99_ms") @Nullable Double p99,
      int waiting,
      int running) {}

  /**
   * The last minute, up to the latest sample.
   *
   * @param errorRate how many of 100 messages that were worked on failed; null where none were
   */
  record Minute(
      @JsonProperty("messages_per_minute") long messages,
      @JsonProperty("refused_per_minute") long refused,
      @JsonProperty("error_rate") @Nullable Double errorRate,
      @JsonProperty("p50_ms") @Nullable Double p50,
      @JsonProperty("p95_ms") @Nullable Double p95,
      @JsonProperty("p99_ms") @Nullable Double p99) {}

  private void count(Ending ending) {
    Problem.Kind problem = ending.problem();
    boolean failure = problem != null && problem.status() >= SERVER_ERROR;
    if (ending.accepted()) {
      processed.increment();
      if (failure) {
        errors.increment();
      }
    }
    if (problem == null) {
      latencies.recordValue((long) (ending.nanos() / NANOS_PER_MICRO));
    } else if (problem != Problem.Kind.SESSION_ENDED && problem != Problem.Kind.ANSWER_STOPPED) {
      (failure ? failed : refused).increment(); // the other two are what somebody wanted
    }
  }

  /** Messages that were worked on since the start of the process, whatever came of them. */
  long processed() {
    return processed.sum();
  }

  /** Of the processed messages, those that the service, a runtime or a model did not answer. */
  long errors() {
    return errors.sum();
  }

  @Scheduled(
      fixedRateString = "${admin.sample-interval}",
      initialDelayString = "${admin.sample-interval}")
  synchronized void sample() {
    Histogram since = latencies.getIntervalHistogram();
    minute.addLast(since);
    if (minute.size() > settings.samplesPerMinute()) {
      minute.removeFirst();
    }
    samples.addLast(
        new Sample(
            clock.instant(),
            since.getTotalCount(),
            refused.sumThenReset(),
            failed.sumThenReset(),
            percentile(since, 50),
            percentile(since, 95),
            percentile(since, 99),
            queue.waiting(),
            queue.running()));
    if (samples.size() > settings.samplesKept()) {
      samples.removeFirst();
    }
  }

  /** The samples, the oldest first. */
  synchronized List<Sample> samples() {
    return new ArrayList<>(samples);
  }

  synchronized Minute lastMinute() {
    Histogram all = new Histogram(DIGITS);
    minute.forEach(all::add);
    long refusedThen = 0;
    long failedThen = 0;
    for (Sample sample :
        samples.stream().skip(Math.max(0, samples.size() - minute.size())).toList()) {
      refusedThen += sample.refused();
      failedThen += sample.failed();
    }
    long worked = all.getTotalCount() + failedThen;
    return new Minute(
        worked,
        refusedThen,
        worked == 0 ? null : Math.round(failedThen * 1000.0 / worked) / 10.0,
        percentile(all, 50),
        percentile(all, 95),
        percentile(all, 99));
  }

  private static @Nullable Double percentile(Histogram histogram, double percent) {
    return histogram.getTotalCount() == 0
        ? null
        : histogram.getValueAtPercentile(percent) / MICROS_PER_MILLI;
  }
}
