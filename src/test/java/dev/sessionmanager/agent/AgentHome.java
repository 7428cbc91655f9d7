package dev.sessionmanager.agent;

import dev.sessionmanager.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.util.unit.DataSize;

/** A user's folder of agent files, which is not there at first. */
final class AgentHome {

  private static final Duration RECHECK = Duration.ofSeconds(2);

  final Path dir;

  /** Long after the files are written, so that their stamps count. */
  final SettableClock clock = new SettableClock(Instant.parse("2100-01-01T00:00:00Z"));

  /** Knows every collection but z. */
  private final FakeLibrary library =
      new FakeLibrary("k") {
        @Override
        public boolean has(String name) {
          return !name.equals("z");
        }
      };

  private final AgentServices means =
      Fakes.means(
          new FakeModels(),
          library,
          FakeTool.saying("suma", "-", "4"),
          FakeTool.saying("economia", "-", "5"),
          FakeTool.saying("buscar_catalogo", "-", "6"));

  private int stamps;

  AgentHome(Path temporary) {
    dir = temporary.resolve("agents");
  }

  AgentFiles files(int max) {
    return new AgentFiles(
        new AgentSettings(dir, RECHECK, max, DataSize.ofKilobytes(2)), means, clock);
  }

  String path(String name) {
    return dir.resolve(name).toString();
  }

  void later() {
    clock.advance(RECHECK);
  }

  static String agent(String name, String title) {
    return "---\nname: %s\ntitle: %s\n---\nEres %s.\n".formatted(name, title, title);
  }

  /** Writes a file with a stamp of its own, as an editor does that takes its time. */
  void write(String name, String text) throws IOException {
    Files.createDirectories(dir);
    Files.writeString(dir.resolve(name), text);
    stamps++;
    stamp(name);
  }

  /** Gives a file the stamp that was given last. */
  void stamp(String name) throws IOException {
    Files.setLastModifiedTime(
        dir.resolve(name),
        FileTime.from(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(stamps)));
  }

  static String title(AgentFiles files, String name) {
    return Objects.requireNonNull(files.find(name)).card().title();
  }

  static List<String> titles(AgentFiles files) {
    return files.agents().stream().map(agent -> agent.card().title()).toList();
  }
}
