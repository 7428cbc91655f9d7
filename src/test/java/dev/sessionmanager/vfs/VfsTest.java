package dev.sessionmanager.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sessionmanager.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

@SuppressWarnings("InputStreamSlowMultibyteRead") // One byte at a time is enough here.
class VfsTest {

  @TempDir Path home;
  private Vfs vfs;

  @BeforeEach
  void start() {
    vfs = vfs(1000, 10, 100);
  }

  private Vfs vfs(long maxBytes, int maxFiles, long maxFileBytes) {
    return new Vfs(
        new VfsSettings(
            home.resolve("vfs"),
            DataSize.ofBytes(maxBytes),
            maxFiles,
            DataSize.ofBytes(maxFileBytes),
            8,
            32,
            32,
            Duration.ofMinutes(1)));
  }

  private VfsFile.Written write(String path, String text) throws IOException {
    return vfs.write("ana", path, new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private String read(String user, String path) throws IOException {
    try (var download = vfs.read(user, path).orElseThrow()) {
      return new String(download.content().readAllBytes(), UTF_8);
    }
  }

  private static Problem refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Problem problem = catchThrowableOfType(Problem.class, call);
    assertThat(problem).isNotNull();
    return problem;
  }

  private Path folder() {
    return home.resolve("vfs").resolve(Vfs.folderName("ana"));
  }

  @Test
  void keepsWhatIsWrittenUntilItIsDeleted() throws IOException {
    assertThat(vfs.list("ana")).isEmpty();
    assertThat(write("docs/2026/informe.txt", "uno").created()).isTrue();
    assertThat(write("docs/2026/informe.txt", "dos más").created()).isFalse();
    assertThat(read("ana", "docs/2026/informe.txt")).isEqualTo("dos más");
    assertThat(vfs.list("ana"))
        .singleElement()
        .satisfies(file -> {
          assertThat(file.path()).isEqualTo("docs/2026/informe.txt");
          assertThat(file.size()).isEqualTo(8);
        });
    assertThat(vfs.delete("ana", "docs/2026/informe.txt")).isTrue();
    assertThat(vfs.delete("ana", "docs/2026/informe.txt")).isFalse();
    assertThat(vfs.list("ana")).isEmpty();
    assertThat(folder().resolve("docs")).doesNotExist();
  }

  @Test
  void hidesTheFilesOfOneUserFromAnother() throws IOException {
    write("a.txt", "de ana");
    assertThat(vfs.list("Ana")).isEmpty();
    assertThat(vfs.read("../ana", "a.txt")).isEmpty();
    assertThat(vfs.read("bob", "a.txt")).isEmpty();
  }

  @Test
  void namesAFolderForEachUserAndNoOther() {
    List<String> users =
        List.of(
            "ana",
            "Ana",
            "ANA",
            "aña",
            "an\u0303a",
            "..",
            ".",
            "/",
            "a/b",
            "a_b",
            "con",
            "",
            "x".repeat(500),
            "x".repeat(501),
            "\u0000",
            "👋");
    assertThat(users.stream().map(Vfs::folderName)).doesNotHaveDuplicates();
    assertThat(users.stream().map(Vfs::folderName))
        .allMatch(n -> n.matches("[a-z0-9_]*-[0-9a-f]{64}"));
  }

  @Test
  void letsNobodyElseReadTheFolders() throws IOException {
    write("privado/a.txt", "x");
    for (Path path : List.of(folder(), folder().resolve("privado"))) {
      assertThat(Files.getPosixFilePermissions(path))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
    assertThat(Files.getPosixFilePermissions(folder().resolve("privado/a.txt")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/etc/passwd",
        "..",
        ".",
        "../x",
        "a/../b",
        "a/./b",
        "a//b",
        "a/",
        "a\\b",
        "..\\x",
        "C:\\x",
        "c:x",
        "\u0000",
        "a\u0000.txt",
        "a\nb",
        "a\u007f",
        "a\u202etxt.exe",
        "a\u200bb",
        "\uff0e\uff0e/x",
        "a\uff0fb",
        "\uff0e\uff0e",
        "\u2025",
        "con",
        "CON.txt",
        "nul",
        "LPT1",
        "aux.tar.gz",
        "com1 .txt",
        "a.",
        "a ",
        " a",
        "...",
        " ",
        "\u00a0",
        "a/ /b",
        "x?y",
        "x*",
        "x|y",
        "\ud800",
        "a\ufeff",
        "\ue000"
      })
  void refusesEveryPathThatIsNotPlainlyInside(String path) {
    assertThat(refusal(() -> write(path, "x")).fields()).containsKey("path");
    assertThat(refusal(() -> vfs.read("ana", path)).kind()).isEqualTo(Problem.Kind.INVALID);
    assertThat(refusal(() -> vfs.delete("ana", path)).kind()).isEqualTo(Problem.Kind.INVALID);
  }

  @Test
  void refusesNamesThatAreTooLongOrTooDeep() {
    assertThat(refusal(() -> write("x".repeat(256), "x")).kind()).isEqualTo(Problem.Kind.INVALID);
    assertThat(refusal(() -> write("ñ".repeat(43), "x")).kind()).isEqualTo(Problem.Kind.INVALID);
    assertThat(refusal(() -> write("a/b/c/d/e/f/g/h/i", "x")).setting()).isEqualTo("VFS_MAX_DEPTH");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ñandú.txt",
        "informe 2026 (final).txt",
        "日本語.md",
        "👋.txt",
        "100%.txt",
        ".env",
        "a'b.txt"
      })
  void keepsUnicodeNames(String name) throws IOException {
    write(name, name);
    assertThat(vfs.list("ana")).extracting(VfsFile::path).containsExactly(name);
    assertThat(read("ana", name)).isEqualTo(name);
  }

  @Test
  void takesComposedAndDecomposedNamesForTheSame() throws IOException {
    write("an\u0303o.txt", "uno");
    assertThat(write("a\u00f1o.txt", "dos").created()).isFalse();
    assertThat(vfs.list("ana")).hasSize(1);
  }

  @Test
  void followsNoLinkPlantedInTheFolder() throws IOException {
    Path secret = Files.writeString(home.resolve("secret.txt"), "secret");
    Path outside = Files.createDirectory(home.resolve("outside"));
    Files.writeString(outside.resolve("x.txt"), "secret");
    write("a.txt", "x");
    Files.createSymbolicLink(folder().resolve("link.txt"), secret);
    Files.createSymbolicLink(folder().resolve("dir"), outside);

    assertThat(vfs.read("ana", "link.txt")).isEmpty();
    assertThat(vfs.read("ana", "dir/x.txt")).isEmpty();
    assertThat(vfs.delete("ana", "link.txt")).isFalse();
    assertThat(vfs.delete("ana", "dir/x.txt")).isFalse();
    assertThat(refusal(() -> write("link.txt", "y")).kind()).isEqualTo(Problem.Kind.CONFLICT);
    assertThat(refusal(() -> write("dir/new.txt", "y")).kind()).isEqualTo(Problem.Kind.CONFLICT);
    assertThat(vfs.list("ana")).extracting(VfsFile::path).containsExactly("a.txt");
    assertThat(outside).isDirectoryNotContaining("glob:**/new.txt");
    assertThat(secret).hasContent("secret");
  }

  @Test
  void followsNoLinkInPlaceOfTheUsersFolder() throws IOException {
    Path outside = Files.createDirectory(home.resolve("outside"));
    Files.writeString(outside.resolve("x.txt"), "secret");
    Files.createDirectory(home.resolve("vfs"));
    Files.createSymbolicLink(folder(), outside);
    assertThat(vfs.list("ana")).isEmpty();
    assertThat(vfs.read("ana", "x.txt")).isEmpty();
    assertThat(refusal(() -> write("y.txt", "y")).kind()).isEqualTo(Problem.Kind.CONFLICT);
    assertThat(outside.resolve("y.txt")).doesNotExist();
  }

  @Test
  void refusesAFileWhereAFolderIsAndAFolderWhereAFileIs() throws IOException {
    write("a/b.txt", "x");
    assertThat(refusal(() -> write("a", "x")).kind()).isEqualTo(Problem.Kind.CONFLICT);
    assertThat(refusal(() -> write("a/b.txt/c", "x")).kind()).isEqualTo(Problem.Kind.CONFLICT);
    assertThat(vfs.read("ana", "a")).isEmpty();
    assertThat(vfs.delete("ana", "a")).isFalse();
  }

  @Test
  void refusesAFileOverTheLimitWithoutReadingItWhole() throws IOException {
    write("exactly.txt", "x".repeat(100));
    var endless =
        new InputStream() {
          long given;

          @Override
          public int read() {
            return (int) (given++ & 0x7f);
          }
        };
    assertThat(refusal(() -> vfs.write("ana", "big.txt", endless)).setting())
        .isEqualTo("VFS_MAX_FILE_BYTES");
    assertThat(endless.given).isLessThan(100_000);
    assertThat(home.resolve("vfs/.uploads")).isEmptyDirectory();
  }

  @Test
  void keepsTheOldFileWhenTheNewOneBreaksOff() throws IOException {
    write("a.txt", "old");
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("gone");
          }
        };
    assertThatThrownBy(() -> vfs.write("ana", "a.txt", broken)).hasMessage("gone");
    assertThat(read("ana", "a.txt")).isEqualTo("old");
    assertThat(home.resolve("vfs/.uploads")).isEmptyDirectory();
  }

  @Test
  void countsAReplacedFileOnce() throws IOException {
    vfs = vfs(150, 1, 100);
    write("a.txt", "x".repeat(100));
    write("a.txt", "y".repeat(100));
    Problem full = refusal(() -> write("b.txt", ""));
    assertThat(full.kind()).isEqualTo(Problem.Kind.QUOTA_REACHED);
    assertThat(full.setting()).isEqualTo("VFS_MAX_FILES");
  }

  @Test
  void holdsItsQuotasUnderSixteenConcurrentWriters() throws Exception {
    vfs = vfs(1000, 15, 100);
    try (var writers = Executors.newFixedThreadPool(16)) {
      List<Callable<Boolean>> jobs = new ArrayList<>();
      IntStream.range(0, 160).forEach(i -> jobs.add(() -> stored("f" + i % 40, i)));
      int stored = 0;
      for (Future<Boolean> job : writers.invokeAll(jobs)) {
        stored += job.get() ? 1 : 0;
      }
      assertThat(stored).isPositive();
    }
    try (Stream<Path> files = Files.walk(folder())) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      long bytes = 0;
      for (Path file : all) {
        bytes += Files.size(file);
      }
      assertThat(bytes).isLessThanOrEqualTo(1000).isGreaterThan(800);
      assertThat(all).hasSizeLessThanOrEqualTo(15);
    }
  }

  private boolean stored(String name, int seed) throws IOException {
    try {
      vfs.write(
          "ana", "d" + seed % 3 + "/" + name, new ByteArrayInputStream(new byte[50 + seed % 50]));
      return true;
    } catch (Problem full) {
      return false;
    }
  }

  @Test
  void refusesMoreUploadsAtOnceThanAllowed() throws IOException {
    Vfs one =
        new Vfs(
            new VfsSettings(
                home,
                DataSize.ofBytes(10),
                10,
                DataSize.ofBytes(10),
                8,
                1,
                1,
                Duration.ofMinutes(1)));
    var nested =
        new InputStream() {
          private boolean asked;

          @Override
          public int read() {
            if (!asked) {
              asked = true;
              assertThat(
                      refusal(() -> one.write("bob", "b.txt", InputStream.nullInputStream()))
                          .setting())
                  .isEqualTo("VFS_MAX_UPLOADS");
            }
            return -1;
          }
        };
    one.write("ana", "a.txt", nested);
    one.write("ana", "b.txt", InputStream.nullInputStream());
    assertThat(one.list("ana")).hasSize(2);
  }
}
