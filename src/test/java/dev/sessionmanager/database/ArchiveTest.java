package dev.sessionmanager.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;

/** Archives as people pack them, and as nobody should. */
class ArchiveTest {

  private static final String DATABASE = DataFiles.DATABASE;
  private static final String TEXT = "some text that deflates";

  @TempDir Path folder;
  private Path archive;
  private Path into;

  @BeforeEach
  void nameFiles() {
    archive = folder.resolve("backup.zip");
    into = folder;
  }

  private void zip(String... names) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        if (!name.endsWith("/")) {
          zip.write(TEXT.getBytes(StandardCharsets.UTF_8));
        }
        zip.closeEntry();
      }
    }
  }

  private void unpack(DataSize max) throws IOException, Archive.Refused {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "test",
                Map.of(
                    "sessions.key-file", "k",
                    "runtime.embedded.vfs.dir", "v",
                    "agents.dir", "a",
                    "knowledge.dir", "kn",
                    "catalogue.file", "c")));
    DatabaseSettings settings = new DatabaseSettings(null, folder.resolve("x.db"), 1, 1, max);
    into = Files.createTempDirectory(folder, "into");
    new Archive(archive, new DataFiles(settings, environment)).unpack(into);
  }

  private List<String> unpacked() throws IOException, Archive.Refused {
    unpack(DataSize.ofMegabytes(1));
    try (Stream<Path> all = Files.walk(into)) {
      return all.skip(1).map(path -> into.relativize(path).toString()).sorted().toList();
    }
  }

  private String refusal() {
    return refusal(DataSize.ofMegabytes(1));
  }

  private String refusal(DataSize max) {
    Archive.Refused refused = catchThrowableOfType(Archive.Refused.class, () -> unpack(max));
    assertThat(refused).isNotNull();
    return String.valueOf(refused.getMessage());
  }

  @Test
  void takesWhatZipRecursivelyPacks() throws Exception {
    zip("backup/", "backup/vfs/", "backup/vfs/ana/", "backup/vfs/ana/a.txt", "backup/" + DATABASE);
    assertThat(unpacked()).containsExactly(DATABASE, "vfs", "vfs/ana", "vfs/ana/a.txt");
  }

  @Test
  void takesALeadingFolderWithoutAnEntryOfItsOwnAndFoldersThatAreEmpty() throws Exception {
    zip("a/b/" + DATABASE, "a/b/jwt.key", "a/b/agents/", "a/b/vfs/ana/" + DATABASE);
    assertThat(unpacked())
        .containsExactly("agents", "jwt.key", DATABASE, "vfs", "vfs/ana", "vfs/ana/" + DATABASE);
  }

  @Test
  void letsTheOwnerAloneIn() throws Exception {
    zip(DATABASE, "vfs/ana/a.txt", "vfs/luz/");
    assertThat(unpacked()).isNotEmpty();
    try (Stream<Path> all = Files.walk(into)) {
      assertThat(all.skip(1))
          .allSatisfy(path ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                  .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    }
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    assertThat(refusal()).contains("There is no file");
    Files.writeString(archive, "no zip at all");
    assertThat(refusal()).contains("is damaged, or no backup");
    zip("vfs/a.txt");
    assertThat(refusal()).contains("there is no " + DATABASE);
    zip("a/" + DATABASE, "b/" + DATABASE);
    assertThat(refusal()).contains("more than one " + DATABASE);
    zip("a/" + DATABASE, "notes.txt");
    assertThat(refusal()).contains("notes.txt, which is not in a/");
    zip(DATABASE, "notes\u001b.txt");
    assertThat(refusal()).contains("notes?.txt, which no backup has");
    zip(DATABASE, "jwt.key/x");
    assertThat(refusal()).contains("jwt.key/x, which no backup has");
    zip(DATABASE, "vfs/../../escaped");
    assertThat(refusal()).contains("which no backup has");
    assertThat(folder.resolve("escaped")).doesNotExist();
  }

  @Test
  void saysThatAFileIsThereTwice() throws Exception {
    zip(DATABASE, "vfs/a1", "vfs/a2");
    patch("vfs/a2", "vfs/a1");
    assertThat(refusal()).contains("holds vfs/a1 twice");
  }

  @Test
  void noticesThatAFileIsNotWhatWasPacked() throws Exception {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.setLevel(0);
      zip.putNextEntry(new ZipEntry(DATABASE));
      zip.write("exactly this".getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    patch("exactly this", "exactly that");
    assertThat(refusal()).contains("is damaged: " + DATABASE);
  }

  /** Changes every occurrence of a text in the archive's bytes. */
  private void patch(String from, String to) throws IOException {
    String bytes = Files.readString(archive, StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains(from);
    Files.writeString(archive, bytes.replace(from, to), StandardCharsets.ISO_8859_1);
  }

  @Test
  void unpacksNoMoreThanTheBound() throws Exception {
    try (OutputStream file = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry(DATABASE));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 50; i++) {
        zip.write(zeros);
      }
      zip.closeEntry();
    }
    assertThat(refusal(DataSize.ofMegabytes(20))).contains("more than 20 MB", "restore-max");
    assertThat(into).isEmptyDirectory();
    zip(
        Stream.concat(
                Stream.of(DATABASE), Stream.iterate(0, i -> i + 1).limit(300).map(i -> "vfs/" + i))
            .toArray(String[]::new));
    assertThat(refusal()).contains("restore-max");
  }

  @Test
  void believesNoSizeThatAnArchiveClaims() throws Exception {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry(DATABASE));
      zip.write(new byte[3 << 20]);
      zip.closeEntry();
    }
    // Little-endian, as the archive has it: 3 MB become 3 bytes.
    patch("\0\0" + (char) (3 << 4) + "\0", "\3\0\0\0");
    assertThat(refusal()).containsAnyOf("restore-max", "is damaged");
  }
}
