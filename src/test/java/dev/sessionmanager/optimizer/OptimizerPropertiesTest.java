package dev.sessionmanager.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sessionmanager.text.Language;
import dev.sessionmanager.text.TextWords;
import dev.sessionmanager.text.WordPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the optimiser never does, tried on thousands of made-up messages. */
class OptimizerPropertiesTest {

  private static final List<String> FILES =
      List.of(
          "informe.txt",
          "docs/ventas-2026.csv",
          "notas.md",
          "María Pérez.txt",
          "gracias.txt",
          "el  texto.md",
          "it's “notas.md",
          "resume `.txt");

  /** Must come back whole: quotations, code, numbers, names, addresses. */
  private static final List<String> PRECIOUS =
      List.of(
          "«por favor,  gracias»",
          "\"Hola,  please\"",
          "“no uses  nada”",
          "'por favor'",
          "‘please’",
          "`x  =  1, por favor`",
          "``a ` b``",
          "```\ncode  please\n\n\n  end\n```",
          "~~~\nhola  ,\n~~~",
          "3,5",
          "1.000",
          "2.5",
          "10:30",
          "12%",
          "María",
          "OpenAI",
          "Pérez-Gómez",
          "user@x.com",
          "https://a.b/c?d=por,favor",
          "C:\\temp\\x",
          "v1.2.3",
          "$5",
          "O'Brien",
          "iPhone 15",
          "「ください  」",
          "👩‍💻",
          "שלום",
          "日本語");

  private static final List<String> COMMON =
      List.of(
          "por favor",
          "Por favor,",
          "please",
          "Please",
          ", please,",
          ", por favor,",
          "hola",
          "¡Hola!",
          "Hola,",
          "Hello,",
          "Hi!",
          "gracias",
          "Gracias.",
          "Muchas gracias",
          "thanks",
          "Thank you!",
          "¿Podrías",
          "¿podrías resumir",
          "Could you",
          "Could you explain",
          "I'd like you to write",
          "bueno,",
          "Well,",
          "you know,",
          "kind of",
          "I kind of need",
          "resume",
          "el",
          "informe",
          "the",
          "report",
          "de",
          "of",
          "que",
          "and",
          "no",
          "not",
          "No uses",
          "Don't use",
          "sin",
          "without",
          "máximo",
          "at most",
          "en formato JSON",
          "Responde en JSON.",
          "in JSON,",
          "como tabla",
          "si",
          "if",
          "texto",
          "notas",
          "es",
          "is",
          "?",
          "¿",
          "!",
          ".",
          "...",
          ",",
          ";",
          ":",
          "\n",
          "\n\n",
          "\r\n",
          "\t",
          "  ",
          "- ",
          "1. ",
          "> ",
          "| ",
          "\"",
          "'",
          "`",
          "«",
          "—",
          "(",
          ")",
          "Objetivo:",
          "Goal:",
          "un",
          "a",
          "an",
          "palabras",
          "words",
          "escribe",
          "write",
          "Juan",
          "you",
          "con");

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private static String optimize(String text) {
    return Optimizer.optimize(text, FILES, 3).text();
  }

  private static List<String> messages(int seed, int count) {
    Random random = new Random(seed);
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder message = new StringBuilder();
      int pieces = 1 + random.nextInt(14);
      for (int j = 0; j < pieces; j++) {
        List<String> from = random.nextInt(5) == 0 ? PRECIOUS : COMMON;
        message.append(from.get(random.nextInt(from.size())));
        message.append(random.nextInt(8) == 0 ? "" : " ");
      }
      messages.add(message.toString());
    }
    return messages;
  }

  private static List<String> numbers(String text) {
    return NUMBER.matcher(text).results().map(r -> r.group()).sorted().toList();
  }

  @Test
  void optimisesAnOptimisedTextNoFurther() {
    for (String message : messages(1, 10_000)) {
      String once = optimize(message);
      assertThat(optimize(once)).as("from %s", message).isEqualTo(once);
    }
  }

  @Test
  void neverGivesNothingBackForSomething() {
    for (String message : messages(2, 6_000)) {
      if (!message.isBlank()) {
        assertThat(optimize(message)).as("from %s", message).isNotBlank();
      }
    }
    assertThat(optimize("  ")).isEmpty();
  }

  @Test
  void losesNoNumberAndInventsNone() {
    for (String message : messages(3, 6_000)) {
      String text = Optimizer.optimize(message, List.of(), 0).text();
      assertThat(numbers(text)).as("from %s", message).isEqualTo(numbers(message));
    }
  }

  @Test
  void losesNoQuotationNoCodeAndNoName() {
    Random random = new Random(4);
    for (String message : messages(4, 6_000)) {
      String precious = PRECIOUS.get(random.nextInt(PRECIOUS.size()));
      String text = message.replace("\"", "").replace("`", "").replace("«", "").replace("'", "");
      // Begins a line, since a fence is none elsewhere, and ends one.
      String whole = text + "\n" + precious + "\n" + text;
      assertThat(optimize(whole)).as("from %s", whole).contains(precious);
    }
  }

  @Test
  void dropsOnlyWordsThatAreCourtesiesOrFillers() {
    Set<String> droppable = new HashSet<>();
    for (Language language : List.of(Language.SPANISH, Language.ENGLISH)) {
      Stream.of(
              "greetings",
              "please",
              "requests",
              "requests-with-please",
              "openers",
              "asides",
              "hedges",
              "thanks")
          .map(LanguageRules.of(language)::patterns)
          .flatMap(List::stream)
          .flatMap(WordPattern::words)
          .forEach(droppable::add);
    }
    for (String message : messages(5, 6_000)) {
      List<String> kept = new ArrayList<>(TextWords.of(optimize(message)));
      List<String> dropped = new ArrayList<>(TextWords.of(message));
      dropped.removeIf(kept::remove);
      assertThat(droppable).as("from %s", message).containsAll(dropped);
    }
  }

  @Test
  void keepsEveryNegation() {
    for (String message : messages(6, 6_000)) {
      for (String no : List.of("no", "not", "don't", "sin", "without")) {
        assertThat(
                TextWords.of(Optimizer.optimize(message, List.of(), 0).text()).stream()
                    .filter(no::equals)
                    .count())
            .as("%s from %s", no, message)
            .isEqualTo(TextWords.of(message).stream().filter(no::equals).count());
      }
    }
  }

  @Test
  void survivesAnySoupOfCharacters() {
    Random random = new Random(7);
    String alphabet =
        " \n\r\t.,:;!?¿¡'\"`~«»“”‘’()[]{}<>|-*#\\/@_0123abcáñ\u00a0\u200b\ud83d\ude00\ud800שλ日";
    for (int i = 0; i < 10_000; i++) {
      String soup =
          random
              .ints(random.nextInt(40), 0, alphabet.length())
              .mapToObj(at -> alphabet.substring(at, at + 1))
              .collect(Collectors.joining());
      String text = (i % 3 == 0 ? "por favor " : i % 3 == 1 ? "please the " : "") + soup;
      String once = optimize(text);
      assertThat(optimize(once)).as("from %s", text).isEqualTo(once);
    }
  }

  @Test
  void touchesOnlyWhiteSpaceInOtherLanguages() {
    for (String text :
        List.of(
            "Bitte fasse den Text zusammen, danke.",
            "S'il vous plaît, résumez, merci.",
            "Você poderia resumir o texto, por favor?",
            "請總結一下，謝謝",
            "من فضلك لخص النص، شكرا")) {
      assertThat(optimize("  " + text.replace(" ", "  ") + "\n")).contains(": " + text + "\n");
    }
  }

  static List<String> hostile() {
    List<String> units =
        List.of(
            "por favor, ",
            "please ",
            "Hola, ",
            "gracias. ",
            "¿podrías ",
            "\"",
            "'",
            " 'a",
            "`",
            "``` ",
            "\n```\n",
            "«",
            "»a",
            "“",
            "‘",
            "~~~\n",
            " ",
            "\t",
            "\n",
            "\n\n",
            ": ",
            ", ",
            "a, ",
            ". ",
            "? ",
            "- a\n",
            "sin a, ",
            "máximo 3, ",
            "No uses a. ",
            "the , please, ",
            "I kind of need ",
            "\ud800",
            "`a``b```c",
            "no ",
            "a\tb\n",
            "5\"",
            "((((",
            "http://",
            "Could you write? ",
            "basically, ",
            "el por favor. please the. ");
    return units.stream().map(unit -> "Resume the " + unit.repeat(16_000 / unit.length())).toList();
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void takesNoLongerThanItShould(String text) {
    List<String> files = new ArrayList<>(FILES);
    for (int i = 0; i < 1000; i++) {
      files.add("carpeta/archivo-" + i + "-de-ventas.txt");
    }
    Executable run =
        () -> {
          String once = Optimizer.optimize(text, files, 10).text();
          assertThat(Optimizer.optimize(once, files, 10).text()).isEqualTo(once);
        };
    assertTimeoutPreemptively(Duration.ofSeconds(2), run);
  }

  @ParameterizedTest
  @ValueSource(strings = {"por favor, ", "\"a\" ", "sin a, ", "- a\n", "`x` ", ". "})
  void takesTimeInStepWithLength(String unit) {
    // A quadratic walk over 1.6 million characters would take minutes.
    String text = "Resume the " + unit.repeat(1_600_000 / unit.length());
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> optimize(text));
  }
}
