package dev.sessionmanager.agent;

import dev.sessionmanager.files.BrokenFile;
import dev.sessionmanager.files.FrontMatter;
import dev.sessionmanager.files.MalformedFile;
import dev.sessionmanager.files.Rechecked;
import dev.sessionmanager.files.WatchedFiles;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.AgentDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * The agents of files: those that ship, and over them the user's own in {@code AGENTS_DIR}, which
 * come, change and go while the service runs. The folder is looked at when somebody asks, at most
 * every {@code agents.recheck}, by one thread while the others go on with the agents that are
 * known, and every ten seconds where nobody does. Building an {@code AgentFiles} does no I/O.
 */
public final class AgentFiles implements AgentDirectory {

  private static final Logger log = LoggerFactory.getLogger(AgentFiles.class);

  /** The agents that ship, in the order in which people should see them. */
  static final List<String> SHIPPED = List.of("techbot", "ecobot", "psicoia", "royal");

  /**
   * @param agents by name, in order
   * @param files of the folder that are in force, by the name of their agent
   */
  private record Known(
      Map<String, Agent> agents, List<BrokenFile> broken, Map<String, Path> files) {}

  private final AgentServices means;
  private final WatchedFiles<AgentFile> folder;
  private final Rechecked<Known> known;
  private Map<String, AgentFile> shipped = Map.of();

  AgentFiles(AgentSettings settings, AgentServices means, Clock clock) {
    this.means = means;
    this.folder =
        new WatchedFiles<>(
            settings.listing(), (file, content) -> AgentFile.of(new FrontMatter(content)));
    this.known =
        new Rechecked<>(settings.recheck(), clock, before -> look(before, clock.instant()));
  }

  @Override
  public @Nullable Agent find(String name) {
    return known.get().agents().get(name);
  }

  @Override
  public Collection<Agent> agents() {
    return known.get().agents().values();
  }

  /** What is wrong with agent files now, for the operator. */
  public List<BrokenFile> broken() {
    return known.get().broken();
  }

  /** The file of the folder that describes this agent; empty where none does. */
  Optional<Path> file(String name) {
    return Optional.ofNullable(known.get().files().get(name));
  }

  /** Whether a file of the folder with this name describes an agent. */
  boolean inForce(Path fileName) {
    return known.get().files().values().stream()
        .anyMatch(path -> path.getFileName().equals(fileName));
  }

  /** Looks now: a file has just been written, and its writer waits for it to be in force. */
  void again() {
    known.renew();
  }

  /**
   * Looks though nobody asks, so that what is wrong with a file is said soon after it was saved.
   */
  @Scheduled(initialDelay = 10, fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
  void lookAgain() {
    known.get();
  }

  private Known look(@Nullable Known before, Instant now) {
    folder.look(now);
    List<BrokenFile> broken = new ArrayList<>(folder.broken());
    Map<String, Agent> agents = new LinkedHashMap<>();
    shipped().forEach((name, file) -> agents.put(name, new PersonaAgent(file, means)));
    Map<String, Path> taken = new HashMap<>();
    folder
        .good()
        .forEach((path, file) -> {
          Path other = taken.putIfAbsent(file.name(), path);
          if (other == null) {
            agents.put(file.name(), new PersonaAgent(file, means));
            broken.addAll(missing(path.toString(), file));
          } else {
            String reason =
                "the name %s belongs to %s already".formatted(file.name(), other.getFileName());
            broken.add(new BrokenFile(path.toString(), 0, reason));
          }
        });
    shipped()
        .forEach((name, file) -> {
          if (!taken.containsKey(name)) {
            broken.addAll(missing("agents/" + name + ".md (shipped)", file));
          }
        });
    tell(before, agents, broken);
    return new Known(agents, List.copyOf(broken), Map.copyOf(taken));
  }

  /** Tools and knowledge that a file names and that do not exist: the agent goes without. */
  List<BrokenFile> missing(String path, AgentFile file) {
    List<BrokenFile> broken = new ArrayList<>();
    for (String tool : file.tools()) {
      if (!means.tools().has(tool)) {
        String reason = "there is no tool " + tool + "; the agent goes without it";
        broken.add(new BrokenFile(path, file.lines().getOrDefault("tools", 0), reason));
      }
    }
    String knowledge = file.knowledge();
    if (knowledge != null && !means.library().has(knowledge)) {
      String reason = "there is no knowledge " + knowledge + "; the agent goes without it";
      broken.add(new BrokenFile(path, file.lines().getOrDefault("knowledge", 0), reason));
    }
    return broken;
  }

  /** Each change once. */
  private static void tell(
      @Nullable Known before, Map<String, Agent> agents, List<BrokenFile> broken) {
    if (before == null || !before.agents().keySet().equals(agents.keySet())) {
      log.info("Agents: {}", String.join(", ", agents.keySet()));
    }
    BrokenFile.warn(log, "Agent file", before == null ? List.of() : before.broken(), broken);
  }

  /** The shipped agents, read at the first look; a mistake in a shipped file is a bug. */
  private Map<String, AgentFile> shipped() {
    if (shipped.isEmpty()) {
      Map<String, AgentFile> read = new LinkedHashMap<>();
      SHIPPED.forEach(name -> read.put(name, shipped(name)));
      shipped = read;
    }
    return shipped;
  }

  static AgentFile shipped(String name) {
    try {
      return AgentFile.parse(shippedText(name));
    } catch (MalformedFile e) {
      throw new IllegalStateException(name + ".md:" + e.line() + ": " + e.reason(), e);
    }
  }

  /** The file of an agent that ships. */
  static String shippedText(String name) {
    String resource = "/agents/" + name + ".md";
    try (InputStream in = AgentFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not in the jar.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
