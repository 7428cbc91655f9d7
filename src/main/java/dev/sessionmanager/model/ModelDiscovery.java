package dev.sessionmanager.model;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Finds out in the background which models the configured servers offer: OpenAI's {@code GET
 * /models}, Ollama's {@code GET /api/tags}. Each server is asked on a thread of its own, so that a
 * dead one holds up none; what a server offered last stays until it says something else. Any
 * thread.
 */
final class ModelDiscovery implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ModelDiscovery.class);

  /** A list of models is there at once; what takes longer is tried again with the next look. */
  private static final Duration LOOK_MAX = Duration.ofSeconds(10);

  private final List<Target> servers;
  private final Supplier<List<String>> ollama;
  private final @Nullable Target ollamaServer;
  private final UpstreamHttp http;
  private final int max;
  private final ScheduledExecutorService looker;

  /** The names that each server offers, by its address. */
  private final Map<String, List<String>> offered = new ConcurrentHashMap<>();

  private volatile Found found;

  /**
   * Does no I/O.
   *
   * @param configured one model or more of each server
   * @param ollama the Ollama that is looked for; null where none is
   * @param max models of all servers together
   */
  ModelDiscovery(
      List<Target> configured, @Nullable OllamaFinder ollama, UpstreamHttp http, int max) {
    Map<String, Target> byUrl = new LinkedHashMap<>();
    configured.forEach(target -> byUrl.putIfAbsent(target.url(), target));
    this.servers = List.copyOf(byUrl.values());
    this.ollama = ollama == null ? List::of : ollama::models;
    this.ollamaServer = ollama == null ? null : ollama.target();
    this.http = http;
    this.max = max;
    this.found = new Found(Collections.nCopies(servers.size() + 1, List.of()), Map.of());
    this.looker =
        Executors.newScheduledThreadPool(
            Math.max(1, servers.size()), Thread.ofVirtual().name("model-discovery").factory());
  }

  /** Begins to look, at this interval. */
  void start(Duration interval) {
    servers.forEach(server -> {
      var _ =
          looker.scheduleWithFixedDelay(
              () -> look(server), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    });
  }

  /** Looks at all servers, one after the other, on this thread. */
  void look() {
    servers.forEach(this::look);
  }

  private void look(Target server) {
    try {
      URI uri = URI.create(server.url() + (server.ollama() ? "/api/tags" : "/models"));
      UpstreamHttp.Answer answer = http.get(uri, server.key(), LOOK_MAX);
      JsonNode tree = answer.status() == 200 ? Json.tree(answer.body()) : null;
      JsonNode list = list(tree, server);
      if (list == null) {
        log.debug("{} does not tell its models: status {}", server, answer.status());
        return;
      }
      List<String> names = names(list, server.ollama() ? "name" : "id");
      if (!names.equals(offered.get(server.url()))) {
        offered.put(server.url(), names);
        log.info("The server of {} offers {} models.", server, names.size());
      }
    } catch (IOException away) {
      log.debug("{} does not tell its models", server, away);
    } catch (RuntimeException broken) {
      log.warn("{} could not be asked for its models", server, broken); // the next look comes
    }
  }

  private static @Nullable JsonNode list(@Nullable JsonNode tree, Target server) {
    if (tree == null) {
      return null;
    }
    JsonNode list = tree.isArray() ? tree : tree.path(server.ollama() ? "models" : "data");
    return list.isArray() ? list : null;
  }

  private List<String> names(JsonNode list, String member) {
    return list.valueStream()
        .map(model -> model.path(member))
        .filter(JsonNode::isString)
        .map(JsonNode::asString)
        .filter(Target::isName)
        .distinct()
        .limit(max)
        .toList();
  }

  /**
   * What is offered, by its name, in the order of the servers: of those that have a model of one
   * name the first.
   */
  Map<String, Target> found() {
    List<List<String>> now = new ArrayList<>();
    servers.forEach(server -> now.add(offered.getOrDefault(server.url(), List.of())));
    now.add(ollama.get());
    Found known = found;
    if (!known.isOf(now)) {
      known = new Found(now, merged(now));
      found = known;
    }
    return known.byName;
  }

  private Map<String, Target> merged(List<List<String>> names) {
    Map<String, Target> merged = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Target server = i < servers.size() ? servers.get(i) : ollamaServer;
      for (String name : names.get(i)) {
        if (server != null && merged.size() < max) {
          merged.putIfAbsent(name, server.offering(name));
        }
      }
    }
    return Collections.unmodifiableMap(merged);
  }

  /** What was made of these lists, which are the same objects as long as they say the same. */
  private record Found(List<List<String>> names, Map<String, Target> byName) {
    @SuppressWarnings("ReferenceEquality") // thousands of names are not compared at each look
    boolean isOf(List<List<String>> now) {
      return IntStream.range(0, now.size()).allMatch(i -> now.get(i) == names.get(i));
    }
  }

  @Override
  public void close() {
    looker.shutdownNow();
  }
}
