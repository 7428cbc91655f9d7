package dev.sessionmanager.agent;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.WordFile;
import dev.sessionmanager.text.WordPattern;
import dev.sessionmanager.text.WordRow;
import java.util.List;
import java.util.Map;

/**
 * Whether a message asks an agent to go on with its last answer: "continuá", "go on", as {@code
 * agent/go-on.yaml} says it. Whatever else stands in the message makes it another question. Pure
 * function of the text, linear in its length.
 */
final class GoOn {

  /** Longer messages say something else. */
  private static final int CHARS_MAX = 100;

  /** The patterns, read when the first text is looked at. */
  private static final class Patterns {

    private static final List<WordPattern> GO_ON;
    private static final List<WordPattern> BESIDE;

    static {
      WordFile file = WordFile.read("agent/go-on.yaml");
      GO_ON = file.patterns("go_on", Map.of(), Folding::plain);
      BESIDE = file.patterns("beside", Map.of(), Folding::plain);
    }
  }

  private GoOn() {}

  static boolean asked(String text) {
    if (text.length() > CHARS_MAX) {
      return false;
    }
    WordRow row = WordRow.of(text);
    boolean asked = false;
    int at = 0;
    while (at < row.size()) {
      int end = end(Patterns.GO_ON, row, at);
      asked |= end > at;
      if (end <= at) {
        end = end(Patterns.BESIDE, row, at);
      }
      if (end <= at) {
        return false;
      }
      at = end;
    }
    return asked;
  }

  /** Behind the longest of the patterns that begins here; -1 where none does. */
  private static int end(List<WordPattern> patterns, WordRow row, int at) {
    return patterns.stream().mapToInt(pattern -> pattern.match(row, at)).max().orElse(-1);
  }
}
