package dev.sessionmanager.admin;

import dev.sessionmanager.messaging.MessagingFigures;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that the operator should look at: the same as ops/prometheus-alerts.yml has, with the
 * bounds that the original recommends.
 *
 * @param name {@code error_rate} (percent of the last minute), {@code queue} (messages that wait),
 *     {@code workers} (percent that are busy), {@code slow_answers} (seconds; one in a hundred of
 *     the last minute took longer)
 * @param value as it is
 * @param bound that it is over
 */
record Alert(String name, double value, double bound) {

  /**
   * Percent of messages. Fixed: an operator's own bounds are those in ops/prometheus-alerts.yml.
   */
  private static final double ERROR_RATE_MAX = 5;

  private static final double WAITING_MAX = 50;
  private static final double WORKERS_MAX = 90;
  private static final double SECONDS_MAX = 30;

  private static final double MILLIS = 1e3;

  /** Those of now; none where all is well. */
  static List<Alert> of(
      Traffic.Minute minute,
      int waiting,
      MessagingFigures.Queue messages,
      MessagingFigures.Workers workers) {
    List<Alert> alerts = new ArrayList<>();
    if (minute.errorRate() != null) {
      over("error_rate", minute.errorRate(), ERROR_RATE_MAX, alerts);
    }
    over("queue", (double) waiting + messages.size(), WAITING_MAX, alerts);
    over("workers", workers.utilization(), WORKERS_MAX, alerts);
    if (minute.p99() != null) {
      over("slow_answers", minute.p99() / MILLIS, SECONDS_MAX, alerts);
    }
    return alerts;
  }

  private static void over(String name, double value, double bound, List<Alert> alerts) {
    if (value > bound) {
      alerts.add(new Alert(name, value, bound));
    }
  }
}
