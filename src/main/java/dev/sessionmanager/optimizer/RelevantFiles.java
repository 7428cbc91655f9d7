package dev.sessionmanager.optimizer;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.Language;
import dev.sessionmanager.text.TextWords;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of a user's files a text speaks of. A file is meant where its name or path stands in the
 * text, and where every word of its name (without the ending) does; one of these words must have
 * four letters or more and be no common word.
 */
final class RelevantFiles {

  private static final int TELLING = 4;
  private static final String AROUND = "\"'“”«»‘’`()[]{}<>,;:!?¿¡.…";

  private RelevantFiles() {}

  static List<String> in(String text, List<String> files, int max) {
    if (files.isEmpty() || max == 0) {
      return List.of();
    }
    Set<String> words = new HashSet<>(TextWords.of(text));
    Set<String> names = new HashSet<>();
    Arrays.stream(text.split("\\s+"))
        .forEach(token -> names.add(bare(Folding.ENYE_KEPT.of(token))));
    return files.stream()
        .filter(file -> isNamed(file, names) || isDescribed(file, words))
        .limit(max)
        .toList();
  }

  private static boolean isNamed(String file, Set<String> names) {
    String path = Folding.ENYE_KEPT.of(file);
    return names.contains(bare(path)) || names.contains(bare(name(path)));
  }

  private static boolean isDescribed(String file, Set<String> words) {
    String name = name(file);
    int dot = name.lastIndexOf('.');
    String stem = (dot > 0 ? name.substring(0, dot) : name).replace('_', ' ');
    List<String> parts = TextWords.of(stem);
    return words.containsAll(parts)
        && parts.stream().anyMatch(part -> part.length() >= TELLING && !Language.isCommon(part));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** A token without the marks that a sentence puts around a name. */
  private static String bare(String token) {
    int start = 0;
    int end = token.length();
    while (start < end && AROUND.indexOf(token.charAt(start)) >= 0) {
      start++;
    }
    while (end > start && AROUND.indexOf(token.charAt(end - 1)) >= 0) {
      end--;
    }
    return token.substring(start, end);
  }
}
