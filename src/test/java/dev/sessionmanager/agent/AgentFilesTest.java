package dev.sessionmanager.agent;

import static dev.sessionmanager.agent.Fakes.means;
import static dev.sessionmanager.agent.Fakes.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sessionmanager.SettableClock;
import dev.sessionmanager.gateway.Agent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/** Agents that come, change and go while the service runs. */
class AgentFilesTest {

  private static final Duration RECHECK = Duration.ofSeconds(2);

  @TempDir private Path home;

  /** Long after the files are written, so that their stamps count. */
  private final SettableClock clock = new SettableClock(Instant.parse("2100-01-01T00:00:00Z"));

  private final FakeLibrary library =
      new FakeLibrary("k") {
        @Override
        public boolean has(String name) {
          return !name.equals("z");
        }
      };

  private final Means means =
      means(
          new FakeModels(),
          library,
          FakeTool.saying("suma", "-", "4"),
          FakeTool.saying("economia", "-", "5"),
          FakeTool.saying("buscar_catalogo", "-", "6"));

  private int stamps;

  @Test
  void listsTheShippedAgentsWithoutAFolder() {
    AgentFiles files = files(10);
    assertThat(files.agents())
        .extracting(Agent::name)
        .containsExactly("techbot", "ecobot", "psicoia", "royal");
    assertThat(files.find("anna")).isNull();
    assertThat(dir()).doesNotExist();
  }

  @Test
  void readsNothingWhenItIsBuilt() throws IOException {
    AgentFiles files = files(10);
    write("anna.md", agent("anna", "Anna"));
    assertThat(titles(files)).contains("Anna");
  }

  @Test
  void noticesWhatComesChangesAndGoes() throws IOException {
    AgentFiles files = files(10);
    files.agents();
    write("anna.md", agent("anna", "Anna"));
    assertThat(files.find("anna")).as("within AGENTS_RECHECK").isNull();
    later();
    assertThat(title(files, "anna")).isEqualTo("Anna");
    write("anna.md", agent("anna", "Hanna"));
    later();
    assertThat(title(files, "anna")).isEqualTo("Hanna");
    write("anna.md", agent("berta", "Berta"));
    later();
    assertThat(files.find("anna")).isNull();
    assertThat(title(files, "berta")).isEqualTo("Berta");
    Files.delete(dir().resolve("anna.md"));
    later();
    assertThat(files.find("berta")).isNull();
    assertThat(files.agents()).hasSize(4);
  }

  @Test
  void readsAFileAgainOnlyWhenItsStampHasChanged() throws IOException {
    AgentFiles files = files(10);
    write("anna.md", agent("anna", "Anna"));
    assertThat(title(files, "anna")).isEqualTo("Anna");
    Files.writeString(dir().resolve("anna.md"), agent("anna", "Otra"));
    Files.setLastModifiedTime(dir().resolve("anna.md"), stamp(stamps));
    later();
    assertThat(title(files, "anna")).isEqualTo("Anna");
  }

  @Test
  void readsAFileThatIsJustBeingWrittenAgainUnderTheSameStamp() throws IOException {
    AgentFiles files = files(10);
    write("anna.md", agent("anna", "Anna"));
    FileTime now = FileTime.from(clock.instant());
    Files.setLastModifiedTime(dir().resolve("anna.md"), now);
    assertThat(title(files, "anna")).isEqualTo("Anna");
    Files.writeString(dir().resolve("anna.md"), agent("anna", "Otra"));
    Files.setLastModifiedTime(dir().resolve("anna.md"), now);
    later();
    assertThat(title(files, "anna")).isEqualTo("Otra");
  }

  @Test
  void keepsAFileThatHasBecomeUnreadableAsItWas() throws IOException {
    AgentFiles files = files(10);
    write("anna.md", agent("anna", "Anna"));
    write("berta.md", agent("berta", "Berta"));
    files.agents();
    write("anna.md", "---\nname: anna\ntemper");
    later();
    assertThat(title(files, "anna")).isEqualTo("Anna");
    assertThat(title(files, "berta")).isEqualTo("Berta");
    assertThat(files.broken()).singleElement().asString().startsWith(path("anna.md") + ":1: the");
    write("anna.md", agent("anna", "Hanna"));
    later();
    assertThat(title(files, "anna")).isEqualTo("Hanna");
    assertThat(files.broken()).isEmpty();
  }

  @Test
  void forgetsABrokenFileThatIsDeleted() throws IOException {
    AgentFiles files = files(10);
    write("anna.md", agent("anna", "Anna"));
    files.agents();
    write("anna.md", "?");
    later();
    files.agents();
    Files.delete(dir().resolve("anna.md"));
    later();
    assertThat(files.find("anna")).isNull();
    assertThat(files.broken()).isEmpty();
  }

  @Test
  void namesEachBrokenFileAndServesTheOthers() throws IOException {
    write("a.md", "---\nname: a\ncolour: red\n---\nx");
    write("b.md", agent("b", "B"));
    Files.write(
        dir().resolve("c.md"), "---\nname: c\n---\nmañana".getBytes(StandardCharsets.ISO_8859_1));
    write("d.md", agent("d", "x".repeat(3000)));
    AgentFiles files = files(10);
    assertThat(titles(files)).hasSize(5).contains("B");
    assertThat(files.broken())
        .extracting(BrokenFile::toString)
        .satisfiesExactlyInAnyOrder(
            a -> assertThat(a).startsWith(path("a.md") + ":3: colour is not a setting"),
            c -> assertThat(c).isEqualTo(path("c.md") + ": it is not UTF-8"),
            d -> assertThat(d).startsWith(path("d.md") + ":1: the file is larger than"));
  }

  @Test
  void saysEachMistakeOnceInTheLog() throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger(AgentFiles.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    logger.addAppender(said);
    try {
      AgentFiles files = files(10);
      write("a.md", "---\nname: a\ncolour: red\n---\nx");
      for (int i = 0; i < 5; i++) {
        later();
        files.agents();
      }
      assertThat(said.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .filteredOn(line -> line.contains("a.md"))
          .singleElement()
          .asString()
          .contains(path("a.md") + ":3: colour is not");
    } finally {
      logger.detachAppender(said);
    }
  }

  @Test
  void putsTheUsersOwnInTheShippedOnesPlace() throws IOException {
    AgentFiles files = files(10);
    write("mine.md", agent("ecobot", "Mi EcoBot"));
    assertThat(titles(files)).containsExactly("TechBot", "Mi EcoBot", "PsicoIA", "Royal Bot");
    Files.delete(dir().resolve("mine.md"));
    later();
    assertThat(titles(files)).contains("EcoBot");
  }

  @Test
  void givesANameToTheFirstFileThatTakesIt() throws IOException {
    write("b.md", agent("anna", "Segunda"));
    write("a.md", agent("anna", "Primera"));
    AgentFiles files = files(10);
    assertThat(title(files, "anna")).isEqualTo("Primera");
    assertThat(files.broken())
        .singleElement()
        .hasToString(path("b.md") + ": the name anna belongs to a.md already");
  }

  @Test
  void namesToolsAndKnowledgeThatNobodyHas() throws IOException {
    write("a.md", "---\nname: a\ntools: [suma, resta]\nknowledge: z\n---\nx");
    write("b.md", "---\nname: b\ntools: [suma]\nknowledge: k\n---\nx");
    AgentFiles files = files(10);
    assertThat(files.find("a")).isNotNull();
    assertThat(files.broken())
        .extracting(BrokenFile::toString)
        .containsExactly(
            path("a.md") + ":3: there is no tool resta; the agent goes without it",
            path("a.md") + ":4: there is no knowledge z; the agent goes without it");
  }

  @Test
  void readsNoMoreFilesThanItMay() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      write(name + ".md", agent(name, name));
    }
    AgentFiles files = files(2);
    assertThat(files.agents()).extracting(Agent::name).endsWith("a", "b").hasSize(6);
    assertThat(files.broken()).singleElement().asString().contains("AGENTS_MAX");
  }

  @Test
  void leavesAloneWhatIsNoAgentFile() throws IOException {
    write("README.md", "# Mine");
    write(".anna.md.swp", "?");
    write(".#anna.md", "?");
    write("anna.txt", "?");
    Files.createDirectory(dir().resolve("folder.md"));
    AgentFiles files = files(10);
    assertThat(files.agents()).hasSize(4);
    assertThat(files.broken()).isEmpty();
  }

  @Test
  void goesOnWhereTheFolderIsAFile() throws IOException {
    Files.writeString(dir(), "no folder");
    AgentFiles files = files(10);
    assertThat(files.agents()).hasSize(4);
    assertThat(files.broken()).singleElement().asString().contains("cannot be read");
  }

  @Test
  void readsFilesEvenForOneWhoIsBeingCancelled() throws IOException {
    write("anna.md", agent("anna", "Anna"));
    AgentFiles files = files(10);
    Thread.currentThread().interrupt();
    try {
      assertThat(title(files, "anna")).isEqualTo("Anna");
      assertThat(files.broken()).isEmpty();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void looksAgainWhenTheClockWasSetBack() throws IOException {
    AgentFiles files = files(10);
    files.agents();
    write("anna.md", agent("anna", "Anna"));
    clock.advance(Duration.ofDays(-1));
    assertThat(files.find("anna")).isNotNull();
  }

  /** Files are rewritten, in place and half, while many ask: none is ever without its agent. */
  @Test
  void alwaysHasAnAgentThatIsBeingRewritten() throws Exception {
    write("anna.md", agent("anna", "Anna"));
    AgentFiles files = files(10);
    files.agents();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> readers = new ArrayList<>();
      for (int reader = 0; reader < 8; reader++) {
        readers.add(
            threads.submit(() -> {
              for (int i = 0; i < 300; i++) {
                later();
                Agent anna = Objects.requireNonNull(files.find("anna"));
                assertThat(anna.answer(prompt("hola"), chunk -> {}).text()).isNotBlank();
              }
            }));
      }
      String whole = agent("anna", "Anna");
      while (!readers.stream().allMatch(Future::isDone)) {
        for (int length : new int[] {0, 5, 20, whole.length()}) {
          Files.writeString(dir().resolve("anna.md"), whole.substring(0, length));
        }
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
    later();
    assertThat(title(files, "anna")).isEqualTo("Anna");
    assertThat(files.broken()).isEmpty();
  }

  private AgentFiles files(int max) {
    return new AgentFiles(
        new AgentSettings(dir(), RECHECK, max, DataSize.ofKilobytes(2)), means, clock);
  }

  private Path dir() {
    return home.resolve("agents");
  }

  private String path(String name) {
    return dir().resolve(name).toString();
  }

  private void later() {
    clock.advance(RECHECK);
  }

  private static String agent(String name, String title) {
    return "---\nname: %s\ntitle: %s\n---\nEres %s.\n".formatted(name, title, title);
  }

  /** Writes a file with a stamp of its own, as an editor does that takes its time. */
  private void write(String name, String text) throws IOException {
    Files.createDirectories(dir());
    Files.writeString(dir().resolve(name), text);
    Files.setLastModifiedTime(dir().resolve(name), stamp(++stamps));
  }

  private static FileTime stamp(int number) {
    return FileTime.from(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number));
  }

  private static String title(AgentFiles files, String name) {
    return Objects.requireNonNull(files.find(name)).card().title();
  }

  private static List<String> titles(AgentFiles files) {
    return files.agents().stream().map(agent -> agent.card().title()).toList();
  }
}
