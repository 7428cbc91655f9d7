package dev.sessionmanager.agent;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.WordFile;
import dev.sessionmanager.text.WordPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What one language knows of feelings and situations: a file of {@code agent/listening}, which says
 * what each of its parts means. Immutable; any thread.
 */
final class ListeningWords {

  /**
   * What somebody speaks of.
   *
   * @param before whether it is answered even where the knowledge has an entry
   * @param feeling whether its phrases name a feeling, which a "no" or another person turns
   * @param glad whether that is a good feeling
   * @param other the matter that it becomes where another person has the feeling
   * @param any phrases
   * @param answers each names the feeling and asks one open question
   */
  record Matter(
      String name,
      boolean before,
      boolean feeling,
      boolean glad,
      String other,
      List<WordPattern> any,
      List<String> answers) {}

  private static final String RELIEF = "relief";
  private static final String UNWELL = "unwell";

  /** "Ya no": how far before the "no" its "ya" stands, at most. */
  private static final int STILL_WITHIN = 2;

  /** The words of all languages, read once. */
  private static final FeelingWords FEELINGS = new FeelingWords();

  private final String language;
  private final Map<String, Matter> matters = new HashMap<>();
  private final List<Matter> inOrder = new ArrayList<>();
  private final Map<String, List<String>> lists;
  private final Map<String, Set<String>> sets;
  private final Map<String, String> shorts;
  private final List<WordPattern> asking;
  private final List<WordPattern> questions;
  private final Set<String> personal;
  private final Set<String> telling;

  /** The sentences for no matter in particular: at the beginning, further on, and elsewhere. */
  private final List<String> general;

  private final List<String> further;
  private final List<String> elsewhere;

  ListeningWords(String language) {
    this.language = language;
    WordFile file = WordFile.read("agent/listening/" + language + ".yaml");
    WordFile listed = file.part("lists");
    lists = listed.lists();
    sets =
        lists.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, list -> Set.copyOf(plain(list))));
    shorts = file.part("short").texts();
    asking = file.patterns("asking", lists, Folding::plain);
    questions = file.patterns("questions", lists, Folding::plain);
    personal = Set.copyOf(file.entries("personal"));
    telling = file.words("telling");
    general = file.texts("general");
    further = file.texts("further");
    elsewhere = file.texts("elsewhere");
    file.part("matters").parts().forEach(this::add);
  }

  private static List<String> plain(Map.Entry<String, List<String>> list) {
    return list.getValue().stream().map(Folding::plain).distinct().toList();
  }

  private void add(String name, WordFile of) {
    Matter matter =
        new Matter(
            name,
            of.has("before"),
            of.has("feeling"),
            of.has("glad"),
            of.has("other") ? of.text("other") : "someone",
            of.has("any") ? of.patterns("any", lists, Folding::plain) : List.of(),
            of.texts("answers"));
    matters.put(name, matter);
    inOrder.add(matter);
  }

  HeardText read(String text) {
    return HeardText.of(text, shorts, set("fillers"));
  }

  /** How many words of a text only this language has. */
  long tells(String text) {
    return read(text).words().stream().filter(telling::contains).count();
  }

  /** Whether somebody asks for something to do, or for a fact. */
  boolean asks(HeardText text) {
    return asking.stream().anyMatch(pattern -> pattern.find(text) >= 0);
  }

  /** Whether somebody asks for something that has nothing to do with a person. */
  boolean asksElsewhere(HeardText text) {
    return questions.stream().anyMatch(pattern -> pattern.find(text) >= 0)
        && text.words().stream().noneMatch(personal::contains);
  }

  /** What a text speaks of; empty where nothing is recognised. */
  Optional<Matter> matter(HeardText text) {
    Matter turned = null;
    boolean heavy = isHeavy(text);
    for (Matter matter : inOrder) {
      for (WordPattern pattern : matter.any()) {
        int at = pattern.find(text);
        if (at < 0 || (heavy && matter.glad())) {
          continue; // good news may frighten: what weighs goes before them
        }
        if (!matter.feeling()) {
          return Optional.of(matter);
        }
        int end = pattern.match(text, at);
        int denial = denial(text, at);
        if (denial < 0) {
          return Optional.of(isOthers(text, at, end) ? named(matter.other()) : matter);
        }
        if (turned == null && (matter.glad() || still(text, denial, end))) {
          turned = named(matter.glad() ? UNWELL : RELIEF);
        }
      }
    }
    return turned == null ? byWords(text, heavy) : Optional.of(turned);
  }

  /** What the words of a text say together, where none of the phrases is found. */
  private Optional<Matter> byWords(HeardText text, boolean heavy) {
    boolean asked = questions.stream().anyMatch(pattern -> pattern.find(text) >= 0);
    for (FeelingWords.Found found : FEELINGS.in(text, language)) {
      Matter matter = named(found.matter());
      if (found.last() && asked) {
        continue; // "qué le regalo a mi mamá" is no talk about her
      }
      boolean denied = matter.feeling() && denial(text, found.at()) >= 0;
      if (!denied && !(heavy && matter.glad())) {
        boolean others = matter.feeling() && isOthers(text, found.at(), found.end());
        return Optional.of(others ? named(matter.other()) : matter);
      }
    }
    return Optional.empty();
  }

  /** Whether somebody says that they feel bad. */
  private boolean isHeavy(HeardText text) {
    return inOrder.stream()
        .filter(matter -> matter.feeling() && !matter.glad())
        .flatMap(matter -> matter.any().stream())
        .anyMatch(pattern -> {
          int at = pattern.find(text);
          return at >= 0 && denial(text, at) < 0 && !isOthers(text, at, pattern.match(text, at));
        });
  }

  private Matter named(String name) {
    return Objects.requireNonNull(matters.get(name), name);
  }

  /** Where the "no" stands that governs what begins here; -1 where none does. */
  private int denial(HeardText text, int at) {
    if (set("denials").contains(text.word(at))) {
      return -1; // a part of the phrase: "no tengo ganas"
    }
    for (int i = at; i > 0 && !text.breaks(i); i--) {
      String word = text.word(i - 1);
      if (set("denials").contains(word)) {
        return i - 1;
      }
      if (!set("between").contains(word) && !set("fillers").contains(word)) {
        return -1;
      }
    }
    return -1;
  }

  /** Whether it was so and is no more: "ya no", "no … anymore". */
  private boolean still(HeardText text, int denial, int end) {
    int from = Math.max(text.clause(denial), denial - STILL_WITHIN);
    return IntStream.range(from, Math.min(text.size(), end + 1))
        .anyMatch(at -> set("still").contains(text.word(at)));
  }

  /** Whether the clause speaks of another person, and up to the feeling not of the writer. */
  private boolean isOthers(HeardText text, int at, int end) {
    int people = -1;
    for (int i = text.clause(at); i < text.size() && (i <= at || !text.breaks(i)); i++) {
      if (set("self").contains(text.word(i)) && i < Math.max(end, people)) {
        return false;
      }
      if (people < 0 && isPerson(text, i)) {
        people = i;
      }
    }
    return people >= 0;
  }

  private boolean isPerson(HeardText text, int at) {
    return set("people").contains(text.word(at))
        && ((at > 0 && set("whose").contains(text.word(at - 1)))
            || set("alone").contains(text.word(at)));
  }

  private Set<String> set(String list) {
    return sets.getOrDefault(list, Set.of());
  }

  List<String> general() {
    return general;
  }

  List<String> further() {
    return further;
  }

  List<String> elsewhere() {
    return elsewhere;
  }

  /** Every matter, in the order in which they are looked for. */
  List<Matter> matters() {
    return List.copyOf(inOrder);
  }
}
