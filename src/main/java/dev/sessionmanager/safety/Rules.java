package dev.sessionmanager.safety;

import dev.sessionmanager.text.PatternIndex;
import dev.sessionmanager.text.WordFile;
import dev.sessionmanager.text.WordPattern;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules of {@code safety/signs.yaml}, read once; the file says what each of its parts means.
 */
final class Rules {

  private static final List<String> WORDS_OF_MESSAGES =
      List.of("ends", "denials", "between", "now", "fiction", "laughter");

  private final WordFile file = WordFile.read("safety/signs.yaml");
  private final Map<String, List<String>> lists = file.part("lists").lists();
  private final Map<String, Set<String>> sets = new HashMap<>();
  private final PatternIndex<Danger> signs = new PatternIndex<>();
  private final PatternIndex<Boolean> innocent = new PatternIndex<>();
  private final Vocabulary vocabulary;

  Rules() {
    for (String name : WORDS_OF_MESSAGES) {
      sets.put(name, folded(lists.getOrDefault(name, List.of())));
    }
    Set<String> words = new HashSet<>();
    addAll(file, "innocent", innocent, true, words);
    for (WordFile group : file.parts("signs")) {
      Danger danger =
          new Danger(
              Danger.Kind.valueOf(group.text("kind")),
              Danger.Urgency.valueOf(group.text("urgency")),
              group.text("language"));
      addAll(group, "any", signs, danger, words);
    }
    vocabulary =
        new Vocabulary(
            shortForms(), words, folded(file.entries("forgiven")), folded(file.entries("real")));
  }

  private <T> void addAll(
      WordFile group, String list, PatternIndex<T> index, T meaning, Set<String> words) {
    for (WordPattern pattern : group.patterns(list, lists, Spelling::folded)) {
      pattern.words().forEach(words::add);
      index.add(pattern, meaning);
    }
  }

  private Map<String, List<String>> shortForms() {
    Map<String, List<String>> shortForms = new HashMap<>();
    file.part("spelling")
        .texts()
        .forEach((form, text) ->
            shortForms.put(
                Spelling.squeezed(Spelling.plain(form)),
                Arrays.stream(text.split(" ")).map(Spelling::folded).toList()));
    return shortForms;
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The signs that may begin with a word. */
  List<PatternIndex.Entry<Danger>> signs(String word) {
    return signs.beginningWith(word);
  }

  /** The harmless phrases that may begin with a word. */
  List<PatternIndex.Entry<Boolean>> innocent(String word) {
    return innocent.beginningWith(word);
  }

  /** Whether a list of single words has this one. */
  boolean has(String list, String word) {
    return sets.getOrDefault(list, Set.of()).contains(word);
  }

  private static Set<String> folded(List<String> words) {
    return words.stream().map(Spelling::folded).collect(Collectors.toSet());
  }
}
