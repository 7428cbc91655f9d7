package dev.sessionmanager.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of application.yaml, or of application-runtime.yaml, that give a property a value. */
record SettingsFile(String name, List<Line> lines) {

  /** The innermost {@code ${name:default}}; what contains one is read once that is replaced. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+):?([^${}]*)}");

  private static final Pattern LINE = Pattern.compile("( *)([A-Za-z0-9_.-]+):(?: (.*))?");

  /** Parts of the file that are Spring Boot's; what of them is a setting is said elsewhere. */
  private static final Pattern SPRINGS = Pattern.compile("(spring|server|logging)\\..*");

  /**
   * A property, its value as it is written, and the comment above it in one line.
   *
   * @param comment empty when there is none
   */
  record Line(String property, String value, String comment) {

    /**
     * Variables to their defaults, the outer ones with the defaults of the inner ones in theirs.
     */
    Map<String, String> variables() {
      Map<String, String> variables = new TreeMap<>();
      resolved(variables);
      return variables;
    }

    /** The value where no variable is set. */
    String standard() {
      return resolved(new TreeMap<>());
    }

    private String resolved(Map<String, String> variables) {
      String rest = value;
      Matcher placeholder = PLACEHOLDER.matcher(rest);
      while (placeholder.find()) {
        String name = placeholder.group(1);
        String standard = name.equals("data-dir") ? "data" : placeholder.group(2);
        if (name.matches("[A-Z0-9_]+")) {
          variables.put(name, standard);
        }
        rest =
            rest.substring(0, placeholder.start()) + standard + rest.substring(placeholder.end());
        placeholder = PLACEHOLDER.matcher(rest);
      }
      return rest;
    }

    boolean isOurs() {
      return !SPRINGS.matcher(property).matches();
    }
  }

  static SettingsFile read(String name) {
    try {
      return read(name, Files.readAllLines(Path.of("src/main/resources", name)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SettingsFile read(String name, List<String> text) {
    List<Line> lines = new ArrayList<>();
    Deque<String> parents = new ArrayDeque<>();
    String comment = "";
    for (String line : text) {
      if (line.strip().startsWith("#")) {
        comment = (comment + ' ' + line.strip().substring(1).strip()).strip();
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        while (parents.size() > matcher.group(1).length() / 2) {
          parents.removeLast();
        }
        parents.addLast(matcher.group(2));
        String value = matcher.group(3) == null ? "" : matcher.group(3).strip();
        if (!value.isEmpty()) {
          value = value.replaceFirst("^\"(.*)\"$", "$1");
          lines.add(new Line(String.join(".", parents), value, comment));
        }
      }
      comment = "";
    }
    return new SettingsFile(name, lines);
  }

  /** Variables to their defaults. */
  Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    lines.forEach(line -> variables.putAll(line.variables()));
    return variables;
  }
}
