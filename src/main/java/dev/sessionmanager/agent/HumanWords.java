package dev.sessionmanager.agent;

import dev.sessionmanager.text.PatternIndex;
import dev.sessionmanager.text.Traits;
import dev.sessionmanager.text.WordFile;
import dev.sessionmanager.text.WordPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The words and phrases of {@code agent/human.yaml}, and how customers' words are spelt to be
 * compared with them. Immutable; any thread.
 */
final class HumanWords {

  /** Lists whose words are known with one wrong letter, too. */
  private static final List<String> MISSPELT =
      List.of("staff", "someone", "speak", "complaint", "complain", "machine");

  /** Letters of a word from which on it may have a wrong one; shorter ones are others by then. */
  private static final int MISSPELT_FROM = 6;

  private static final Pattern STRETCHED = Pattern.compile("(.)\\1{2,}");

  private final PatternIndex<Boolean> wanted = new PatternIndex<>();
  private final PatternIndex<Boolean> notWanted = new PatternIndex<>();
  private final Map<String, List<String>> spellings = new HashMap<>();
  private final Set<String> fillers;
  private final Set<String> ends;
  private final Set<String> known = new HashSet<>();
  private final List<String> misspelt;

  private final Set<String> negations;

  /** What a word is about. */
  private final Map<String, List<String>> concepts = new HashMap<>();

  HumanWords() {
    WordFile file = WordFile.read("agent/human.yaml");
    Map<String, List<String>> lists = file.part("lists").lists();
    for (WordPattern pattern : file.patterns("wanted", lists, UnaryOperator.identity())) {
      wanted.add(pattern, true);
      pattern.words().forEach(known::add);
    }
    for (WordPattern pattern : file.patterns("not-wanted", lists, UnaryOperator.identity())) {
      notWanted.add(pattern, true);
      pattern.words().forEach(known::add);
    }
    fillers = Set.copyOf(lists.getOrDefault("fillers", List.of()));
    ends = Set.copyOf(lists.getOrDefault("ends", List.of()));
    negations = Set.copyOf(lists.getOrDefault("negations", List.of()));
    known.addAll(fillers);
    known.addAll(ends);
    file.part("concepts")
        .lists()
        .forEach((concept, of) ->
            of.stream()
                .flatMap(list -> lists.getOrDefault(list, List.of()).stream())
                .distinct()
                .forEach(
                    word -> concepts.computeIfAbsent(word, _ -> new ArrayList<>()).add(concept)));
    for (String entry : file.entries("spellings")) {
      String[] both = entry.split("=", 2);
      spellings.put(both[0], List.of(both[1].split(" ", -1)));
    }
    misspelt =
        MISSPELT.stream()
            .flatMap(list -> lists.getOrDefault(list, List.of()).stream())
            .flatMap(entry -> Stream.of(entry.split(" ", -1)))
            .filter(word -> word.length() >= MISSPELT_FROM)
            .distinct()
            .sorted()
            .toList();
  }

  CustomerText read(String text) {
    return new CustomerText(text, this::spelt, fillers::contains, ends::contains);
  }

  /** What {@link HumanModel} sees of a text. */
  Traits traits(CustomerText text) {
    List<String> words = text.clauses();
    List<String> found = new ArrayList<>();
    for (String word : words) {
      found.addAll(concepts.getOrDefault(word, List.of()));
    }
    return Traits.of(words, found, negations::contains);
  }

  /** The patterns that say that a human is wanted, and may begin with this word. */
  List<WordPattern> wanted(String first) {
    return patterns(wanted, first);
  }

  /** The patterns of what only looks so. */
  List<WordPattern> notWanted(String first) {
    return patterns(notWanted, first);
  }

  private static List<WordPattern> patterns(PatternIndex<Boolean> index, String first) {
    List<WordPattern> patterns = new ArrayList<>();
    index.beginningWith(first).forEach(entry -> patterns.add(entry.pattern()));
    return patterns;
  }

  private List<String> spelt(String written) {
    List<String> meant = spellings.get(written);
    if (meant != null) {
      return meant;
    }
    String word = known.contains(written) ? written : STRETCHED.matcher(written).replaceAll("$1");
    if (known.contains(word) || word.length() < MISSPELT_FROM) {
      return List.of(word);
    }
    return List.of(misspelt.stream().filter(right -> isNear(word, right)).findFirst().orElse(word));
  }

  /** One letter more, less, another, or two that have changed places; the first is right. */
  private static boolean isNear(String written, String right) {
    int shorter = Math.min(written.length(), right.length());
    if (Math.abs(written.length() - right.length()) > 1 || written.charAt(0) != right.charAt(0)) {
      return false;
    }
    int at = 1;
    while (at < shorter && written.charAt(at) == right.charAt(at)) {
      at++;
    }
    String one = written.substring(at);
    String other = right.substring(at);
    return rest(one, 1).equals(rest(other, 1))
        || rest(one, 1).equals(other)
        || one.equals(rest(other, 1))
        || (one.length() > 1
            && other.length() > 1
            && one.charAt(0) == other.charAt(1)
            && one.charAt(1) == other.charAt(0)
            && one.substring(2).equals(other.substring(2)));
  }

  private static String rest(String text, int from) {
    return text.substring(Math.min(from, text.length()));
  }
}
