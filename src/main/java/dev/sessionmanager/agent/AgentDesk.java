package dev.sessionmanager.agent;

import dev.sessionmanager.files.BrokenFile;
import dev.sessionmanager.files.MalformedFile;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * Agent files for the operator: read, checked as at every look, written, taken away, and tried
 * before any of it. An agent that ships is changed by a file of the operator's with its name. Any
 * thread.
 */
public final class AgentDesk {

  private final AgentFiles files;
  private final AgentFolder folder;
  private final AgentServices means;

  AgentDesk(AgentFiles files, AgentFolder folder, AgentServices means) {
    this.files = files;
    this.folder = folder;
    this.means = means;
  }

  /** Where the files are. */
  public String place() {
    return folder.toString();
  }

  /** Whether files can be written there. */
  public boolean writable() {
    return folder.writable();
  }

  /** What is wrong with agent files now. */
  public List<BrokenFile> broken() {
    return files.broken();
  }

  /** Whether an agent of this name ships. */
  public boolean ships(String name) {
    return AgentFiles.SHIPPED.contains(name);
  }

  /** The name of the operator's file that describes an agent; empty where none does. */
  public Optional<String> file(String name) {
    return files.file(name).map(path -> path.getFileName().toString());
  }

  /**
   * A file as it is.
   *
   * @param file its name; null where the agent is the one that ships
   * @param version by which a change says what it was made from; {@code ""} where there is no file
   */
  public record Source(String name, String text, @Nullable String file, String version) {

    /** Without the text, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "Source[" + name + ']';
    }
  }

  /**
   * The file of this agent, or the one that ships.
   *
   * @throws Problem NOT_FOUND where there is neither; AGENT_MALFORMED where not all of it can be
   *     shown
   */
  public Source source(String name) {
    Optional<Path> file = path(name);
    Optional<String> text = file.flatMap(this::read);
    if (text.isPresent()) {
      String fileName = file.orElseThrow().getFileName().toString();
      return new Source(name, text.get(), fileName, version(text));
    }
    if (!ships(name)) {
      throw new Problem(Kind.NOT_FOUND);
    }
    return new Source(name, AgentFiles.shippedText(name), null, "");
  }

  /**
   * Where this agent's file is, or would be; empty where it can have none, because the name is none
   * or the file that has it describes another agent.
   */
  private Optional<Path> path(String name) {
    return files
        .file(name)
        .or(() ->
            Optional.of(name)
                .filter(AgentFile::isName)
                .map(folder::place)
                .filter(place -> !files.inForce(place.getFileName())));
  }

  private Optional<String> read(Path file) {
    try {
      return folder.read(file);
    } catch (MalformedFile wrong) {
      throw new Problem(Kind.AGENT_MALFORMED, wrong.line(), wrong.reason());
    }
  }

  private static String version(Optional<String> text) {
    return text.map(DigestUtils::sha256Hex).orElse("");
  }

  /**
   * What a check finds.
   *
   * @param name of the agent; null where the text is none
   * @param line of what is wrong; from 1, or 0 where it is the file as a whole
   * @param reason what to change; null where nothing is wrong
   * @param notes what the agent goes without
   */
  public record Finding(
      @Nullable String name, int line, @Nullable String reason, List<Note> notes) {}

  /** Something that a file names and that does not exist. */
  public record Note(int line, String reason) {}

  /** Reads a text as a file of the folder would be read. */
  public Finding check(String text) {
    try {
      AgentFile file = folder.parse(text);
      return new Finding(file.name(), 0, null, notes(file));
    } catch (MalformedFile wrong) {
      return new Finding(null, wrong.line(), wrong.reason(), List.of());
    }
  }

  private List<Note> notes(AgentFile file) {
    return files.missing("", file).stream().map(it -> new Note(it.line(), it.reason())).toList();
  }

  /**
   * Writes an agent's file, whole or not at all; the agent answers by it from its next message on.
   *
   * @param version of the file that the change was made from; {@code ""} where there was none
   * @return the file as it is then
   * @throws Problem AGENT_MALFORMED with the line; INVALID where the text names another agent, or
   *     the service would not read the file; CONFLICT where it would take the place of another
   *     agent's; FILE_CHANGED where the file is another one by now; AGENTS_READ_ONLY where it
   *     cannot be written
   */
  public synchronized Source save(String name, String text, String version) {
    AgentFile file = parsed(text);
    if (!file.name().equals(name)) {
      throw Problem.fields(Map.of("text", "agent_name"), name);
    }
    requireWritable();
    Path path = path(name).orElseThrow(() -> new Problem(Kind.CONFLICT));
    Optional<String> before = read(path);
    requireUnchanged(before, version);
    change(() -> folder.write(path, text));
    if (files.file(name).isEmpty()) {
      change(() -> {
        if (before.isPresent()) {
          folder.write(path, before.get());
        } else {
          folder.delete(path);
        }
      });
      throw Problem.fields(Map.of("text", "agent_unread"), path.getFileName().toString());
    }
    return source(name);
  }

  /**
   * Takes an agent's file away: the agent is gone, or the one again that ships.
   *
   * @param version as for {@link #save}; null for whatever it is
   * @throws Problem NOT_FOUND where there is no such file; else as for {@link #save}
   */
  public synchronized void delete(String name, @Nullable String version) {
    Path path = path(name).orElseThrow(() -> new Problem(Kind.NOT_FOUND));
    Optional<String> before = read(path);
    if (before.isEmpty()) {
      throw new Problem(Kind.NOT_FOUND);
    }
    requireWritable();
    if (version != null) {
      requireUnchanged(before, version);
    }
    change(() -> folder.delete(path));
  }

  private void requireWritable() {
    if (!folder.writable()) {
      throw new Problem(Kind.AGENTS_READ_ONLY, folder.toString());
    }
  }

  private static void requireUnchanged(Optional<String> text, String version) {
    if (!version(text).equals(version)) {
      throw new Problem(Kind.FILE_CHANGED);
    }
  }

  private interface Change {
    void make() throws IOException;
  }

  /** Makes a change, which is in force when this returns. */
  private void change(Change change) {
    try {
      change.make();
    } catch (IOException failed) {
      throw new Problem(Kind.AGENTS_READ_ONLY, folder.toString()).causedBy(failed);
    }
    files.again();
  }

  private AgentFile parsed(String text) {
    try {
      return folder.parse(text);
    } catch (MalformedFile wrong) {
      throw new Problem(Kind.AGENT_MALFORMED, wrong.line(), wrong.reason());
    }
  }

  /**
   * The agent that a text describes, to be asked and forgotten.
   *
   * @throws Problem AGENT_MALFORMED with the line
   */
  public Agent draft(String text) {
    return new PersonaAgent(parsed(text), means);
  }
}
