package dev.sessionmanager.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The service's figures and recent problems, for the operator's page and for Prometheus. */
@RestController
class OverviewController {

  /**
   * The text format that every Prometheus reads:
   * https://prometheus.io/docs/instrumenting/exposition_formats/.
   */
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Overview overview;
  private final RecentProblems problems;
  private final PrometheusMeterRegistry meters;

  OverviewController(Overview overview, RecentProblems problems, PrometheusMeterRegistry meters) {
    this.overview = overview;
    this.problems = problems;
    this.meters = meters;
  }

  @GetMapping(path = "/metrics", produces = TEXT)
  String metrics() {
    return meters.scrape(TEXT);
  }

  @GetMapping("/admin/overview")
  Overview.View overview() {
    return overview.view();
  }

  @GetMapping("/admin/problems")
  Map<String, List<RecentProblems.Seen>> problems() {
    return Map.of("problems", problems.list());
  }
}
