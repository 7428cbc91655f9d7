package dev.sessionmanager.knowledge;

import dev.sessionmanager.files.WatchedFileContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.util.unit.DataSize;

/** A file of the user's own knowledge. */
class WatchedKnowledgeTest extends WatchedFileContract {

  private Library library = new Library();

  @BeforeEach
  void open() {
    library =
        new Library(
            new KnowledgeSettings(folder, 10, DataSize.ofBytes(LARGEST), RECHECK, 2000, 32), clock);
  }

  @Override
  protected Path file() throws IOException {
    return Files.createDirectories(folder.resolve("joyas")).resolve("anillos.md");
  }

  @Override
  protected String saying(String word) {
    return "---\ntitle: Anillos\n---\nLos anillos se miden, dice la página " + word;
  }

  @Override
  protected String said() {
    return library.search("joyas", "anillos", 1).stream()
        .map(passage -> passage.text().substring(passage.text().lastIndexOf(' ') + 1))
        .findFirst()
        .orElse("");
  }
}
