package dev.sessionmanager.agent;

import dev.sessionmanager.knowledge.PassageText;
import dev.sessionmanager.text.TextWords;
import dev.sessionmanager.text.WordFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The paragraphs of an answer that a short question on it is about, by the beginnings of its words.
 * Pure functions of the texts, linear in their length.
 */
final class PassageParagraphs {

  /** Of a word, by which "negativa" and "negativo" are one. */
  private static final int STEM = 5;

  private static final int SHORTEST = 4;

  /** Paragraphs that are given, at most: more of them are the answer once more. */
  private static final int MOST = 2;

  /** "¿y cómo se calcula?" asks for the formula. */
  private static final Set<String> RECKONED = Set.of("calcu", "mide", "formu");

  private static final String FORMULA = "formu";

  private static final String SOURCES = "Ver también";

  /** Words that say nothing of what is asked. */
  private static final Set<String> BESIDE = WordFile.read("agent/follow-ups.yaml").words("beside");

  private PassageParagraphs() {}

  /**
   * The paragraphs that have words of the question.
   *
   * @return empty where fewer than half of the question's words stand in the answer
   */
  static Optional<String> about(PassageText text, String question) {
    Set<String> asked =
        stems(question)
            .map(stem -> RECKONED.contains(stem) ? FORMULA : stem)
            .collect(Collectors.toSet());
    List<String> paragraphs =
        Stream.of(text.main().split("\\n\\n", -1))
            .filter(part -> !part.startsWith(SOURCES) && !part.startsWith("See also"))
            .toList();
    Set<String> there =
        paragraphs.stream().flatMap(PassageParagraphs::stems).collect(Collectors.toSet());
    long known = asked.stream().filter(there::contains).count();
    if (known == 0 || 2 * known < asked.size()) {
      return Optional.empty();
    }
    List<String> found =
        paragraphs.stream()
            .filter(part -> stems(part).anyMatch(asked::contains))
            .limit(MOST)
            .toList();
    return Optional.of(String.join("\n\n", found));
  }

  private static Stream<String> stems(String text) {
    return TextWords.of(text).stream()
        .filter(word -> word.length() >= SHORTEST && !BESIDE.contains(word))
        .map(word -> word.substring(0, Math.min(STEM, word.length())));
  }
}
