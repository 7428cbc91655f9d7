package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/security.md to the tests that it names, and to every chapter of OWASP's lists. */
class SecurityDocsTest {

  private static final Path PAGE = Path.of("docs/security.md");

  /** What may stand in the place of a test. */
  private static final Pattern EXCEPTION =
      Pattern.compile("does not apply|not held.*|a promise, not a test");

  private final String page = Files.readString(PAGE);

  SecurityDocsTest() throws IOException {}

  @Test
  void namesTestsThatThereAre() throws IOException {
    Set<String> tests = new TreeSet<>();
    for (String folder : List.of("src/test/java", "src/browser/java")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files.map(file -> file.getFileName().toString().replace(".java", "")).forEach(tests::add);
      }
    }
    Set<String> named =
        Pattern.compile("`([A-Z]\\w+(?:Test|IT|Contract))`")
            .matcher(page)
            .results()
            .map(r -> r.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(named).hasSizeGreaterThan(50);
    assertThat(tests).containsAll(named);
  }

  @Test
  void namesATestOrAnExceptionInEachRow() {
    String lists = page.substring(page.indexOf("## OWASP ASVS"));
    List<String> cells =
        Pattern.compile("(?m)^\\| (?:\\d|LLM).*\\| ([^|]+) \\|$")
            .matcher(lists)
            .results()
            .map(r -> r.group(1))
            .toList();
    assertThat(cells).hasSizeGreaterThan(90);
    assertThat(cells)
        .allSatisfy(cell ->
            assertThat(cell.contains("`") || EXCEPTION.matcher(cell).matches()).as(cell).isTrue());
    assertThat(lists.lines().filter(line -> line.matches("\\| (\\d|LLM).*")))
        .as("rows have three cells")
        .hasSameSizeAs(cells);
  }

  @Test
  void leavesNoChapterOut() {
    List<String> chapters = IntStream.rangeClosed(1, 17).mapToObj(n -> "V" + n).toList();
    assertThat(found("(?m)^### (V\\d+) ")).isEqualTo(chapters);
    assertThat(found("(?m)^\\| (LLM\\d\\d) "))
        .isEqualTo(IntStream.rangeClosed(1, 10).mapToObj("LLM%02d"::formatted).toList());
  }

  private List<String> found(String pattern) {
    return Pattern.compile(pattern)
        .matcher(page)
        .results()
        .map((MatchResult r) -> r.group(1))
        .toList();
  }
}
