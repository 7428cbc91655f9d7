package dev.sessionmanager.optimizer;

import dev.sessionmanager.text.TextWords;
import java.util.List;

/**
 * By which words a sentence, or a clause after a comma, is known for a constraint or a wish about
 * the format. Matched at the beginning only.
 */
record ConstraintMarkers(LanguageRules rules) {

  /** What a sentence or clause says. */
  enum Part {
    GOAL,
    CONSTRAINT,
    FORMAT
  }

  /** What a whole sentence says. */
  Part sentence(String sentence) {
    if (begins(sentence, "exceptions") || sentence.indexOf('?') >= 0) {
      return Part.GOAL;
    }
    if (begins(sentence, "constraint-sentences") || beginsPart(sentence, "forbids")) {
      return Part.CONSTRAINT;
    }
    return begins(sentence, "format-sentences") ? Part.FORMAT : clause(sentence);
  }

  /** What a clause after a comma says. */
  Part clause(String clause) {
    if (begins(clause, "exceptions")) {
      return Part.GOAL;
    }
    if (begins(clause, "format-clauses")) {
      return Part.FORMAT;
    }
    return begins(clause, "constraint-clauses") || beginsPart(clause, "limits")
        ? Part.CONSTRAINT
        : Part.GOAL;
  }

  /** True where a clause of the sentence may depend on another. */
  boolean isConditional(String sentence) {
    List<String> words = TextWords.of(sentence);
    return words.stream().limit(1).anyMatch(rules.words("conditions")::contains)
        || words.stream().anyMatch(rules.words("conditions-anywhere")::contains);
  }

  private boolean begins(String text, String list) {
    return InstructionText.end(rules.patterns(list), text, 0, text.length()) >= 0;
  }

  /** Whatever the last word goes on as: "at most 5-7 sentences". */
  private boolean beginsPart(String text, String list) {
    return new InstructionText(text, text.length(), false).end(rules.patterns(list), 0) >= 0;
  }
}
