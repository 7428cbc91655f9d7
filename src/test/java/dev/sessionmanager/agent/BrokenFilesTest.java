package dev.sessionmanager.agent;

import static dev.sessionmanager.agent.AgentHome.agent;
import static dev.sessionmanager.agent.AgentHome.title;
import static dev.sessionmanager.agent.AgentHome.titles;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sessionmanager.files.BrokenFile;
import dev.sessionmanager.gateway.Agent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Agent files with mistakes: each is named, and the others go on. */
class BrokenFilesTest {

  private final AgentHome home;

  BrokenFilesTest(@TempDir Path temporary) {
    home = new AgentHome(temporary);
  }

  @Test
  void keepsAFileThatHasBecomeUnreadableAsItWas() throws IOException {
    AgentFiles files = home.files(10);
    home.write("anna.md", agent("anna", "Anna"));
    home.write("berta.md", agent("berta", "Berta"));
    files.agents();
    home.write("anna.md", "---\nname: anna\ntemper");
    home.later();
    assertThat(title(files, "anna")).isEqualTo("Anna");
    assertThat(title(files, "berta")).isEqualTo("Berta");
    assertThat(files.broken())
        .singleElement()
        .asString()
        .startsWith(home.path("anna.md") + ":1: the");
    home.write("anna.md", agent("anna", "Hanna"));
    home.later();
    assertThat(title(files, "anna")).isEqualTo("Hanna");
    assertThat(files.broken()).isEmpty();
  }

  @Test
  void forgetsABrokenFileThatIsDeleted() throws IOException {
    AgentFiles files = home.files(10);
    home.write("anna.md", agent("anna", "Anna"));
    files.agents();
    home.write("anna.md", "?");
    home.later();
    files.agents();
    Files.delete(home.dir.resolve("anna.md"));
    home.later();
    assertThat(files.find("anna")).isNull();
    assertThat(files.broken()).isEmpty();
  }

  @Test
  void namesEachBrokenFileAndServesTheOthers() throws IOException {
    home.write("a.md", "---\nname: a\ncolour: red\n---\nx");
    home.write("b.md", agent("b", "B"));
    Files.write(
        home.dir.resolve("c.md"),
        "---\nname: c\n---\nmañana".getBytes(StandardCharsets.ISO_8859_1));
    home.write("d.md", agent("d", "x".repeat(3000)));
    AgentFiles files = home.files(10);
    assertThat(titles(files)).hasSize(5).contains("B");
    assertThat(files.broken())
        .extracting(BrokenFile::toString)
        .satisfiesExactlyInAnyOrder(
            a -> assertThat(a).startsWith(home.path("a.md") + ":3: colour is not a setting"),
            c -> assertThat(c).isEqualTo(home.path("c.md") + ":4: it is not UTF-8"),
            d -> assertThat(d).startsWith(home.path("d.md") + ":1: the file is larger than"));
  }

  @Test
  void saysEachMistakeOnceInTheLog() throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger(AgentFiles.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    logger.addAppender(said);
    try {
      AgentFiles files = home.files(10);
      home.write("a.md", "---\nname: a\ncolour: red\n---\nx");
      for (int i = 0; i < 5; i++) {
        home.later();
        files.agents();
      }
      assertThat(said.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .filteredOn(line -> line.contains("a.md"))
          .singleElement()
          .asString()
          .contains(home.path("a.md") + ":3: colour is not");
    } finally {
      logger.detachAppender(said);
    }
  }

  @Test
  void givesANameToTheFirstFileThatTakesIt() throws IOException {
    home.write("b.md", agent("anna", "Segunda"));
    home.write("a.md", agent("anna", "Primera"));
    AgentFiles files = home.files(10);
    assertThat(title(files, "anna")).isEqualTo("Primera");
    assertThat(files.broken())
        .singleElement()
        .hasToString(home.path("b.md") + ": the name anna belongs to a.md already");
  }

  @Test
  void namesToolsAndKnowledgeThatNobodyHas() throws IOException {
    home.write("a.md", "---\nname: a\ntools: [suma, resta]\nknowledge: z\n---\nx");
    home.write("b.md", "---\nname: b\ntools: [suma]\nknowledge: k\n---\nx");
    AgentFiles files = home.files(10);
    assertThat(files.find("a")).isNotNull();
    assertThat(files.broken())
        .extracting(BrokenFile::toString)
        .containsExactly(
            home.path("a.md") + ":3: there is no tool resta; the agent goes without it",
            home.path("a.md") + ":4: there is no knowledge z; the agent goes without it");
  }

  @Test
  void readsNoMoreFilesThanItMay() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      home.write(name + ".md", agent(name, name));
    }
    AgentFiles files = home.files(2);
    assertThat(files.agents()).extracting(Agent::name).endsWith("a", "b").hasSize(6);
    assertThat(files.broken()).singleElement().asString().contains("agents.max");
  }

  @Test
  void goesOnWhereTheFolderIsAFile() throws IOException {
    Files.writeString(home.dir, "no folder");
    AgentFiles files = home.files(10);
    assertThat(files.agents()).hasSize(4);
    assertThat(files.broken()).singleElement().asString().contains("cannot be read");
  }
}
