package dev.sessionmanager.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.admission.QueueLimits;
import dev.sessionmanager.admission.WorkQueue;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.messaging.MessagingFigures;
import dev.sessionmanager.messaging.Trouble;
import dev.sessionmanager.problem.Health;
import dev.sessionmanager.session.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The figures of the service at a glance. Cheap to poll: everything is in memory but the count of
 * sessions, one query, so that it says what the list below it does, and the health of agents, which
 * are asked at most every {@code admin.recheck}. Any thread.
 */
@Component
class Overview {

  private static final Path STATUS = Path.of("/proc/self/status");

  private final Traffic traffic;
  private final WorkQueue queue;
  private final MessagingFigures messaging;
  private final Sessions sessions;
  private final Agents agents;
  private final AgentHealthCache checkups;
  private final Duration sampleInterval;
  private final Clock clock;
  private final Instant startedAt;

  Overview(
      Traffic traffic,
      WorkQueue queue,
      MessagingFigures messaging,
      Sessions sessions,
      Agents agents,
      AgentHealthCache checkups,
      AdminSettings settings,
      Clock clock) {
    this.traffic = traffic;
    this.queue = queue;
    this.messaging = messaging;
    this.sessions = sessions;
    this.agents = agents;
    this.checkups = checkups;
    this.sampleInterval = settings.sampleInterval();
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /** All figures; the samples are those that the charts show. */
  record View(
      Instant timestamp,
      @JsonProperty("uptime_seconds") long uptimeSeconds,
      Queue queue,
      Messaging messaging,
      List<Alert> alerts,
      @JsonProperty("last_minute") Traffic.Minute lastMinute,
      @JsonProperty("sample_seconds") double sampleSeconds,
      List<Traffic.Sample> samples,
      Present sessions,
      List<One> agents,
      List<One> models,
      Memory memory) {}

  /** Messages that wait and messages being answered, with the settings that bound both. */
  record Queue(
      int waiting,
      int running,
      @JsonProperty("waiting_max") int waitingMax,
      @JsonProperty("running_max") int runningMax,
      @JsonProperty("running_max_per_user") int runningMaxPerUser) {}

  /** The messaging channels. */
  record Messaging(
      MessagingFigures.Queue queue, MessagingFigures.Workers workers, List<Trouble> troubles) {}

  /** Live sessions. */
  record Present(long total, @JsonProperty("by_channel") Map<String, Long> byChannel) {}

  /**
   * An agent or a model.
   *
   * @param up whether it works; null while it is being asked
   */
  record One(
      String name,
      String title,
      String kind,
      String via,
      @Nullable Boolean up,
      @Nullable String detail) {}

  /**
   * Memory of the process.
   *
   * @param resident null where the system has no {@code /proc}
   */
  record Memory(
      @JsonProperty("heap_used_bytes") long heapUsed,
      @JsonProperty("heap_max_bytes") long heapMax,
      @JsonProperty("resident_bytes") @Nullable Long resident) {}

  /** The figures of now, with the health that was found last. */
  View view() {
    return view(checkups.known());
  }

  /** The figures and the health of now; may take the time-outs of agents that are down. */
  View checkedView() {
    return view(checkups.now());
  }

  private View view(Map<String, Health> health) {
    Instant now = clock.instant();
    Map<String, Long> byChannel = new TreeMap<>(sessions.countByChannel());
    QueueLimits limits = queue.limits();
    Traffic.Minute minute = traffic.lastMinute();
    Messaging messages =
        new Messaging(messaging.queue(), messaging.workers(), messaging.troubles());
    return new View(
        now,
        Duration.between(startedAt, now).toSeconds(),
        new Queue(
            queue.waiting(),
            queue.running(),
            limits.waiting(),
            limits.running(),
            limits.runningPerUser()),
        messages,
        Alert.of(minute, queue.waiting(), messages.queue(), messages.workers()),
        minute,
        sampleInterval.toMillis() / 1e3,
        traffic.samples(),
        new Present(byChannel.values().stream().mapToLong(Long::longValue).sum(), byChannel),
        agents(false).map(agent -> one(agent, health.get(agent.name()))).toList(),
        agents(true).map(agent -> one(agent, health.get(agent.name()))).toList(),
        memory());
  }

  private Stream<Agent> agents(boolean models) {
    return agents.all().stream()
        .filter(agent -> (agent.card().kind() == Agent.Kind.MODEL) == models);
  }

  private static One one(Agent agent, @Nullable Health health) {
    return new One(
        agent.name(),
        agent.card().title(),
        agent.card().kind().name(),
        agent.via(),
        health == null ? null : health.up(),
        health == null ? null : health.detail());
  }

  private static Memory memory() {
    Runtime runtime = Runtime.getRuntime();
    return new Memory(
        runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory(), resident());
  }

  /** The line {@code VmRSS: 123456 kB} of proc(5). */
  private static @Nullable Long resident() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(null);
    } catch (IOException none) {
      return null;
    }
  }
}
