package dev.sessionmanager.model;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Finds out whether Ollama runs and has the model. Whatever listens at its address must say that it
 * is Ollama, and only the model of {@code OLLAMA_MODEL} is taken. Quiet: no Ollama is normal.
 */
final class OllamaFinder implements AutoCloseable {

  /** What the last look found. */
  enum Found {
    NOT_LOOKED,
    NOTHING,
    WITHOUT_MODEL,
    READY
  }

  /** A local server answers at once; what takes longer is not there. */
  private static final Duration LOOK_MAX = Duration.ofSeconds(2);

  /** Like 0.12.3 or 0.13.0-rc1. */
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+\\S*");

  private final Target target;
  private final UpstreamHttp http;
  private final Runnable changed;
  private final ScheduledExecutorService looker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("ollama-finder").factory());
  private volatile Found found = Found.NOT_LOOKED;

  /** What it offered when it was last there. */
  private volatile List<String> models = List.of();

  private long lookBegan;

  /**
   * @param changed is told, on whatever thread, when a look found something else than the last
   */
  OllamaFinder(Target target, UpstreamHttp http, Runnable changed) {
    this.target = target;
    this.http = http;
    this.changed = changed;
  }

  Target target() {
    return target;
  }

  /** Looks in the background: once, or at this interval. */
  void start(@Nullable Duration interval) {
    if (interval == null) {
      looker.execute(this::look);
    } else {
      var _ =
          looker.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** What the last look found; looks where there has been no look yet. */
  Found known() {
    return found == Found.NOT_LOOKED ? look() : found;
  }

  /** The names of the models that it had when it was last there; the same object until others. */
  List<String> models() {
    return models;
  }

  /** What the last look found, without looking. */
  Found last() {
    return found;
  }

  /** Looks, for two seconds at most; a look that another thread begins meanwhile will do. */
  Found look() {
    long asked = System.nanoTime();
    synchronized (this) {
      if (found != Found.NOT_LOOKED && lookBegan - asked > 0) {
        return found;
      }
      lookBegan = System.nanoTime();
      Found now = search();
      if (now != found) {
        found = now;
        changed.run();
      }
      return now;
    }
  }

  private Found search() {
    long until = System.nanoTime() + LOOK_MAX.toNanos();
    try {
      if (!VERSION.matcher(ask("/api/version", until).path("version").asString("")).matches()) {
        return Found.NOTHING;
      }
      JsonNode tags = ask("/api/tags", until).path("models");
      if (!tags.isArray()) {
        return Found.NOTHING;
      }
      List<String> names =
          tags.valueStream()
              .map(model -> model.path("name").asString(""))
              .filter(Target::isName)
              .distinct()
              .toList();
      if (!names.equals(models)) {
        models = names;
      }
      boolean ours =
          tags.valueStream()
              .flatMap(model -> Stream.of(model.path("name"), model.path("model")))
              .anyMatch(name -> isOurs(name.asString("")));
      return ours ? Found.READY : Found.WITHOUT_MODEL;
    } catch (IOException away) {
      return Found.NOTHING;
    }
  }

  /** What it says; nothing where that is no answer or no JSON. */
  private JsonNode ask(String path, long until) throws IOException {
    Duration left = Duration.ofNanos(until - System.nanoTime());
    UpstreamHttp.Answer answer = http.get(URI.create(target.url() + path), null, left);
    JsonNode tree = answer.status() == 200 ? Json.tree(answer.body()) : null;
    return tree == null ? MissingNode.getInstance() : tree;
  }

  /** A name without a tag means the tag "latest". */
  private boolean isOurs(String name) {
    String wanted = target.model();
    return name.equals(wanted) || (!wanted.contains(":") && name.equals(wanted + ":latest"));
  }

  @Override
  public void close() {
    looker.shutdownNow();
  }
}
