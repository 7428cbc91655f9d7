package dev.sessionmanager.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @TempDir Path home;

  /** What group or others may do anything with, without links, below the folder. */
  private static List<String> open(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !Files.isSymbolicLink(path) && !mode(path).endsWith("------"))
          .map(path -> folder.relativize(path) + " " + mode(path))
          .toList();
    }
  }

  private static String mode(Path path) {
    try {
      return PosixFilePermissions.toString(
          Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path openFile(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--rw-"));
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  @Test
  void closesWhatIsThereAndMakesWhatIsMadeLaterClosed() throws Exception {
    Path data = home.resolve("data");
    openFile(data.resolve("session_manager.db"));
    openFile(data.resolve("agents/mine.md"));
    openFile(data.resolve("tls/chain/key.pem"));
    openFile(data.resolve("vfs/somebody/old/notes.txt"));
    Path outside = openFile(home.resolve("outside/secret.txt"));
    Files.createSymbolicLink(data.resolve("knowledge"), outside.getParent());
    assertThat(open(data)).hasSizeGreaterThan(7);

    try (ServiceProcess service = ServiceProcess.start(data, Map.of())) {
      assertThat(open(data)).isEmpty();
      String token =
          service
              .post("/login", "{\"username\":\"user_1\",\"password\":\"1234\"}")
              .body()
              .replaceAll("(?s).*\"token\":\"([^\"]+)\".*", "$1");
      assertThat(
              service
                  .send(
                      service
                          .request("/vfs/files/a/b/c.txt")
                          .header("Authorization", "Bearer " + token)
                          .PUT(BodyPublishers.ofString("mine")))
                  .statusCode())
          .isEqualTo(201);
      assertThat(data.resolve("session_manager.db-wal")).exists();
      assertThat(open(data)).isEmpty();
    }
    assertThat(mode(outside)).as("what a link leads to").isEqualTo("rw-r--rw-");
  }

  @Test
  void closesADatabaseElsewhereButNotItsFolder() throws Exception {
    Path elsewhere = openFile(home.resolve("elsewhere/old.db"));
    Files.createDirectories(home.resolve("data"));
    Map<String, String> settings = Map.of("DB_PATH", elsewhere.toString());
    try (ServiceProcess service = ServiceProcess.start(home.resolve("data"), settings)) {
      assertThat(service.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(open(home.resolve("data"))).isEmpty();
      assertThat(mode(elsewhere)).isEqualTo("rw-------");
      assertThat(mode(elsewhere.resolveSibling("old.db-wal"))).isEqualTo("rw-------");
      assertThat(mode(home.resolve("elsewhere"))).as("not ours to close").isEqualTo("rwxr-xr-x");
    }
  }
}
