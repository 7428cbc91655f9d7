package dev.sessionmanager.admin;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.messaging.BusinessHours;
import dev.sessionmanager.messaging.Deliveries;
import dev.sessionmanager.messaging.MessagingChannel;
import dev.sessionmanager.messaging.MessagingFigures;
import dev.sessionmanager.messaging.MessagingProvider;
import dev.sessionmanager.messaging.Messenger;
import dev.sessionmanager.messaging.Messengers;
import dev.sessionmanager.model.Models;
import dev.sessionmanager.server.Peers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
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
  private final Messaging messaging;
  private final DataSource database;
  private final ApplicationAvailability availability;
  private final Peers peers;
  private final Clock clock;

  HealthController(
      Agents agents,
      Models models,
      Messengers messengers,
      Messaging messaging,
      DataSource database,
      ApplicationAvailability availability,
      Peers peers,
      Clock clock) {
    this.agents = agents;
    this.models = models;
    this.messengers = messengers;
    this.messaging = messaging;
    this.database = database;
    this.availability = availability;
    this.peers = peers;
    this.clock = clock;
  }

  @GetMapping("/health/live")
  Map<String, Object> live() {
    return Map.of("status", "healthy");
  }

  @GetMapping("/health/ready")
  ResponseEntity<Map<String, Object>> ready() {
    Map<String, String> services = services();
    return ResponseEntity.status(isReady(services) ? 200 : 503).body(health(services));
  }

  @GetMapping("/health")
  Map<String, Object> health() {
    return health(services());
  }

  private boolean isAccepting() {
    return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
  }

  /**
   * Also without a model: agents answer from their tools and knowledge. And with a messaging
   * provider in trouble: messages are taken, and replies sent later.
   */
  private boolean isReady(Map<String, String> services) {
    return isAccepting()
        && NEEDED.stream().map(services::get).allMatch(s -> s == null || s.equals("up"));
  }

  private Map<String, Object> health(Map<String, String> services) {
    // What lasts, and nobody but the operator can mend; a provider that is away for a moment is
    // not.
    boolean troubled =
        !messaging.deliveries().stopped().isEmpty()
            || !messaging.figures().troubles().isEmpty()
            || !messaging.hours().broken().isEmpty();
    boolean healthy = isReady(services) && !troubled;
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("status", healthy ? "healthy" : isAccepting() ? "degraded" : "stopping");
    health.put("services", services);
    health.put("workers", messaging.figures().workers());
    health.put("queue", messaging.figures().queue());
    health.put("model", models.notice());
    if (peers.shared()) {
      health.put("nodes", nodes());
    }
    health.put("timestamp", clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return health;
  }

  /** The nodes on the database, without where they are; none where it is not reached. */
  private List<Map<String, Object>> nodes() {
    try {
      return peers.all().stream().map(HealthController::node).toList();
    } catch (DataAccessException away) {
      return List.of();
    }
  }

  private static Map<String, Object> node(Peers.Node node) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", node.name());
    shown.put("version", node.version());
    shown.put("since", node.since().truncatedTo(ChronoUnit.MILLIS));
    shown.put("seen", node.seen().truncatedTo(ChronoUnit.MILLIS));
    shown.put("answering", node.answering());
    shown.put("leads", node.leads());
    shown.put("self", node.self());
    return shown;
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
    messaging.hours().broken().stream()
        .findFirst()
        .ifPresent(file ->
            services.put("hours", "unreadable, line " + file.line() + ": " + file.reason()));
    for (MessagingChannel channel : messengers.channels()) {
      MessagingProvider provider = channel.provider();
      Optional<Messenger> messenger = messengers.find(provider);
      String state = messenger.map(this::state).orElse("off");
      if (messenger.map(one -> messengers.name(one).equals(one.channel())).orElse(true)) {
        services.put(provider.id(), state);
      } else { // of several accounts the first that is not well, and each by itself
        String trouble = state.equals("up") ? "up" : provider.account() + ": " + state;
        services.merge(provider.id(), trouble, (a, b) -> a.equals("up") ? b : a);
        services.put(provider.id() + '/' + provider.account(), state);
      }
    }
    return services;
  }

  private String state(Messenger messenger) {
    return messaging
        .deliveries()
        .stopped(messenger)
        .map(why -> "stopped: " + why)
        .or(() -> trouble(messenger.provider()))
        .orElse(messenger.reached() ? "up" : "down");
  }

  private Optional<String> trouble(MessagingProvider provider) {
    return messaging.figures().troubles(provider).stream()
        .map(trouble -> trouble.trouble().shown() + ": " + trouble.detail())
        .findFirst();
  }

  private boolean databaseWorks() {
    try (Connection connection = database.getConnection()) {
      connection.setReadOnly(true);
      return connection.isValid(DATABASE_SECONDS);
    } catch (SQLException broken) {
      return false;
    }
  }

  /** What the messaging channels say about themselves. */
  @Component
  record Messaging(Deliveries deliveries, MessagingFigures figures, BusinessHours hours) {}
}
