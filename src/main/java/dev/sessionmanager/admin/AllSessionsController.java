package dev.sessionmanager.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.gateway.Problem;
import dev.sessionmanager.gateway.Problem.Kind;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Everybody's sessions, for an administrator: see them, kill one. */
@RestController
class AllSessionsController {

  private static final int PAGE_MAX = 500;

  private final Sessions sessions;

  AllSessionsController(Sessions sessions) {
    this.sessions = sessions;
  }

  record SessionView(
      String id,
      @Nullable String username,
      String channel,
      String device,
      String address,
      @JsonProperty("started_at") Instant startedAt,
      @JsonProperty("last_seen") Instant lastSeen,
      @JsonProperty("expires_at") Instant expiresAt) {

    static SessionView of(Session s) {
      return new SessionView(
          s.id(),
          s.guest() ? null : s.user().username(),
          s.channel(),
          s.device(),
          s.address(),
          s.startedAt(),
          s.lastSeen(),
          s.expiresAt());
    }
  }

  @GetMapping("/admin/sessions")
  Map<String, Object> list(
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "100") int limit) {
    if (limit < 1 || limit > PAGE_MAX) {
      throw Problem.fields(Map.of("limit", "page"), PAGE_MAX);
    }
    List<SessionView> page = sessions.list(after, limit).stream().map(SessionView::of).toList();
    return Map.of("sessions", page);
  }

  /** Ends a session wherever it is: its token is refused, its running answer stops. */
  @DeleteMapping("/admin/sessions/{id}")
  Map<String, Object> kill(@PathVariable String id) {
    if (!sessions.kill(id, "killed by an administrator")) {
      throw new Problem(Kind.NOT_FOUND);
    }
    return Map.of("success", true, "ended", id);
  }
}
