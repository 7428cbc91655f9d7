package dev.sessionmanager.admin;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Gateway;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /}: the state of the service. Asks nobody, so that it is cheap to poll. */
@RestController
class StateController {

  private final AdminSettings settings;
  private final Gateway gateway;
  private final Clock clock;
  private final Instant startedAt;
  private final String version;

  StateController(
      AdminSettings settings, Gateway gateway, ObjectProvider<BuildProperties> build, Clock clock) {
    this.settings = settings;
    this.gateway = gateway;
    this.clock = clock;
    this.startedAt = clock.instant();
    BuildProperties known = build.getIfAvailable();
    String built = known == null ? null : known.getVersion();
    this.version = built == null ? "development" : built;
  }

  @GetMapping("/")
  Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("name", settings.appName());
    state.put("version", version);
    state.put("status", "running");
    state.put("uptime_seconds", Duration.between(startedAt, clock.instant()).toSeconds());
    state.put("runtime", gateway.agents().stream().map(Agent::via).findFirst().orElse("none"));
    state.put("model", null);
    state.put("agents", gateway.agents().stream().map(Agent::name).toList());
    state.put("docs", "/docs");
    return state;
  }
}
