package dev.sessionmanager.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds docs/config.md to the settings that there are: the variables of application.yaml in its
 * first part, those of application-runtime.yaml in the part about the profile {@code runtime}.
 */
class ConfigDocsTest {

  private static final Path RESOURCES = Path.of("src/main/resources");
  private static final Path PAGE = Path.of("docs/config.md");

  /** Begins the second part of the page. */
  private static final String SECOND_PART = "## The runtime server";

  /** The innermost {@code ${NAME:default}}; what contains one is read once that is replaced. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*):([^${}]*)}");

  /** {@code | `NAME` | `default` | unit | what it does |}; no default is a dash. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([A-Z][A-Z0-9_]*)` \\| (?:`([^`]+)`|-) \\| [^|]+ \\| [^|]+ \\|$");

  @ParameterizedTest
  @CsvSource({"application.yaml, true", "application-runtime.yaml, false"})
  void namesEverySettingWithItsDefaultAndNoOther(String file, boolean firstPart)
      throws IOException {
    Map<String, String> settings = firstPart ? codedSettings() : new TreeMap<>();
    Map<String, String> comments = new TreeMap<>();
    String comment = "";
    for (String line : lines(file)) {
      if (line.strip().startsWith("#")) {
        comment = (comment + ' ' + line.strip().substring(1).strip()).strip();
        continue;
      }
      Map<String, String> named = new TreeMap<>();
      variables(line, named);
      for (String name : named.keySet()) {
        comments.put(name, comment);
      }
      settings.putAll(named);
      comment = "";
    }
    Map<String, String> rows = new TreeMap<>();
    Matcher row = ROW.matcher(part(firstPart));
    while (row.find()) {
      rows.put(row.group(1), row.group(2) == null ? "" : row.group(2));
    }
    List<String> missing =
        settings.entrySet().stream()
            .filter(s -> !s.getValue().equals(rows.get(s.getKey())))
            .map(s -> row(s.getKey(), s.getValue(), comments.getOrDefault(s.getKey(), "…")))
            .toList();
    assertThat(missing).as("rows that %s must have because of %s", PAGE, file).isEmpty();
    assertThat(rows.keySet()).isEqualTo(settings.keySet());
  }

  @ParameterizedTest
  @CsvSource({"application.yaml", "application-runtime.yaml"})
  void findsACommentThatNamesEachSetting(String file) throws IOException {
    Map<String, String> settings = new TreeMap<>();
    StringBuilder comments = new StringBuilder();
    for (String line : lines(file)) {
      if (line.strip().startsWith("#")) {
        comments.append(line).append('\n');
      } else {
        variables(line, settings);
      }
    }
    for (String name : settings.keySet()) {
      assertThat(Pattern.compile("\\b" + name + "\\b").matcher(comments).find())
          .as("%s has no comment that names %s", file, name)
          .isTrue();
    }
  }

  /** What is read by code and not by a placeholder: see {@link PublicNames}. */
  private static Map<String, String> codedSettings() {
    Map<String, String> settings =
        new TreeMap<>(Map.of("LOG_LEVEL", "INFO", "LOG_FORMAT", "text", "DEBUG", "false"));
    PublicNames.SECRETS.forEach(secret -> settings.put(secret + "_FILE", ""));
    return settings;
  }

  /** Adds the variables of a line, the outer ones with the defaults of the inner ones in theirs. */
  private static void variables(String line, Map<String, String> into) {
    String rest = line;
    Matcher variable = VARIABLE.matcher(rest);
    while (variable.find()) {
      String other = into.put(variable.group(1), variable.group(2));
      assertThat(other == null ? variable.group(2) : other)
          .as("the default of %s is the same everywhere", variable.group(1))
          .isEqualTo(variable.group(2));
      rest =
          rest.substring(0, variable.start()) + variable.group(2) + rest.substring(variable.end());
      variable = VARIABLE.matcher(rest);
    }
  }

  private static String part(boolean first) throws IOException {
    String page = Files.readString(PAGE);
    int second = page.indexOf(SECOND_PART);
    assertThat(second).as("%s has a part '%s'", PAGE, SECOND_PART).isPositive();
    return first ? page.substring(0, second) : page.substring(second);
  }

  private static List<String> lines(String file) throws IOException {
    Path path = RESOURCES.resolve(file);
    return Files.exists(path) ? new ArrayList<>(Files.readAllLines(path)) : List.of();
  }

  private static String row(String name, String standard, String comment) {
    String text = comment.replaceFirst("^" + name + ": ", "");
    return "| `%s` | %s | … | %s |"
        .formatted(name, standard.isEmpty() ? "-" : '`' + standard + '`', text);
  }
}
