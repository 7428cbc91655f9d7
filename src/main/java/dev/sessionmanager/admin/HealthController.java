package dev.sessionmanager.admin;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.messaging.Deliveries;
import dev.sessionmanager.messaging.MessagingChannel;
import dev.sessionmanager.messaging.MessagingFigures;
import dev.sessionmanager.messaging.Messengers;
import dev.sessionmanager.model.Models;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Health for people and for probes: {@code /health/live} says that the process answers, {@code
 * /health/ready} that the database and the runtime do too (503 if not), {@code /health} says the
 * same of every part and is always 200.
 */
@RestController
class HealthController {

  /** How long the database may take to answer a probe, in seconds. */
  private static final int DATABASE_SECONDS = 2;

  /** Parts without which the service can do nothing of use. */
  private static final List<String> NEEDED = List.of("database", "runtime");

  private final Agents agents;
  private final Models models;
  private final Messengers messengers;
  private final Deliveries deliveries;
  private final MessagingFigures messaging;
  private final DataSource database;
  private final ApplicationAvailability availability;
  private final Clock clock;

  HealthController(
      Agents agents,
      Models models,
      Messengers messengers,
      Deliveries deliveries,
      MessagingFigures messaging,
      DataSource database,
      ApplicationAvailability availability,
      Clock clock) {
    this.agents = agents;
    this.models = models;
    this.messengers = messengers;
    this.deliveries = deliveries;
    this.messaging = messaging;
    this.database = database;
    this.availability = availability;
    this.clock = clock;
  }

  @GetMapping("/health/live")
  Map<String, Object> live() {
    return Map.of("status", "healthy");
  }

  @GetMapping("/health/ready")
  ResponseEntity<Map<String, Object>> ready() {
    Map<String, Object> health = health();
    boolean ready = "healthy".equals(health.get("status"));
    return ResponseEntity.status(ready ? 200 : 503).body(health);
  }

  @GetMapping("/health")
  Map<String, Object> health() {
    Map<String, String> services = services();
    boolean accepting = availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
    // Healthy without a model, too: agents answer from their tools and knowledge. And with a
    // messaging provider in trouble: messages are taken, and replies sent later.
    boolean healthy =
        accepting && NEEDED.stream().map(services::get).allMatch(s -> s == null || s.equals("up"));
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("status", healthy ? "healthy" : accepting ? "degraded" : "stopping");
    health.put("services", services);
    health.put("workers", messaging.workers());
    health.put("queue", messaging.queue());
    health.put("model", models.notice());
    health.put("timestamp", clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return health;
  }

  /**
   * Each part with {@code up}, {@code down}, {@code off} where it is not connected, or what is
   * wrong.
   */
  Map<String, String> services() {
    Map<String, String> services = new LinkedHashMap<>();
    services.put("database", databaseWorks() ? "up" : "down");
    agents
        .runtime()
        .map(Agent::check)
        .ifPresent(h -> services.put("runtime", h.up() ? "up" : "down: " + h.detail()));
    services.put("model", models.list().isEmpty() ? "none" : models.check().up() ? "up" : "down");
    Map<String, String> stopped = deliveries.stopped();
    for (MessagingChannel channel : messengers.channels()) {
      String name = channel.provider().channel();
      String why = stopped.get(name);
      String state = messengers.find(name).map(m -> m.reached() ? "up" : "down").orElse("off");
      services.put(channel.provider().id(), why == null ? state : "stopped: " + why);
    }
    return services;
  }

  private boolean databaseWorks() {
    try (Connection connection = database.getConnection()) {
      connection.setReadOnly(true);
      return connection.isValid(DATABASE_SECONDS);
    } catch (SQLException broken) {
      return false;
    }
  }
}
