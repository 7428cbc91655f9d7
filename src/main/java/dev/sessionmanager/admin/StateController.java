package dev.sessionmanager.admin;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.model.Model;
import dev.sessionmanager.model.Models;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /}: the state of the service; for browsers, the way to the chat page. Asks no agent,
 * model or provider, so that it is cheap to poll.
 */
@RestController
class StateController {

  private static final URI CHAT = URI.create("/app/");

  private final AdminSettings settings;
  private final Agents agents;
  private final Models models;
  private final Clock clock;
  private final Instant startedAt;
  private final String version;

  StateController(
      AdminSettings settings,
      Agents agents,
      Models models,
      ObjectProvider<BuildProperties> build,
      Clock clock) {
    this.settings = settings;
    this.agents = agents;
    this.models = models;
    this.clock = clock;
    this.startedAt = clock.instant();
    BuildProperties known = build.getIfAvailable();
    String built = known == null ? null : known.getVersion();
    this.version = built == null ? "development" : built;
  }

  @GetMapping("/")
  ResponseEntity<Map<String, Object>> root(
      @RequestHeader(name = "Accept", required = false) @Nullable String accept) {
    return prefersPages(accept)
        ? ResponseEntity.status(HttpStatus.FOUND).location(CHAT).header("Vary", "Accept").build()
        : ResponseEntity.ok().header("Vary", "Accept").body(state());
  }

  /** Browsers name HTML; programs take anything, or name JSON. */
  private static boolean prefersPages(@Nullable String accept) {
    if (accept == null || !accept.contains(MediaType.TEXT_HTML_VALUE)) {
      return false;
    }
    try {
      List<MediaType> types = MediaType.parseMediaTypes(accept);
      return quality(types, MediaType.TEXT_HTML) >= quality(types, MediaType.APPLICATION_JSON);
    } catch (InvalidMediaTypeException unreadable) {
      return false;
    }
  }

  private static double quality(List<MediaType> accepted, MediaType wanted) {
    return accepted.stream()
        .filter(wanted::equalsTypeAndSubtype)
        .mapToDouble(MediaType::getQualityValue)
        .max()
        .orElse(0);
  }

  /** Of a runtime elsewhere without its address, which is nothing to strangers. */
  private String runtime() {
    String via = agents.runtime().map(Agent::via).orElse("none");
    return via.contains("://") ? "external" : via;
  }

  private Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("name", settings.appName());
    state.put("version", version);
    state.put("status", "running");
    state.put("uptime_seconds", Duration.between(startedAt, clock.instant()).toSeconds());
    state.put("runtime", runtime());
    state.put("model", models.list().stream().findFirst().map(Model::name).orElse(null));
    state.put("agents", agents.all().stream().map(Agent::name).toList());
    state.put("docs", "/docs");
    return state;
  }
}
