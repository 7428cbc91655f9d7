package dev.sessionmanager.agent;

import dev.sessionmanager.files.WatchedFileContract;
import dev.sessionmanager.gateway.Agent;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.util.unit.DataSize;

/** A file of the user's own agents. */
class WatchedAgentTest extends WatchedFileContract {

  private AgentFiles files;

  @BeforeEach
  void open() {
    AgentSettings settings = new AgentSettings(folder, RECHECK, 10, DataSize.ofBytes(LARGEST));
    files =
        new AgentFiles(
            settings,
            Fakes.means(new FakeModels(), new FakeLibrary("k"), FakeTool.saying("suma", "-", "4")),
            clock);
  }

  @Override
  protected Path file() {
    return folder.resolve("anna.md");
  }

  @Override
  protected String saying(String word) {
    return "---\nname: anna\ntitle: " + word + "\n---\nEres Anna.\n";
  }

  @Override
  protected String said() {
    Agent anna = files.find("anna");
    return anna == null ? "" : anna.card().title();
  }
}
