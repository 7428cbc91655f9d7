package dev.sessionmanager.agent;

import dev.sessionmanager.knowledge.Passage;
import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.Language;
import dev.sessionmanager.text.TextWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of the passages that a model was given its answer really uses, so that no reader is sent to
 * a source that has nothing of it: those that it names, and those with which it shares words that
 * neither the question has nor a passage that it uses more. Pure functions.
 */
final class UsedPassages {

  /**
   * Letters of a word that are compared, so that its endings do not count; shorter ones say little.
   */
  private static final int STEM = 5;

  /** Words in common, at least. */
  private static final int SHARED_MIN = 3;

  /**
   * Of the words of the answer, or of the passage if it has fewer, so many are in common at least.
   */
  private static final double SHARE_MIN = 0.3;

  /** With a figure in common, a price or an hour, fewer are enough. */
  private static final double SHARE_WITH_FIGURE = 0.15;

  /** Characters of a title or a source that an answer has by no accident. */
  private static final int NAME_MIN = 8;

  private UsedPassages() {}

  /**
   * The passages that an answer uses, in their order. Where it is written in another language than
   * a passage words cannot tell: then it is the one that surely fits the question best.
   */
  static List<Passage> of(String answer, String question, List<Passage> given) {
    Set<String> said = words(answer);
    said.removeAll(words(question));
    Language language = Language.of(answer);
    Passage surest = given.stream().filter(Passage::sure).findFirst().orElse(null);
    Set<Passage> used = new HashSet<>();
    Set<String> explained = new HashSet<>();
    List<Passage> closest = new ArrayList<>(given);
    closest.sort(
        Comparator.comparingInt((Passage passage) -> shared(said, passage).size()).reversed());
    for (Passage passage : closest) {
      Set<String> shared = shared(said, passage);
      shared.removeAll(explained);
      if (names(answer, passage)
          || uses(shared, said, passage)
          || (passage.equals(surest) && isForeign(language, passage))) {
        used.add(passage);
        explained.addAll(shared);
      }
    }
    return given.stream().filter(used::contains).toList();
  }

  private static Set<String> shared(Set<String> said, Passage passage) {
    Set<String> shared = words(passage.title() + ' ' + passage.text());
    shared.retainAll(said);
    return shared;
  }

  private static boolean uses(Set<String> shared, Set<String> said, Passage passage) {
    int words = Math.min(said.size(), words(passage.title() + ' ' + passage.text()).size());
    boolean figure = shared.stream().anyMatch(UsedPassages::isFigure);
    return shared.size() >= Math.min(SHARED_MIN, Math.max(1, words))
        && shared.size() >= words * (figure ? SHARE_WITH_FIGURE : SHARE_MIN);
  }

  private static boolean names(String answer, Passage passage) {
    String folded = Folding.plain(answer);
    return passage.source().length() >= NAME_MIN
        && folded.contains(Folding.plain(passage.source()));
  }

  private static boolean isForeign(Language answered, Passage passage) {
    Language written = Language.of(passage.text());
    return answered != Language.OTHER && written != Language.OTHER && answered != written;
  }

  /** Stems of the words that say something, and figures of two digits and more. */
  private static Set<String> words(String text) {
    Set<String> words = new HashSet<>();
    for (String word : TextWords.of(text)) {
      if (isFigure(word) && word.length() > 1) {
        words.add(word);
      } else if (word.length() >= STEM && !Language.isCommon(word)) {
        words.add(word.substring(0, STEM));
      }
    }
    return words;
  }

  private static boolean isFigure(String word) {
    return Character.isDigit(word.charAt(0));
  }
}
