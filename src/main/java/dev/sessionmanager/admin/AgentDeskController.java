package dev.sessionmanager.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sessionmanager.agent.AgentDesk;
import dev.sessionmanager.files.BrokenFile;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.problem.Health;
import dev.sessionmanager.problem.Text;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.trace.Audit;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Agents and their files, for an administrator: seen, checked, written, taken away. */
@RestController
class AgentDeskController {

  private final Agents agents;
  private final AgentHealthCache checkups;
  private final AgentDesk desk;

  AgentDeskController(Agents agents, AgentHealthCache checkups, AgentDesk desk) {
    this.agents = agents;
    this.checkups = checkups;
    this.desk = desk;
  }

  /**
   * An agent.
   *
   * @param shipped whether an agent of this name ships
   * @param file of the operator's that describes it; null where none does
   * @param up whether it works; null while it is being asked
   */
  record AgentView(
      String name,
      String title,
      String description,
      String kind,
      String via,
      boolean shipped,
      @Nullable String file,
      @Nullable Boolean up,
      @Nullable String detail) {}

  /**
   * All agents, and the state of their folder.
   *
   * @param folder of the operator's files
   * @param writable whether files can be written there
   */
  record AgentsView(
      List<AgentView> agents, String folder, boolean writable, List<BrokenFile> broken) {}

  @GetMapping("/admin/agents")
  AgentsView list() {
    Map<String, Health> health = checkups.known();
    return new AgentsView(
        agents.all().stream().map(agent -> view(agent, health.get(agent.name()))).toList(),
        desk.place(),
        desk.writable(),
        desk.broken());
  }

  private AgentView view(Agent agent, @Nullable Health health) {
    Agent.Card card = agent.card();
    boolean byFile = card.kind() == Agent.Kind.PERSONA;
    return new AgentView(
        agent.name(),
        card.title(),
        card.description(),
        card.kind().name(),
        agent.via(),
        byFile && desk.ships(agent.name()),
        byFile ? desk.file(agent.name()).orElse(null) : null,
        health == null ? null : health.up(),
        health == null ? null : health.detail());
  }

  /** The file of an agent, or the one that ships. */
  @GetMapping("/admin/agents/{name}/file")
  AgentDesk.Source read(@PathVariable String name) {
    return desk.source(name);
  }

  /**
   * A file to be written.
   *
   * @param version of the file that it was made from; null or {@code ""} for a new one
   */
  record NewFile(@Text(blank = "required") String text, @Nullable String version) {

    /** Without the text, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "NewFile[]";
    }
  }

  /** The agent answers by it from its next message on. */
  @PutMapping("/admin/agents/{name}/file")
  AgentDesk.Source save(
      @PathVariable String name, @RequestBody @Valid NewFile file, Caller caller) {
    String version = file.version() == null ? "" : file.version();
    return Audit.note(
        caller.operator(), "agent.save", name, () -> desk.save(name, file.text(), version));
  }

  @DeleteMapping("/admin/agents/{name}/file")
  Map<String, Object> delete(
      @PathVariable String name,
      @RequestParam(required = false) @Nullable String version,
      Caller caller) {
    return Audit.note(
        caller.operator(),
        "agent.delete",
        name,
        () -> {
          desk.delete(name, version);
          return Map.of("success", true);
        });
  }

  /** A text that may be an agent file. */
  record Draft(@Text(blank = "required") String text) {

    /** Without the text, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "Draft[]";
    }
  }

  /** What a check found; {@code reason} is missing where it is an agent file. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Checked(
      boolean ok,
      @Nullable String name,
      @Nullable Integer line,
      @Nullable String reason,
      List<AgentDesk.Note> notes) {}

  /** Reads a text as an agent file is read, and keeps nothing of it. */
  @PostMapping("/admin/agents/check")
  Checked check(@RequestBody @Valid Draft draft) {
    AgentDesk.Finding found = desk.check(draft.text());
    boolean ok = found.reason() == null;
    return new Checked(ok, found.name(), ok ? null : found.line(), found.reason(), found.notes());
  }
}
