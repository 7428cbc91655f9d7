package dev.sessionmanager.admin;

import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The service's figures and recent problems, for the operator's page; cheap to poll. */
@RestController
class OverviewController {

  private final Overview overview;
  private final RecentProblems problems;

  OverviewController(Overview overview, RecentProblems problems) {
    this.overview = overview;
    this.problems = problems;
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
