package dev.sessionmanager.agent;

import static dev.sessionmanager.agent.AgentHome.agent;
import static dev.sessionmanager.agent.AgentHome.title;
import static dev.sessionmanager.agent.AgentHome.titles;
import static dev.sessionmanager.agent.Fakes.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import dev.sessionmanager.gateway.Agent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.scheduling.config.ScheduledTaskHolder;

/** Agents that come, change and go while the service runs. */
class AgentFilesTest {

  private final AgentHome home;

  AgentFilesTest(@TempDir Path temporary) {
    home = new AgentHome(temporary);
  }

  @Test
  void listsTheShippedAgentsWithoutAFolder() {
    AgentFiles files = home.files(10);
    assertThat(files.agents())
        .extracting(Agent::name)
        .containsExactly("techbot", "ecobot", "psicoia", "royal");
    assertThat(files.find("anna")).isNull();
    assertThat(home.dir).doesNotExist();
  }

  @Test
  void readsNothingWhenItIsBuilt() throws IOException {
    AgentFiles files = home.files(10);
    home.write("anna.md", agent("anna", "Anna"));
    assertThat(titles(files)).contains("Anna");
  }

  @Test
  void noticesWhatComesChangesAndGoes() throws IOException {
    AgentFiles files = home.files(10);
    files.agents();
    home.write("anna.md", agent("anna", "Anna"));
    assertThat(files.find("anna")).as("within agents.recheck").isNull();
    home.later();
    assertThat(title(files, "anna")).isEqualTo("Anna");
    home.write("anna.md", agent("anna", "Hanna"));
    home.later();
    assertThat(title(files, "anna")).isEqualTo("Hanna");
    home.write("anna.md", agent("berta", "Berta"));
    home.later();
    assertThat(files.find("anna")).isNull();
    assertThat(title(files, "berta")).isEqualTo("Berta");
    Files.delete(home.dir.resolve("anna.md"));
    home.later();
    assertThat(files.find("berta")).isNull();
    assertThat(files.agents()).hasSize(4);
  }

  @Test
  void readsAFileAgainOnlyWhenItsStampHasChanged() throws IOException {
    AgentFiles files = home.files(10);
    home.write("anna.md", agent("anna", "Anna"));
    assertThat(title(files, "anna")).isEqualTo("Anna");
    Files.writeString(home.dir.resolve("anna.md"), agent("anna", "Otra"));
    home.stamp("anna.md");
    home.later();
    assertThat(title(files, "anna")).isEqualTo("Anna");
  }

  @Test
  void readsAFileThatIsJustBeingWrittenAgainUnderTheSameStamp() throws IOException {
    AgentFiles files = home.files(10);
    home.write("anna.md", agent("anna", "Anna"));
    FileTime now = FileTime.from(home.clock.instant());
    Files.setLastModifiedTime(home.dir.resolve("anna.md"), now);
    assertThat(title(files, "anna")).isEqualTo("Anna");
    Files.writeString(home.dir.resolve("anna.md"), agent("anna", "Otra"));
    Files.setLastModifiedTime(home.dir.resolve("anna.md"), now);
    home.later();
    assertThat(title(files, "anna")).isEqualTo("Otra");
  }

  @Test
  void putsTheUsersOwnInTheShippedOnesPlace() throws IOException {
    AgentFiles files = home.files(10);
    home.write("mine.md", agent("ecobot", "Mi EcoBot"));
    assertThat(titles(files)).containsExactly("TechBot", "Mi EcoBot", "PsicoIA", "Royal Bot");
    Files.delete(home.dir.resolve("mine.md"));
    home.later();
    assertThat(titles(files)).contains("EcoBot");
  }

  @Test
  void leavesAloneWhatIsNoAgentFile() throws IOException {
    home.write("README.md", "# Mine");
    home.write(".anna.md.swp", "?");
    home.write(".#anna.md", "?");
    home.write("anna.txt", "?");
    Files.createDirectory(home.dir.resolve("folder.md"));
    AgentFiles files = home.files(10);
    assertThat(files.agents()).hasSize(4);
    assertThat(files.broken()).isEmpty();
  }

  @Test
  void readsFilesEvenForOneWhoIsBeingCancelled() throws IOException {
    home.write("anna.md", agent("anna", "Anna"));
    AgentFiles files = home.files(10);
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
    AgentFiles files = home.files(10);
    files.agents();
    home.write("anna.md", agent("anna", "Anna"));
    home.clock.advance(Duration.ofDays(-1));
    assertThat(files.find("anna")).isNotNull();
  }

  /** Files are rewritten, in place and half, while many ask: none is ever without its agent. */
  @Test
  void alwaysHasAnAgentThatIsBeingRewritten() throws Exception {
    home.write("anna.md", agent("anna", "Anna"));
    AgentFiles files = home.files(10);
    files.agents();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> readers = new ArrayList<>();
      for (int reader = 0; reader < 8; reader++) {
        readers.add(
            threads.submit(() -> {
              for (int i = 0; i < 300; i++) {
                home.later();
                Agent anna = Objects.requireNonNull(files.find("anna"));
                assertThat(anna.answer(prompt("hola"), chunk -> {}).text()).isNotBlank();
              }
            }));
      }
      String whole = agent("anna", "Anna");
      while (!readers.stream().allMatch(Future::isDone)) {
        for (int length : new int[] {0, 5, 20, whole.length()}) {
          Files.writeString(home.dir.resolve("anna.md"), whole.substring(0, length));
        }
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
    home.later();
    assertThat(title(files, "anna")).isEqualTo("Anna");
    assertThat(files.broken()).isEmpty();
  }

  @Test
  void areLookedAtThoughNobodyAsks() {
    try (Service service = Service.start()) {
      assertThat(service.bean(ScheduledTaskHolder.class).getScheduledTasks())
          .extracting(Object::toString)
          .anyMatch(task -> task.endsWith(AgentFiles.class.getName() + ".lookAgain"));
    }
  }
}
