package dev.sessionmanager.safety;

import dev.sessionmanager.text.WordFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What words are about, in all languages alike: {@code safety/concepts.yaml}, and {@code
 * safety/senses.yaml} for ordinary words. What was learned of "pastillas" holds for "comprimidos"
 * and "pills".
 */
final class Concepts {

  private static final int SHORTEST_STEM = 2;

  private final Map<String, List<String>> whole = new HashMap<>();
  private final Map<String, List<String>> stems = new HashMap<>();

  /**
   * Reads a file.
   *
   * @param resource of the class path
   */
  Concepts(String resource) {
    WordFile file = WordFile.read(resource);
    file.content().keySet().forEach(concept -> add(concept, file));
  }

  private void add(String concept, WordFile file) {
    for (String word : file.words(concept)) {
      boolean stem = word.endsWith("*");
      String folded = Spelling.folded(stem ? word.substring(0, word.length() - 1) : word);
      List<String> of = (stem ? stems : whole).computeIfAbsent(folded, any -> new ArrayList<>(1));
      if (!of.contains(concept)) {
        of.add(concept);
      }
    }
  }

  /** Gives the concepts of a folded word: none, mostly. */
  void of(String word, Consumer<String> found) {
    whole.getOrDefault(word, List.of()).forEach(found);
    for (int length = SHORTEST_STEM; length <= word.length(); length++) {
      stems.getOrDefault(word.substring(0, length), List.of()).forEach(found);
    }
  }

  /** Whether a folded word is of a concept. */
  boolean has(String word, String concept) {
    return whole.getOrDefault(word, List.of()).contains(concept);
  }
}
