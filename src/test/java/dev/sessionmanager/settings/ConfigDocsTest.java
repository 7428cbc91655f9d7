package dev.sessionmanager.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds docs/config.md to the settings that there are: the variables of application.yaml in its
 * first part, those of application-runtime.yaml in the part about the profile {@code runtime}, the
 * plain properties of both in the last. Whatever is missing is printed as the row that it must be.
 */
class ConfigDocsTest {

  private static final Path PAGE = Path.of("docs/config.md");

  /** Begins the second part of the page. */
  private static final String SECOND_PART = "## The runtime server";

  /** Begins the last part of the page. */
  private static final String LAST_PART = "## Properties";

  /** {@code | `NAME` | `default` | unit | what it does |}; no default is a dash. */
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `([A-Z][A-Z0-9_]*)` \\| (?:`([^`]+)`|-) \\| ([^|]+) \\| [^|]+ \\|$");

  private static final Pattern PROPERTY_ROW = Pattern.compile("(?m)^\\| `[a-z].*\\|$");

  /** More than this nobody reads: what else can be set is a plain property. */
  private static final int VARIABLES_MAX = 72;

  /** Of one messaging channel; nobody has to read those of another. */
  private static final int CHANNEL_MAX = 10;

  private static final Map<String, String> SERVICE =
      SettingsFile.read("application.yaml").variables();
  private static final SettingsFile RUNTIME = SettingsFile.read("application-runtime.yaml");

  /** What is read by code and not by a placeholder: see {@link PublicNames}. */
  private static final Map<String, String> CODED =
      Map.of("LOG_LEVEL", "INFO", "LOG_FORMAT", "text", "DEBUG", "false");

  @ParameterizedTest
  @CsvSource({"application.yaml, true", "application-runtime.yaml, false"})
  void namesEveryVariableWithItsDefaultAndNoOther(String file, boolean firstPart)
      throws IOException {
    Map<String, String> variables = new TreeMap<>(firstPart ? SERVICE : RUNTIME.variables());
    variables.putAll(firstPart ? CODED : Map.of());
    Map<String, String> rows = new TreeMap<>();
    Matcher row = ROW.matcher(part(firstPart));
    while (row.find()) {
      rows.put(row.group(1), Objects.requireNonNullElse(row.group(2), ""));
    }
    List<String> missing =
        variables.entrySet().stream()
            .filter(variable -> !variable.getValue().equals(rows.get(variable.getKey())))
            .map(variable ->
                "| `%s` | %s | … | … |".formatted(variable.getKey(), code(variable.getValue())))
            .toList();
    assertThat(missing).as("rows that %s must have because of %s", PAGE, file).isEmpty();
    assertThat(rows.keySet()).as("rows of %s for %s", PAGE, file).isEqualTo(variables.keySet());
  }

  @Test
  void namesEveryPlainPropertyInTheWordsOfItsComment() throws IOException {
    List<String> wanted =
        lines()
            .filter(line -> line.variables().isEmpty())
            .filter(line -> line.isOurs() || OldVariables.names().containsValue(line.property()))
            .map(ConfigDocsTest::propertyRow)
            .toList();
    List<String> rows =
        PROPERTY_ROW
            .matcher(page().substring(page().indexOf(LAST_PART)))
            .results()
            .map(r -> r.group())
            .toList();
    assertThat(wanted.stream().filter(row -> !rows.contains(row)))
        .as("rows that %s must have in its last part", PAGE)
        .isEmpty();
    assertThat(rows).as("rows of %s for properties", PAGE).hasSameSizeAs(wanted);
  }

  private static String propertyRow(SettingsFile.Line line) {
    String earlier =
        OldVariables.names().entrySet().stream()
            .filter(old -> old.getValue().equals(line.property()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("");
    return "| `%s` | %s | %s | %s |"
        .formatted(line.property(), code(line.standard()), code(earlier), line.comment());
  }

  @Test
  void findsACommentAboutEachSetting() {
    assertThat(lines().filter(SettingsFile.Line::isOurs).filter(line -> line.comment().isEmpty()))
        .isEmpty();
    lines()
        .filter(line -> !line.variables().isEmpty())
        // Of a certificate and its key together.
        .filter(line -> !line.property().endsWith(".private-key"))
        .forEach(line ->
            assertThat(line.variables().keySet())
                .as("the comment above %s names a variable", line.property())
                .anyMatch(line.comment()::contains));
  }

  @Test
  void keepsTheVariablesFew() throws IOException {
    Set<String> all = new TreeSet<>(SERVICE.keySet());
    all.addAll(RUNTIME.variables().keySet());
    all.addAll(CODED.keySet());
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/sessionmanager/channel"))) {
      long channels = files.filter(file -> file.toString().endsWith("Channel.java")).count();
      assertThat((long) all.size()).isLessThanOrEqualTo(VARIABLES_MAX + CHANNEL_MAX * channels);
    }
  }

  @Test
  void bindsEachVariableOnce() {
    for (String file : List.of("application.yaml", "application-runtime.yaml")) {
      Map<String, Long> times =
          SettingsFile.read(file).lines().stream()
              .flatMap(line -> line.variables().keySet().stream())
              .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
      assertThat(times).as(file).allSatisfy((name, count) -> assertThat(count).as(name).isOne());
    }
  }

  @Test
  void callsASecretWhatCanComeFromAFile() throws IOException {
    Set<String> secrets = PublicNames.secrets(FormerVariablesTest.environment(Map.of()));
    Set<String> rows = new TreeSet<>();
    Matcher row = ROW.matcher(page());
    while (row.find()) {
      if (row.group(3).equals("secret")) {
        rows.add(row.group(1));
      }
    }
    assertThat(rows).isEqualTo(secrets);
    // By the other end: what is bound to a property with the name of a secret, and has no default.
    lines()
        .filter(line -> !line.variables().isEmpty() && line.standard().isEmpty())
        .filter(line ->
            line.property()
                .matches(".*(token|secret|secrets|key|password|header-value)(-previous)?"))
        .forEach(line -> assertThat(secrets).containsAll(line.variables().keySet()));
  }

  private static Stream<SettingsFile.Line> lines() {
    return Stream.concat(
        SettingsFile.read("application.yaml").lines().stream(), RUNTIME.lines().stream());
  }

  private static String part(boolean first) throws IOException {
    String page = page();
    int second = page.indexOf(SECOND_PART);
    int last = page.indexOf(LAST_PART);
    assertThat(second).as("%s has a part '%s'", PAGE, SECOND_PART).isPositive();
    assertThat(last).as("%s has a part '%s'", PAGE, LAST_PART).isGreaterThan(second);
    return first ? page.substring(0, second) : page.substring(second, last);
  }

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  private static String code(String text) {
    return text.isEmpty() ? "-" : '`' + text + '`';
  }
}
