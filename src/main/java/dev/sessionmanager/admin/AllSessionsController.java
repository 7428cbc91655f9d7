package dev.sessionmanager.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.PageLimit;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.SessionSearch;
import dev.sessionmanager.session.Sessions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The sessions of all users, for an administrator: list them, kill one. */
@RestController
class AllSessionsController {

  private final Sessions sessions;
  private final SessionSearch search;
  private final SessionLines lines;
  private final SessionKiller kills;
  private final FieldCheck fields;

  AllSessionsController(
      Sessions sessions,
      SessionSearch search,
      SessionLines lines,
      SessionKiller kills,
      FieldCheck fields) {
    this.sessions = sessions;
    this.search = search;
    this.lines = lines;
    this.kills = kills;
    this.fields = fields;
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

  /** A page, and how many there are on all; {@code next} is the {@code after} of the following. */
  @GetMapping("/admin/sessions")
  Map<String, @Nullable Object> list(
      @RequestParam(defaultValue = "") String q,
      @RequestParam(required = false) @Nullable String channel,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "100") int limit) {
    fields.check(new PageLimit(limit));
    SessionSearch.Found found = search.find(q, channel, after, limit);
    List<Session> page = found.sessions();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("sessions", page.stream().map(SessionView::of).toList());
    body.put("count", found.count());
    body.put("next", found.next());
    return body;
  }

  /** The sessions for people who read them in a terminal, a line each. */
  @GetMapping(path = "/admin/sessions.txt", produces = "text/plain;charset=UTF-8")
  String lines(
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "100") int limit,
      Locale locale) {
    StringBuilder text = new StringBuilder();
    int number = 0;
    for (Session session : page(after, limit)) {
      text.append(lines.line(++number, session, locale)).append('\n');
    }
    return text.toString();
  }

  private List<Session> page(String after, int limit) {
    return sessions.list(after, fields.check(new PageLimit(limit)).limit());
  }

  /** Kills the session of this id, or the only session whose id begins so. */
  @DeleteMapping("/admin/sessions/{id}")
  Map<String, Object> kill(@PathVariable String id, Caller caller) {
    return Map.of("success", true, "ended", kills.kill(id, caller.operator()).id());
  }
}
