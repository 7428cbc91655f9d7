package dev.sessionmanager.admin;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.ProblemBody;
import dev.sessionmanager.session.ApiKeys;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import dev.sessionmanager.trace.Audit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The commands of the operator's console: a line in, lines out, without a terminal. Any thread. */
@Component
class Commands {

  static final String EXIT = "exit";

  /** The console's name among the channels, in the audit. */
  private static final String CONSOLE = "console";

  private static final String KILL = "kill";
  private static final String ALLOW = "allow";
  private static final List<String> NAMES =
      List.of("list", KILL, ALLOW, "stats", "agents", "help", EXIT);
  private static final int PAGE = 500;
  private static final double MIB = 1024 * 1024;

  private final Sessions sessions;
  private final SessionLines sessionLines;
  private final SessionKiller kills;
  private final KeyPermissions permissions;
  private final Overview overview;
  private final ProblemBody problems;
  private final MessageSource messages;
  private final ConsoleSettings settings;
  private final Locale language;

  Commands(
      Sessions sessions,
      SessionLines sessionLines,
      SessionKiller kills,
      KeyPermissions permissions,
      Overview overview,
      ProblemBody problems,
      MessageSource messages,
      ConsoleSettings settings) {
    this.sessions = sessions;
    this.sessionLines = sessionLines;
    this.kills = kills;
    this.permissions = permissions;
    this.overview = overview;
    this.problems = problems;
    this.messages = messages;
    this.settings = settings;
    this.language = settings.language();
  }

  /** Whether this line wants the console closed. */
  static boolean isExit(String line) {
    return line.strip().equalsIgnoreCase(EXIT);
  }

  /** Carries out the command in a line; gives the lines of its answer. */
  List<String> run(String line) {
    String[] words = line.strip().split("\\s+", 2);
    String argument = words.length > 1 ? words[1] : "";
    try {
      return switch (words[0].toLowerCase(Locale.ROOT)) {
        case "" -> List.of();
        case "list" -> list();
        case KILL -> List.of(kill(argument));
        case ALLOW -> List.of(allow(argument.split("\\s+", 2)));
        case "stats" -> stats();
        case "agents" -> agents();
        case "help" -> List.of(text("console.help").split("\n", -1));
        default -> List.of(text("console.unknown", words[0].replaceAll("\\p{Cntrl}", "?")));
      };
    } catch (Problem problem) {
      return List.of(problems.cause(problem, language));
    }
  }

  /**
   * How the word being typed may be completed.
   *
   * @param before the words before that word
   * @param beginning of that word
   */
  List<String> complete(List<String> before, String beginning) {
    if (before.isEmpty()) {
      return NAMES;
    }
    boolean allow = before.getFirst().equals(ALLOW);
    if (before.size() > 1 || !(allow || before.getFirst().equals(KILL))) {
      return List.of();
    }
    List<Session> candidates =
        beginning.isEmpty() ? sessions.list("", PAGE) : sessions.startingWith(beginning);
    return candidates.stream().filter(s -> !allow || s.isKey()).map(Session::id).toList();
  }

  private List<String> list() {
    List<String> lines = new ArrayList<>();
    String after = "";
    List<Session> page;
    do {
      page = sessions.list(after, Math.min(PAGE, settings.listMax() - lines.size()));
      for (Session session : page) {
        lines.add(sessionLines.line(lines.size() + 1, session, language));
        after = session.id();
      }
    } while (!page.isEmpty() && lines.size() < settings.listMax());
    long all = sessions.countByChannel().values().stream().mapToLong(Long::longValue).sum();
    if (lines.isEmpty()) {
      lines.add(text("console.nobody"));
    } else if (all > lines.size()) {
      lines.add(text("console.more", all - lines.size()));
    }
    return lines;
  }

  private String kill(String beginning) {
    return beginning.isEmpty()
        ? text("console.kill_whom")
        : text(
            "console.killed",
            SessionLines.shortened(kills.kill(beginning, Audit.Actor.operator(CONSOLE)).id()));
  }

  /** The key's id or its beginning, then the agents that it may ask. */
  private String allow(String[] words) {
    if (words.length < 2) {
      return text("console.allow_whom");
    }
    String names = words[1].strip();
    @Nullable List<String> agents =
        names.equals("*")
            ? null
            : Stream.of(names.split("[,\\s]+")).filter(name -> !name.isEmpty()).distinct().toList();
    ApiKeys.Key key = permissions.change(words[0], agents, Audit.Actor.operator(CONSOLE));
    String id = SessionLines.shortened(key.id());
    return agents == null
        ? text("console.allowed_all", id)
        : text("console.allowed", id, String.join(", ", agents));
  }

  private List<String> stats() {
    Overview.View view = overview.view();
    Overview.Queue queue = view.queue();
    Traffic.Minute minute = view.lastMinute();
    String channels =
        view.sessions().byChannel().entrySet().stream()
            .map(each -> each.getKey() + ' ' + each.getValue())
            .collect(Collectors.joining(", "));
    Long resident = view.memory().resident();
    return List.of(
        text("console.stats.uptime", uptime(Duration.ofSeconds(view.uptimeSeconds()))),
        text(
            "console.stats.queue",
            queue.running(),
            queue.runningMax(),
            queue.waiting(),
            queue.waitingMax()),
        text("console.stats.messages", minute.messages(), number(minute.errorRate())),
        text(
            "console.stats.latency",
            number(minute.p50()),
            number(minute.p95()),
            number(minute.p99())),
        text("console.stats.sessions", view.sessions().total(), channels),
        text(
            "console.stats.memory",
            number(view.memory().heapUsed() / MIB),
            number(view.memory().heapMax() / MIB),
            number(resident == null ? null : resident / MIB)));
  }

  private List<String> agents() {
    Overview.View view = overview.checkedView();
    List<Overview.One> all = new ArrayList<>(view.agents());
    all.addAll(view.models());
    return all.stream()
        .map(one ->
            text(
                Boolean.TRUE.equals(one.up()) ? "console.agent.up" : "console.agent.down",
                one.name(),
                one.title(),
                one.via(),
                one.detail() == null ? "-" : one.detail()))
        .toList();
  }

  private static String uptime(Duration time) {
    return "%dd %02d:%02d:%02d"
        .formatted(time.toDays(), time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart());
  }

  private String number(@Nullable Double value) {
    return value == null ? "-" : String.format(language, "%.1f", value);
  }

  String text(String key, Object... arguments) {
    return messages.getMessage(key, arguments, language);
  }
}
