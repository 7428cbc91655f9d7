package dev.sessionmanager.admin;

import dev.sessionmanager.server.Peers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The nodes that share the database; none where one process has its file. */
@RestController
class NodesController {

  private final Peers peers;

  NodesController(Peers peers) {
    this.peers = peers;
  }

  /**
   * A node as the operator sees it.
   *
   * @param url where the others reach it; null where it does not say
   * @param seen its last heart-beat
   * @param answering answers that it was making then
   * @param leads whether it does what is done once for all
   * @param self whether it is the one that was asked
   */
  record View(
      String name,
      String version,
      @Nullable String url,
      Instant since,
      Instant seen,
      int answering,
      boolean leads,
      boolean self) {}

  @GetMapping("/admin/nodes")
  Map<String, List<View>> nodes() {
    return Map.of("nodes", peers.all().stream().map(NodesController::view).toList());
  }

  private static View view(Peers.Node node) {
    return new View(
        node.name(),
        node.version(),
        node.url(),
        node.since().truncatedTo(ChronoUnit.MILLIS),
        node.seen().truncatedTo(ChronoUnit.MILLIS),
        node.answering(),
        node.leads(),
        node.self());
  }
}
