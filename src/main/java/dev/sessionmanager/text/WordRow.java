package dev.sessionmanager.text;

import java.util.ArrayList;
import java.util.List;

/** A text as nothing but its words: what patterns without clauses are compared with. */
public record WordRow(List<String> words) implements PatternWords {

  /** The words of a text as {@link Folding#plain} leaves them: isn't becomes isnt. */
  public static WordRow of(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (char c : (Folding.plain(text) + ' ').toCharArray()) {
      if (Character.isLetterOrDigit(c)) {
        word.append(c);
      } else if (c != '\'' && c != '’' && !word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    return new WordRow(List.copyOf(words));
  }
}
