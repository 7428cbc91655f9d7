package dev.sessionmanager.safety;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A row of words that may stand in a message, as a rule file writes it: words and, between spaces,
 * {@code a|b_c} (one of them, an underscore standing for a space), {@code <list>} (one entry of a
 * list, an entry being one word or several), {@code x?} (may be missing), {@code pre*} and {@code
 * *end} (any word that begins or ends so), {@code ...} (up to three words, none of them a "no"),
 * {@code ^} and {@code $} (a clause begins or ends here, be it with one of the list {@code ends}).
 * A phrase never spans two sentences.
 *
 * <p>A try at one place costs at most a constant: steps and alternatives are as many as the file
 * has, and only gaps and missing words branch, of which a phrase may have {@value #BRANCHES}.
 */
final class SignPattern {

  private static final int GAP = 3;
  private static final int BRANCHES = 4;

  /** Its alternatives, each a row of atoms; a gap has none. */
  private record Step(List<List<String>> alternatives, boolean optional, boolean gap) {}

  private final String source;
  private final List<Step> steps = new ArrayList<>();

  private final Set<String> ends;
  private final Set<String> denials;

  private SignPattern(String source, Map<String, List<String>> lists) {
    this.source = source;
    this.ends = Set.copyOf(lists.getOrDefault("ends", List.of()));
    this.denials = Set.copyOf(lists.getOrDefault("denials", List.of()));
  }

  static SignPattern of(String line, Map<String, List<String>> lists) {
    SignPattern phrase = new SignPattern(line, lists);
    for (String part : words(line)) {
      if (part.equals("...")) {
        phrase.steps.add(new Step(List.of(), false, true));
        continue;
      }
      boolean optional = part.endsWith("?");
      String body = optional ? part.substring(0, part.length() - 1) : part;
      List<List<String>> alternatives =
          choices(body).stream()
              .flatMap(choice -> entries(choice, lists, line))
              .map(entry -> words(entry).stream().map(SignPattern::atom).toList())
              .sorted(Comparator.comparingInt((List<String> row) -> row.size()).reversed())
              .toList();
      phrase.steps.add(new Step(alternatives, optional, false));
    }
    long branches = phrase.steps.stream().filter(s -> s.gap() || s.optional()).count();
    if (branches > BRANCHES
        || phrase.steps.getFirst().gap()
        || phrase.steps.getFirst().optional()) {
      throw new IllegalArgumentException("Too many gaps, or one at the beginning: " + line);
    }
    return phrase;
  }

  /** Where it ends, exclusive, if it begins at this word; -1 where it does not. */
  int match(SpokenText message, int at) {
    return match(message, at, at, 0);
  }

  /** The words it can begin with; a pattern or a border among them means any. */
  Set<String> first() {
    Set<String> first = new HashSet<>();
    steps.getFirst().alternatives().forEach(row -> first.add(row.getFirst()));
    return first;
  }

  /** Every whole word in it. */
  Stream<String> words() {
    return steps.stream()
        .flatMap(step -> step.alternatives().stream())
        .flatMap(List::stream)
        .filter(SignPattern::literal);
  }

  static boolean literal(String atom) {
    return !atom.equals("^") && !atom.equals("$") && atom.indexOf('*') < 0;
  }

  @Override
  public String toString() {
    return source;
  }

  private int match(SpokenText message, int start, int at, int number) {
    if (number == steps.size()) {
      return at;
    }
    Step step = steps.get(number);
    if (step.gap()) {
      for (int skipped = 0; skipped <= GAP; skipped++) {
        int end = match(message, start, at + skipped, number + 1);
        if (end >= 0) {
          return end;
        }
        boolean skippable =
            inside(message, start, at + skipped) && !denials.contains(message.word(at + skipped));
        if (!skippable) {
          return -1;
        }
      }
      return -1;
    }
    for (List<String> row : step.alternatives()) {
      int next = row(message, start, at, row);
      int end = next < 0 ? -1 : match(message, start, next, number + 1);
      if (end >= 0) {
        return end;
      }
    }
    return step.optional() ? match(message, start, at, number + 1) : -1;
  }

  private int row(SpokenText message, int start, int from, List<String> row) {
    int at = from;
    for (String atom : row) {
      if (atom.equals("^") || atom.equals("$")) {
        int joint = atom.equals("$") ? at : at - 1;
        boolean joined = joint >= 0 && joint < message.size() && ends.contains(message.word(joint));
        if (message.before(at) == SpokenText.Break.NONE && !joined) {
          return -1;
        }
      } else if (inside(message, start, at) && fits(atom, message.word(at))) {
        at++;
      } else {
        return -1;
      }
    }
    return at;
  }

  private static boolean inside(SpokenText message, int start, int at) {
    return at < message.size() && (at == start || message.before(at) != SpokenText.Break.SENTENCE);
  }

  private static boolean fits(String atom, String word) {
    if (atom.endsWith("*")) {
      return word.startsWith(atom.substring(0, atom.length() - 1));
    }
    return atom.startsWith("*") ? word.endsWith(atom.substring(1)) : atom.equals(word);
  }

  private static Stream<String> entries(
      String choice, Map<String, List<String>> lists, String line) {
    if (!choice.startsWith("<")) {
      return Stream.of(choice.replace("_", " "));
    }
    List<String> list = lists.get(choice.substring(1, choice.length() - 1));
    if (list == null) {
      throw new IllegalArgumentException("No list " + choice + " for: " + line);
    }
    return list.stream();
  }

  private static List<String> words(String row) {
    return List.of(row.strip().split("\\s+", -1));
  }

  private static List<String> choices(String part) {
    return List.of(part.split("\\|", -1));
  }

  private static String atom(String word) {
    if (word.equals("^") || word.equals("$")) {
      return word;
    }
    String body = Spelling.fold(Spelling.plain(word.replace("*", "").replace("'", "")));
    return word.startsWith("*") ? "*" + body : word.endsWith("*") ? body + "*" : body;
  }
}
