package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.problem.Problem;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The texts that users read, in both languages. */
class MessagesTest {

  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path RESOURCES = Path.of("src/main/resources");

  /** Where a field's reason is named: {@code Map.of("limit", "page")}, {@code wrong.put(…)}. */
  private static final Pattern REASON =
      Pattern.compile(
          "(?:Problem\\.fields\\(\\s*Map\\.of\\([^,()]+(?:\\(\\))?,|wrong\\.put\\([^,]+,)"
              + "\\s*\"([^\"]+)\"");

  /** Where a constraint names one. */
  private static final Pattern CONSTRAINT =
      Pattern.compile(
          "(?:\\b(?:message|blank|tooLong|missing|otherwise)\\s*(?:=|\\(\\) default)\\s*"
              + "|FieldCheck\\.wrong(?:At)?\\([\\w, ]+,\\s*)\"([^\"]+)\"");

  private final Map<String, String> spanish = bundle("messages.properties");
  private final Map<String, String> english = bundle("messages_en.properties");

  @Test
  void existInBothLanguages() {
    assertThat(english.keySet()).isEqualTo(spanish.keySet());
    assertThat(english.values()).noneMatch(String::isBlank);
    assertThat(spanish.values()).noneMatch(String::isBlank);
  }

  @Test
  void takeTheSameArgumentsInBothLanguages() {
    spanish.forEach((key, text) ->
        assertThat(arguments(english.getOrDefault(key, ""))).as(key).isEqualTo(arguments(text)));
  }

  @Test
  void haveASentenceForEveryProblemAndForNoOther() {
    Set<String> sentences =
        spanish.keySet().stream()
            .filter(key -> key.startsWith("problem."))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(sentences)
        .isEqualTo(
            Stream.of(Problem.Kind.values())
                .map(kind -> "problem." + kind.code())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** What a form of address says differently is something that there is. */
  @Test
  void haveTheSameArgumentsInEachFormOfAddress() {
    for (String variant : List.of("tuteo", "voseo")) {
      bundle("messages_es__" + variant + ".properties")
          .forEach((key, text) ->
              assertThat(arguments(text))
                  .as(key)
                  .isEqualTo(arguments(spanish.getOrDefault(key, "{99"))));
    }
  }

  /** A person is told neither which setting to define nor what runs where. */
  @Test
  void neverSpeakToPeopleAsToOperators() {
    Pattern operators =
        Pattern.compile(
            "(?i)modelo?\\b|proveedor|provider|runtime|servidor|server\\b|clave|api|ollama|config"
                + "|setting|trace|[A-Z]+_[A-Z]+");
    for (Map<String, String> bundle : List.of(spanish, english)) {
      bundle.forEach((key, text) -> {
        if (key.matches("(person|agent\\.words|messaging|media)\\..*")) {
          assertThat(text).as(key).doesNotContainPattern(operators);
        }
      });
    }
    for (Problem.Kind kind : Problem.Kind.values()) {
      String code = kind.code();
      if (code.startsWith("model_") || code.equals("no_model")) {
        assertThat(spanish).containsKey("person." + code);
      }
    }
    assertThat(spanish.keySet().stream().filter(key -> key.startsWith("person.")))
        .allMatch(key -> spanish.containsKey(key.replaceFirst("person", "problem")));
  }

  /** Files of the runtime server, whose reasons are FastAPI's own words, in English. */
  private static final Set<String> FASTAPI =
      Set.of(
          "JsonBody.java",
          "RuntimeBodies.java",
          "StringList.java",
          "WholeNumber.java",
          "AgentApi.java",
          "AgentValve.java");

  @Test
  void haveAReasonForEveryFieldThatCanBeWrong() throws IOException {
    Set<String> reasons = new TreeSet<>();
    String sources = sources(file -> !FASTAPI.contains(file));
    for (Pattern place : List.of(REASON, CONSTRAINT)) {
      Matcher named = place.matcher(sources);
      int before = reasons.size();
      while (named.find()) {
        reasons.add("field." + named.group(1));
      }
      assertThat(reasons).hasSizeGreaterThan(before);
    }
    assertThat(spanish.keySet()).containsAll(reasons);
  }

  /** A key that an enum makes of a prefix and its constants' names. */
  private static boolean isNamedByAConstant(String key, String sources) {
    int dot = key.lastIndexOf('.') + 1;
    return sources.contains('"' + key.substring(0, dot) + "\" + name()")
        && sources.contains(' ' + key.substring(dot).toUpperCase(Locale.ROOT) + '(');
  }

  @Test
  void areAllUsed() throws IOException {
    String sources = sources(file -> true);
    for (String key : spanish.keySet()) {
      if (!key.startsWith("problem.") && !key.startsWith("person.")) {
        String literal = '"' + key.replaceFirst("^field\\.", "") + '"';
        assertThat(sources.contains(literal) || isNamedByAConstant(key, sources))
            .as("%s is not used", key)
            .isTrue();
      }
    }
  }

  /**
   * A text with arguments is a pattern in which a straight apostrophe begins a quotation and
   * disappears, one without is shown as it is: no text has one, a curly one (’) does everywhere.
   */
  @Test
  void arePatternsWithoutAStraightApostrophe() {
    Stream.of(spanish, english)
        .flatMap(bundle -> bundle.entrySet().stream())
        .forEach(entry -> {
          assertThat(entry.getValue()).as(entry.getKey()).doesNotContain("'");
          assertThat(new MessageFormat(entry.getValue())).as(entry.getKey()).isNotNull();
        });
  }

  private static Set<String> arguments(String text) {
    Set<String> arguments = new TreeSet<>();
    Matcher argument = Pattern.compile("\\{\\d+").matcher(text);
    while (argument.find()) {
      arguments.add(argument.group());
    }
    return arguments;
  }

  private static Map<String, String> bundle(String name) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(RESOURCES.resolve(name))));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    Map<String, String> bundle = new TreeMap<>();
    properties.forEach((key, text) -> bundle.put((String) key, (String) text));
    return bundle;
  }

  private static String sources(Predicate<String> wanted) throws IOException {
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        if (wanted.test(file.getFileName().toString())) {
          sources.append(Files.readString(file));
        }
      }
    }
    return sources.toString();
  }
}
