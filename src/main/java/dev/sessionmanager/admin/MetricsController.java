package dev.sessionmanager.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /metrics}: every meter in Prometheus' text format. */
@RestController
class MetricsController {

  /**
   * The text format that every Prometheus reads:
   * https://prometheus.io/docs/instrumenting/exposition_formats/.
   */
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry meters;

  MetricsController(PrometheusMeterRegistry meters) {
    this.meters = meters;
  }

  @GetMapping(path = "/metrics", produces = TEXT)
  String metrics() {
    return meters.scrape(TEXT);
  }
}
