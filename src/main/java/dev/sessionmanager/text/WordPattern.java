package dev.sessionmanager.text;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of words that may stand in a text, as word files write it: words and, between spaces,
 *
 * <ul>
 *   <li>{@code a|b_c}: one of them, an underscore standing for a space,
 *   <li>{@code <list>}: one entry of a list, an entry being one word or several,
 *   <li>{@code x?}: x may be missing; so {@code <list>?},
 *   <li>{@code pre*} and {@code *end}: any word that begins or ends so,
 *   <li>{@code ...}: up to three words, as {@link PatternText#fillsGap} says which,
 *   <li>{@code ^} and {@code $}: a clause begins or ends here.
 * </ul>
 *
 * A pattern never spans two sentences. Of several alternatives the one with most words is tried
 * first, and the first that fits counts.
 *
 * <p>A try at one place costs at most a constant, so a search is linear in the length of the text:
 * only gaps and what may be missing branch, and a pattern has at most {@value #BRANCHES} of them.
 * Immutable; any thread.
 */
public final class WordPattern {

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final int GAP = 3;
  private static final int BRANCHES = 4;

  /** Fillers between two words of a pattern, at most. */
  private static final int FILLERS = 4;

  /** Its alternatives, each a row of atoms; a gap has none. */
  private record Step(List<List<String>> alternatives, boolean optional, boolean gap) {}

  private final String source;
  private final List<Step> steps;

  /** The word that it must begin with, so that most tries end early; null where several may. */
  private final @Nullable String first;

  private WordPattern(String source, List<Step> steps) {
    this.source = source;
    this.steps = steps;
    Step step = steps.getFirst();
    boolean one = !step.optional && step.alternatives.size() == 1;
    String word = one ? step.alternatives.getFirst().getFirst() : "^";
    this.first = isBorder(word) ? null : word;
  }

  /** A pattern of words that are folded already, without lists. */
  public static WordPattern of(String line) {
    return of(line, Map.of(), UnaryOperator.identity());
  }

  /**
   * Reads a pattern.
   *
   * @param lists by name, for {@code <name>}
   * @param folding of each word, as the texts are folded that it will be compared with
   * @throws IllegalArgumentException for a list that is not there, and for a pattern that begins
   *     with a gap, can be missing as a whole or branches too often
   */
  public static WordPattern of(
      String line, Map<String, List<String>> lists, UnaryOperator<String> folding) {
    List<Step> steps = words(line).stream().map(part -> step(part, lists, folding)).toList();
    long branches = steps.stream().filter(step -> step.gap || step.optional).count();
    if (branches > BRANCHES || branches == steps.size() || steps.getFirst().gap) {
      throw new IllegalArgumentException("Too many gaps, or one at the beginning: " + line);
    }
    return new WordPattern(line, steps);
  }

  private static Step step(
      String part, Map<String, List<String>> lists, UnaryOperator<String> folding) {
    if (part.equals("...")) {
      return new Step(List.of(), false, true);
    }
    boolean optional = part.endsWith("?");
    String body = optional ? part.substring(0, part.length() - 1) : part;
    List<List<String>> alternatives =
        Stream.of(body.split("\\|", -1))
            .flatMap(choice -> entries(choice, lists))
            .map(entry -> words(entry).stream().map(word -> atom(word, folding)).toList())
            .sorted(Comparator.comparingInt((List<String> row) -> row.size()).reversed())
            .toList();
    return new Step(alternatives, optional, false);
  }

  private static Stream<String> entries(String choice, Map<String, List<String>> lists) {
    if (!choice.startsWith("<")) {
      return Stream.of(choice.replace("_", " "));
    }
    List<String> list = lists.get(choice.substring(1, choice.length() - 1));
    if (list == null) {
      throw new IllegalArgumentException("There is no list " + choice);
    }
    return list.stream();
  }

  private static List<String> words(String row) {
    return List.of(SPACES.split(row.strip(), -1));
  }

  private static String atom(String word, UnaryOperator<String> folding) {
    if (isBorder(word)) {
      return word;
    }
    String body = folding.apply(word.replace("*", ""));
    return word.startsWith("*") ? "*" + body : word.endsWith("*") ? body + "*" : body;
  }

  /** Whether a word of a text is that of a pattern: the same, or for {@code pre*} begins so. */
  public static boolean fits(String atom, String word) {
    if (atom.endsWith("*")) {
      return word.regionMatches(0, atom, 0, atom.length() - 1);
    }
    return atom.startsWith("*") ? word.endsWith(atom.substring(1)) : atom.equals(word);
  }

  /** The place behind it, if it begins at this place; -1 where it does not. */
  public int match(PatternText text, int at) {
    if (first != null && text.after(first, at) < 0) {
      return -1;
    }
    return new Try(steps, text, at).from(0, at);
  }

  /** The first place where it begins; -1 where it stands nowhere in the text. */
  public int find(PatternText text) {
    for (int at = 0; at < text.size(); at++) {
      if (match(text, at) >= 0) {
        return at;
      }
    }
    return -1;
  }

  /** The words it can begin with; empty where it can begin with others too. */
  public Set<String> firstWords() {
    Set<String> first = new HashSet<>();
    for (Step step : steps) {
      step.alternatives.forEach(row -> first.add(row.getFirst()));
      if (!step.optional) {
        break;
      }
    }
    return first.stream().allMatch(WordPattern::isLiteral) ? first : Set.of();
  }

  /** Every whole word in it. */
  public Stream<String> words() {
    return steps.stream()
        .flatMap(step -> step.alternatives.stream())
        .flatMap(List::stream)
        .filter(WordPattern::isLiteral);
  }

  @Override
  public String toString() {
    return source;
  }

  /** A comparison that begins at one place of a text. */
  private static final class Try {

    private final List<Step> steps;
    private final PatternText text;
    private final int start;

    /** Places with steps that lead nowhere, so that gaps and missing words try none twice. */
    private @Nullable BitSet failed;

    Try(List<Step> steps, PatternText text, int start) {
      this.steps = steps;
      this.text = text;
      this.start = start;
    }

    int from(int number, int at) {
      if (number == steps.size()) {
        return at;
      }
      int state = (at - start) * steps.size() + number;
      if (failed != null && failed.get(state)) {
        return -1;
      }
      Step step = steps.get(number);
      int end = step.gap ? afterGap(number + 1, at) : alternatives(step, number, at);
      if (end < 0 && number > 1) {
        failed = failed == null ? new BitSet() : failed;
        failed.set(state);
      }
      return end;
    }

    private int alternatives(Step step, int number, int at) {
      for (List<String> row : step.alternatives) {
        int next = row(row, at);
        int end = next < 0 ? -1 : from(number + 1, next);
        if (end >= 0) {
          return end;
        }
      }
      return step.optional ? from(number + 1, at) : -1;
    }

    private int afterGap(int number, int from) {
      for (int at = from; at <= from + GAP; at++) {
        int end = from(number, at);
        if (end >= 0) {
          return end;
        }
        if (!text.fillsGap(at) || !inside(at)) {
          return -1;
        }
      }
      return -1;
    }

    private int row(List<String> row, int from) {
      int at = from;
      for (String atom : row) {
        if (isBorder(atom)) {
          if (!(atom.equals("^") ? text.begins(at) : text.ends(at))) {
            return -1;
          }
        } else {
          at = word(atom, at);
          if (at < 0) {
            return -1;
          }
        }
      }
      return at;
    }

    private int word(String atom, int from) {
      int furthest = from == start ? from : from + FILLERS;
      for (int at = from; ; at++) {
        int end = inside(at) ? text.after(atom, at) : -1;
        if (end >= 0 || at == furthest || !text.isFiller(at)) {
          return end;
        }
      }
    }

    private boolean inside(int at) {
      return at == start || text.continues(at);
    }
  }

  private static boolean isBorder(String atom) {
    return atom.equals("^") || atom.equals("$");
  }

  private static boolean isLiteral(String atom) {
    return !isBorder(atom) && atom.indexOf('*') < 0;
  }
}
