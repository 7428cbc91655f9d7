package dev.sessionmanager.safety;

import dev.sessionmanager.text.Traits;
import java.util.ArrayList;
import java.util.List;

/**
 * What a text is made of, as the classifier of dangers sees it: {@link Traits} of its words,
 * misspellings with them, and of what words are about and mean ({@link Concepts}: "comprimidos",
 * "pastillas" and "pills" are one, and so are "tengo", "tenho" and "have"). Any thread.
 */
public final class TextTraits {

  /** The concept of words that deny. */
  private static final String NOT = "not";

  /** Letters by which a word is known that has no sense in the files. */
  private static final int STEM = 5;

  private final Concepts concepts = new Concepts("safety/concepts.yaml");
  private final Concepts ordinary = new Concepts("safety/senses.yaml");

  /** The traits of a text. */
  public Traits of(String text) {
    return of(words(text));
  }

  /** The words of a text as they are compared: folded, misspellings with them. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (char c : (Spelling.plain(text) + ' ').toCharArray()) {
      if (Character.isLetterOrDigit(c)) {
        word.append(c);
      } else if ("'’`´".indexOf(c) < 0 && !word.isEmpty()) {
        words.add(Spelling.fold(word.toString()));
        word.setLength(0);
      }
    }
    return words;
  }

  /** The traits of words of {@link #words}. */
  Traits of(List<String> words) {
    List<String> found = new ArrayList<>();
    for (String word : words) {
      concepts.of(word, found::add);
    }
    List<List<String>> senses = new ArrayList<>();
    for (String word : words) {
      List<String> of = new ArrayList<>();
      concepts.of(word, of::add);
      ordinary.of(word, of::add);
      senses.add(of.isEmpty() ? List.of(word.substring(0, Math.min(STEM, word.length()))) : of);
    }
    return Traits.of(words, found, senses, word -> concepts.has(word, NOT));
  }
}
