package dev.sessionmanager.optimizer;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.TextWords;
import dev.sessionmanager.text.WordFile;
import dev.sessionmanager.text.WordPattern;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * By which words a sentence, or a clause after a comma, is known for a constraint or a wish about
 * the format; its file says what each list is for. Matched at the beginning only.
 */
record ConstraintMarkers(
    List<WordPattern> forbids,
    List<WordPattern> limits,
    List<WordPattern> clauses,
    List<WordPattern> sentences,
    List<WordPattern> exceptions,
    List<WordPattern> formats,
    List<WordPattern> formatSentences,
    Set<String> conditions,
    Set<String> conditionsAnywhere) {

  /** What a sentence or clause says. */
  enum Part {
    GOAL,
    CONSTRAINT,
    FORMAT
  }

  static ConstraintMarkers of(WordFile file) {
    return new ConstraintMarkers(
        patterns(file, "forbids"),
        patterns(file, "limits"),
        patterns(file, "constraint-clauses"),
        patterns(file, "constraint-sentences"),
        patterns(file, "exceptions"),
        patterns(file, "format-clauses"),
        patterns(file, "format-sentences"),
        file.words("conditions"),
        file.words("conditions-anywhere"));
  }

  private static List<WordPattern> patterns(WordFile file, String list) {
    Map<String, List<String>> lists = file.part("lists").lists();
    return file.patterns(list, lists, Folding.ENYE_KEPT::of);
  }

  /** What a whole sentence says. */
  Part sentence(String sentence) {
    if (begins(sentence, exceptions) || sentence.indexOf('?') >= 0) {
      return Part.GOAL;
    }
    if (begins(sentence, sentences) || beginsPart(sentence, forbids)) {
      return Part.CONSTRAINT;
    }
    return begins(sentence, formatSentences) ? Part.FORMAT : clause(sentence);
  }

  /** What a clause after a comma says. */
  Part clause(String clause) {
    if (begins(clause, exceptions)) {
      return Part.GOAL;
    }
    if (begins(clause, formats)) {
      return Part.FORMAT;
    }
    return begins(clause, clauses) || beginsPart(clause, limits) ? Part.CONSTRAINT : Part.GOAL;
  }

  /** True where a clause of the sentence may depend on another. */
  boolean isConditional(String sentence) {
    List<String> words = TextWords.of(sentence);
    return words.stream().limit(1).anyMatch(conditions::contains)
        || words.stream().anyMatch(conditionsAnywhere::contains);
  }

  private static boolean begins(String text, List<WordPattern> patterns) {
    return InstructionText.end(patterns, text, 0, text.length()) >= 0;
  }

  /** Whatever the last word goes on as: "at most 5-7 sentences". */
  private static boolean beginsPart(String text, List<WordPattern> patterns) {
    return new InstructionText(text, text.length(), false).end(patterns, 0) >= 0;
  }
}
