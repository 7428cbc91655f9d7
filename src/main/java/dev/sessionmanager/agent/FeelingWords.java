package dev.sessionmanager.agent;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.WordFile;
import dev.sessionmanager.text.WordPattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What words say of feelings and situations where no phrase of {@link ListeningWords} is found, in
 * all languages together ({@code agent/listening/words.yaml}): the matter with the most of its
 * words in a text goes first. Immutable; any thread; linear in the length of the text.
 */
final class FeelingWords {

  /** What a matter's words must come to: a sure one, or two hints. */
  private static final int ENOUGH = 2;

  /**
   * Words of a matter that a text has.
   *
   * @param matter its name
   * @param count two for each that is enough by itself, one for each that only hints at it
   * @param at where the first of the sure ones begins; without one, the first of the hints
   * @param end where it ends
   * @param last whether it says only whom or what the text is about: it goes behind all others
   */
  record Found(String matter, int count, int at, int end, boolean last) {}

  /**
   * The words of a matter.
   *
   * @param where the name of the matter that takes its place, by language
   */
  private record Matter(
      String name,
      List<WordPattern> sure,
      List<WordPattern> hints,
      boolean last,
      Map<String, String> where) {}

  private final List<Matter> matters = new ArrayList<>();

  FeelingWords() {
    WordFile.read("agent/listening/words.yaml")
        .parts()
        .forEach((name, of) ->
            matters.add(
                new Matter(
                    name,
                    patterns(of, "sure"),
                    of.has("hint") ? patterns(of, "hint") : List.of(),
                    of.has("last"),
                    of.has("where") ? of.part("where").texts() : Map.of())));
  }

  private static List<WordPattern> patterns(WordFile file, String list) {
    return file.words(list).stream()
        .map(word -> WordPattern.of(row(word), Map.of(), Folding::plain))
        .toList();
  }

  /** Two words may stand apart; of more, each stands beside the next. */
  private static String row(String word) {
    return word.replace("_", word.indexOf('_') == word.lastIndexOf('_') ? " ... " : " ");
  }

  /**
   * The matters whose words a text has, those with the most first, then in the order of the file.
   *
   * @param language by which they are named
   */
  List<Found> in(HeardText text, String language) {
    List<Found> found = new ArrayList<>();
    for (Matter matter : matters) {
      List<int[]> sure = places(matter.sure(), text);
      List<int[]> hints = places(matter.hints(), text);
      int count = 2 * sure.size() + hints.size();
      if (count >= ENOUGH) {
        int[] first = (sure.isEmpty() ? hints : sure).getFirst();
        String name = matter.where().getOrDefault(language, matter.name());
        found.add(new Found(name, count, first[0], first[1], matter.last()));
      }
    }
    found.sort(
        Comparator.comparing(Found::last)
            .thenComparing(Comparator.comparingInt(Found::count).reversed()));
    return found;
  }

  /** Where patterns begin and end, those at one place once, in the order of the text. */
  private static List<int[]> places(List<WordPattern> patterns, HeardText text) {
    return patterns.stream()
        .flatMap(pattern -> {
          int at = pattern.find(text);
          return Optional.ofNullable(at < 0 ? null : new int[] {at, pattern.match(text, at)})
              .stream();
        })
        .sorted(Comparator.comparingInt(place -> place[0]))
        .toList();
  }
}
