package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands {@code backup} and {@code restore}, as an operator runs them. */
class BackupTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String LOGIN = "{\"username\":\"user_1\",\"password\":\"1234\"}";
  private static final Map<String, String> SETTINGS = Map.of("RATE_MAX_MESSAGES", "100000");

  @TempDir Path data;
  @TempDir Path other;
  @TempDir Path elsewhere;

  private Path archive() {
    return elsewhere.resolve("backup.zip");
  }

  private static String run(Path data, int exitCode, String... words) throws Exception {
    try (ServiceProcess command = ServiceProcess.launch(data, SETTINGS, words)) {
      assertThat(command.exitCode()).as(command.log()).isEqualTo(exitCode);
      return command.log();
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
  }

  private static String token(ServiceProcess service) {
    return json(service.post("/login", LOGIN)).at("/data/session/token").asString();
  }

  private static void say(ServiceProcess service, String text) {
    json(service.post("/chat", "{\"message\":\"%s\",\"agent_id\":\"ecobot\"}".formatted(text)));
  }

  private static JsonNode history(ServiceProcess service) {
    return json(service.get("/history")).get("history");
  }

  @Test
  void savesTheTimeOfCompressionWhereAsked() throws Exception {
    try (ServiceProcess service = ServiceProcess.start(data, SETTINGS)) {
      say(service, "¿Qué es el PIB real?");
    }
    Path own = Files.createDirectories(data.resolve("knowledge")).resolve("own.md");
    Files.writeString(own, "precios ".repeat(100_000));
    run(data, 0, "backup", archive().toString());
    Path large = elsewhere.resolve("large.zip");
    run(data, 0, "backup", "--no-compression", large.toString());

    assertThat(Files.size(archive())).isLessThan(Files.size(own));
    assertThat(Files.size(large)).isGreaterThan(Files.size(own));
    run(other, 0, "restore", large.toString());
    assertThat(other.resolve("knowledge/own.md")).hasSameTextualContentAs(own);
    try (ServiceProcess service = ServiceProcess.start(other, SETTINGS)) {
      assertThat(history(service)).isNotEmpty();
    }
  }

  @Test
  void copiesARunningServiceAndBringsEverythingBack() throws Exception {
    String token;
    JsonNode before;
    try (ServiceProcess service = ServiceProcess.start(data, SETTINGS)) {
      token = token(service);
      json(
          service.send(
              service
                  .request("/vfs/files/ventas/octubre.txt")
                  .header("Authorization", "Bearer " + token)
                  .PUT(BodyPublishers.ofString("1.250 €"))));
      Files.createDirectories(data.resolve("agents"));
      Files.writeString(
          data.resolve("agents/own.md"), "---\nname: own\ntitle: Own\n---\nBe brief.");
      say(service, "¿Qué es el PIB real?");
      before = history(service);

      // Somebody goes on talking all the while.
      AtomicBoolean enough = new AtomicBoolean();
      try (ExecutorService talking = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<?> talk =
            talking.submit(() -> {
              while (!enough.get()) {
                say(service, "¿Qué es la inflación?");
              }
            });
        try {
          String said = run(data, 0, "backup", archive().toString());
          assertThat(said)
              .contains(archive().toString())
              .contains("who=operator from=- channel=command what=backup")
              .doesNotContain("Exception");
        } finally {
          enough.set(true);
        }
        talk.get();
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive())))
          .isEqualTo("rw-------");
      assertThat(names(elsewhere)).containsExactly("backup.zip");
    }

    assertThat(run(other, 0, "restore", repacked().toString())).contains("Restored.");
    try (Stream<Path> restored = Files.walk(other)) {
      assertThat(restored.filter(path -> !path.toString().endsWith(".log")))
          .hasSizeGreaterThan(5)
          .allSatisfy(path ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                  .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    }
    try (ServiceProcess service = ServiceProcess.start(other, SETTINGS)) {
      List<JsonNode> after = history(service).valueStream().toList();
      assertThat(after.subList(0, before.size())).isEqualTo(before.valueStream().toList());
      assertThat(after).as("questions with their answers").hasSizeGreaterThan(2);
      assertThat(after.size() % 2).isZero();
      // The key is the same one: who was logged in still is.
      HttpResponse<String> file =
          service.send(
              service
                  .request("/vfs/files/ventas/octubre.txt")
                  .header("Authorization", "Bearer " + token)
                  .GET());
      assertThat(file.body()).isEqualTo("1.250 €");
      assertThat(service.get("/agents").body()).contains("\"own\"");
    }
  }

  /** The backup as {@code zip -r} packs it, once it has been unpacked into a folder. */
  private Path repacked() throws IOException {
    Path packed = elsewhere.resolve("repacked.zip");
    try (ZipFile backup = new ZipFile(archive().toFile());
        ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(packed))) {
      Set<String> folders = new HashSet<>();
      for (ZipEntry entry : Collections.list(backup.entries())) {
        String name = "monday/" + entry.getName();
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
          if (folders.add(name.substring(0, slash + 1))) {
            zip.putNextEntry(new ZipEntry(name.substring(0, slash + 1)));
            zip.closeEntry();
          }
        }
        zip.putNextEntry(new ZipEntry(name));
        backup.getInputStream(entry).transferTo(zip);
        zip.closeEntry();
      }
    }
    return packed;
  }

  @Test
  void setsAsideWhatItReplaces() throws Exception {
    try (ServiceProcess service = ServiceProcess.start(data, SETTINGS)) {
      say(service, "¿Qué es el VAN?");
    }
    run(data, 0, "backup", archive().toString());
    try (ServiceProcess service = ServiceProcess.start(data, SETTINGS)) {
      say(service, "¿Qué es la TIR?");
      assertThat(history(service)).hasSize(4);
    }
    String said = run(data, 0, "restore", archive().toString());
    assertThat(said).contains("session_manager.db.before-").contains("jwt.key.before-");
    assertThat(said).contains("what=restore whom=" + archive() + " outcome=done");
    try (ServiceProcess service = ServiceProcess.start(data, SETTINGS)) {
      assertThat(history(service)).hasSize(2);
    }
    Path aside =
        names(data).stream()
            .filter(name -> name.startsWith("session_manager.db.before-"))
            .map(data::resolve)
            .findFirst()
            .orElseThrow();
    Files.move(aside, data.resolve("session_manager.db"), StandardCopyOption.REPLACE_EXISTING);
    try (ServiceProcess service = ServiceProcess.start(data, SETTINGS)) {
      assertThat(history(service)).hasSize(4);
    }
  }

  @Test
  void refusesToRestoreUnderARunningService() throws Exception {
    try (ServiceProcess service = ServiceProcess.start(data, SETTINGS)) {
      run(data, 0, "backup", archive().toString());
      say(service, "¿Qué es el VAN?");
      assertThat(run(data, 1, "restore", archive().toString()))
          .contains("The service is running")
          .contains("Nothing was changed.");
      assertThat(history(service)).hasSize(2);
      say(service, "¿Qué es la TIR?");
    }
  }

  @Test
  void refusesWhatIsNoBackup() throws Exception {
    Files.writeString(archive(), "no zip at all");
    assertThat(run(data, 1, "restore", archive().toString()))
        .contains("Nothing was changed.")
        .contains("what=restore whom=" + archive() + " outcome=failed")
        .doesNotContain("Exception");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive()))) {
      add(zip, "session_manager.db", "no database");
    }
    assertThat(run(data, 1, "restore", archive().toString())).contains("is damaged");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive()))) {
      add(zip, "session_manager.db", "no database");
      add(zip, "vfs/../../escaped.txt", "out");
    }
    assertThat(run(data, 1, "restore", archive().toString())).contains("which no backup has");
    assertThat(data.getParent().resolve("escaped.txt")).doesNotExist();
    assertThat(names(data)).allMatch(name -> name.endsWith(".log"));
  }

  @Test
  void leavesAnExistingFileAlone() throws Exception {
    Files.writeString(archive(), "precious");
    assertThat(run(data, 1, "backup", archive().toString())).contains("exists");
    assertThat(archive()).hasContent("precious");
    assertThat(run(data, 1, "backup", elsewhere.resolve("new.zip").toString()))
        .contains("There is no database");
    assertThat(run(data, 1, "backup"))
        .contains("Usage: session-manager backup [--no-compression] FILE");
  }

  private static void add(ZipOutputStream zip, String name, String content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }
}
