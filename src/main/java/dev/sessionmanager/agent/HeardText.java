package dev.sessionmanager.agent;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.PatternWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A person's message as folded words, with the breaks of clauses and sentences between them, as
 * {@link ListeningWords} compares it. Short forms of chats are written out, drawn-out letters are
 * taken back. Linear in the length of the text.
 */
final class HeardText implements PatternWords {

  /** Trisssste, soloooo: nobody means three of one letter. */
  private static final Pattern DRAWN_OUT = Pattern.compile("(\\p{L})\\1{2,}");

  private static final String SENTENCE = ".!?;\n";
  private static final String CLAUSE = ",:()—…";

  private final List<String> words = new ArrayList<>();

  /** Before each word: 0 nothing, 1 a clause begins, 2 a sentence. */
  private final List<Integer> breaks = new ArrayList<>();

  private final Set<String> fillers;

  private HeardText(Set<String> fillers) {
    this.fillers = fillers;
  }

  /**
   * Reads a text.
   *
   * @param shorts short forms, and what they stand for; an underscore stands for a space
   * @param fillers what may stand between any two words of a pattern
   */
  static HeardText of(String text, Map<String, String> shorts, Set<String> fillers) {
    HeardText heard = new HeardText(fillers);
    StringBuilder word = new StringBuilder();
    int pending = 2;
    for (char c : (Folding.plain(DRAWN_OUT.matcher(text).replaceAll("$1")) + ' ').toCharArray()) {
      if (Character.isLetterOrDigit(c)) {
        word.append(c);
      } else if ("'’`´".indexOf(c) < 0) {
        if (!word.isEmpty()) {
          for (String one : shorts.getOrDefault(word.toString(), word.toString()).split("_", -1)) {
            heard.words.add(one);
            heard.breaks.add(pending);
            pending = 0;
          }
          word.setLength(0);
        }
        int here = SENTENCE.indexOf(c) >= 0 ? 2 : CLAUSE.indexOf(c) >= 0 ? 1 : 0;
        pending = Math.max(pending, here);
      }
    }
    return heard;
  }

  @Override
  public List<String> words() {
    return words;
  }

  @Override
  public boolean continues(int at) {
    return at >= size() || breaks.get(at) < 2;
  }

  @Override
  public boolean begins(int at) {
    return at == 0 || breaks(at);
  }

  @Override
  public boolean ends(int at) {
    return breaks(at);
  }

  @Override
  public boolean isFiller(int at) {
    return at < size() && fillers.contains(words.get(at));
  }

  /** Whether a clause ends before a place, or the text. */
  boolean breaks(int at) {
    return at >= size() || breaks.get(at) > 0;
  }

  /** Where the clause begins that a place stands in. */
  int clause(int place) {
    int at = place;
    while (at > 0 && !breaks(at)) {
      at--;
    }
    return at;
  }
}
