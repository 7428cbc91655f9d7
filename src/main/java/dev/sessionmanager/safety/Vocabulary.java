package dev.sessionmanager.safety;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words that the rules know, and how a message's words become them: short forms are written out
 * (xq, gonna), words run together are split (quieromorir), and one slip is forgiven in the long
 * words that are marked for it (suicdarme), unless what is there is a word of its own (atarme).
 */
final class Vocabulary {

  /** Shorter words differ from too many others by one letter. */
  private static final int FORGIVEN_FROM = 6;

  private static final int FORGIVEN_TO = 18;

  /** A word from this length on may be several that were run together. */
  private static final int JOINED_FROM = 8;

  private final Map<String, List<String>> shortForms;
  private final Set<String> known = new HashSet<>();
  private final Set<String> real;
  private final Set<String> forgiven;
  private final int longest;

  Vocabulary(
      Map<String, List<String>> shortForms,
      Set<String> words,
      Set<String> forgiven,
      Set<String> real) {
    this.shortForms = shortForms;
    this.forgiven = forgiven;
    this.real = real;
    shortForms.values().forEach(known::addAll);
    known.addAll(words);
    known.addAll(forgiven);
    longest = known.stream().mapToInt(String::length).max().orElse(1);
  }

  /** The words that one word of a message stands for: mostly itself. */
  List<String> understood(String written) {
    List<String> spelled = shortForms.get(Spelling.squeezed(written));
    if (spelled != null) {
      return spelled;
    }
    String word = Spelling.fold(written);
    if (known.contains(word) || real.contains(word) || word.length() < FORGIVEN_FROM) {
      return List.of(word);
    }
    if (word.length() <= FORGIVEN_TO) {
      String meant = meant(word);
      if (!meant.isEmpty()) {
        return List.of(meant);
      }
    }
    if (word.length() >= JOINED_FROM) {
      List<String> parts = split(written);
      if (known.containsAll(parts)) {
        return parts;
      }
    }
    return List.of(word);
  }

  /**
   * Splits letters that stand without spaces into known words, leaving out as few letters as can
   * be; what is left out becomes words of its own.
   */
  List<String> split(String letters) {
    String word = Spelling.fold(letters);
    int[] cost = new int[word.length() + 1];
    int[] from = new int[word.length() + 1];
    for (int end = 1; end <= word.length(); end++) {
      cost[end] = cost[end - 1] + 10; // a letter left out costs more than a word
      from[end] = end - 1;
      for (int start = Math.max(0, end - longest); start < end; start++) {
        if (cost[start] + 1 < cost[end] && known.contains(word.substring(start, end))) {
          cost[end] = cost[start] + 1;
          from[end] = start;
        }
      }
    }
    List<String> parts = new ArrayList<>();
    for (int end = word.length(); end > 0; end = from[end]) {
      parts.add(word.substring(from[end], end));
    }
    Collections.reverse(parts);
    return parts;
  }

  private String meant(String word) {
    return forgiven.stream().filter(meant -> oneSlip(word, meant)).findFirst().orElse("");
  }

  /** Whether a letter more or less, another letter or two swapped make the difference. */
  private static boolean oneSlip(String a, String b) {
    if (Math.abs(a.length() - b.length()) > 1) {
      return false;
    }
    int start = 0;
    while (start < a.length() && start < b.length() && a.charAt(start) == b.charAt(start)) {
      start++;
    }
    String restA = a.substring(start);
    String restB = b.substring(start);
    if (restA.isEmpty() || restB.isEmpty()) {
      return restA.length() + restB.length() <= 1;
    }
    boolean oneMore = restA.substring(1).equals(restB) || restA.equals(restB.substring(1));
    boolean other = restA.substring(1).equals(restB.substring(1));
    boolean swapped =
        restA.length() > 1
            && restB.length() > 1
            && restA.charAt(0) == restB.charAt(1)
            && restA.charAt(1) == restB.charAt(0)
            && restA.substring(2).equals(restB.substring(2));
    return oneMore || other || swapped;
  }
}
