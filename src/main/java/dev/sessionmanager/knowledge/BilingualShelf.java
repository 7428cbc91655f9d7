package dev.sessionmanager.knowledge;

import dev.sessionmanager.text.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A collection's entries, a shelf for each language: a question is looked for among the entries in
 * its own language first. What is asked in English is then looked for in Spanish, which has more;
 * who asks in Spanish reads English only where nothing in Spanish comes near. Immutable; any
 * thread.
 *
 * @param main the entries in Spanish; those in English where there are no others
 * @param english the entries in English beside Spanish ones; null where there are none
 */
record BilingualShelf(Shelf main, @Nullable Shelf english) {

  static BilingualShelf of(List<Entry> entries) {
    Map<Boolean, List<Entry>> parts =
        entries.stream()
            .collect(Collectors.partitioningBy(entry -> entry.language() == Language.ENGLISH));
    List<Entry> english = parts.getOrDefault(true, List.of());
    List<Entry> others = parts.getOrDefault(false, List.of());
    return english.isEmpty() || others.isEmpty()
        ? new BilingualShelf(Shelf.of(entries), null)
        : new BilingualShelf(Shelf.of(others), Shelf.of(english));
  }

  List<Passage> search(String question, int maxTerms, int max) {
    List<Passage> found = List.of();
    for (Shelf shelf : shelves(question)) {
      boolean spanish = Language.of(question) == Language.SPANISH;
      if (shelf.equals(english)
          && !found.isEmpty()
          && (spanish || shelf.named(question).isEmpty())) {
        return found;
      }
      List<Passage> here = new Question(shelf, maxTerms).answer(question, max);
      if (here.stream().anyMatch(Passage::sure)) {
        return here;
      }
      found = found.isEmpty() ? here : found;
    }
    return found;
  }

  /** Whether a question names an entry by a keyword. */
  boolean names(String question) {
    return shelves(question).stream().anyMatch(shelf -> !shelf.named(question).isEmpty());
  }

  /** The ids of the entries that only show what an operator is to write in their place. */
  List<String> examples() {
    List<String> examples = new ArrayList<>(main.examples());
    if (english != null) {
      examples.addAll(english.examples());
    }
    return examples;
  }

  private List<Shelf> shelves(String question) {
    Shelf other = english;
    if (other == null) {
      return List.of(main);
    }
    List<Shelf> both = Stream.of(main, other).toList();
    return KnowledgeTerms.asksInEnglish(question) ? both.reversed() : both;
  }
}
