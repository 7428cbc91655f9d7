package dev.sessionmanager.optimizer;

import dev.sessionmanager.text.Language;
import java.util.List;

/**
 * Makes of a message the instruction a model should get, by rules and nothing else; the table of
 * rules with examples is docs/optimizer.md. A pure function: the same text and files always give
 * the same answer, an optimised text is optimised already, and time grows in step with length.
 *
 * <ol>
 *   <li>White space is made regular ({@link Whitespace}).
 *   <li>A text that begins with one of our labels gets the language of the answer where it lacks
 *       that, and stays as it is else.
 *   <li>In Spanish and English, courtesies and fillers go where that is safe ({@link
 *       CourtesyFilter}). Quotations and code are kept byte for byte, and nothing after a colon, in
 *       a list or in a table is reworded ({@link ProtectedText}). A text of nothing else stays.
 *   <li>The goal, constraints and format that end the text, files that it speaks of, and the
 *       language of the answer stand under labels ({@link InstructionParts}, {@link RelevantFiles},
 *       {@link AnswerLanguage}).
 * </ol>
 */
public final class Optimizer {

  /** Passes over a text until nothing changes, at most; real messages take two. */
  private static final int PASSES = 8;

  private Optimizer() {}

  /**
   * The outcome.
   *
   * @param language of the text, by its words
   * @param files those that the text speaks of, also where the form has no room for them
   */
  public record Optimized(String text, Language language, List<String> files) {}

  /**
   * Optimises a text.
   *
   * @param files paths of the files of the user, which may be named
   * @param maxFiles how many of them, at most
   */
  public static Optimized optimize(String text, List<String> files, int maxFiles) {
    String regular = Whitespace.regular(text);
    Language language = Language.of(regular);
    if (regular.isEmpty()) {
      return new Optimized(regular, language, List.of());
    }
    if (AnswerLanguage.isLabelled(regular)) {
      return new Optimized(
          AnswerLanguage.added(regular), language, RelevantFiles.in(regular, files, maxFiles));
    }
    if (language == Language.OTHER) {
      String goal =
          InstructionParts.goal(regular).labelled(AnswerLanguage.rules(regular), List.of());
      return new Optimized(with(goal, regular), language, List.of());
    }
    String brisk = withoutCourtesy(regular);
    List<String> relevant = RelevantFiles.in(brisk, files, maxFiles);
    Language rest = Language.of(brisk);
    LanguageRules rules = LanguageRules.of(rest == Language.OTHER ? language : rest);
    InstructionParts parts =
        rest == Language.OTHER
            ? InstructionParts.goal(brisk)
            : InstructionParts.of(brisk, new ConstraintMarkers(rules));
    return new Optimized(with(parts.labelled(rules, relevant), brisk), language, relevant);
  }

  /**
   * The labelled text with the language of the answer. Where a mark that is left open would take
   * labels into it, the language stands first, and all of the text is the goal.
   */
  private static String with(String labelled, String brisk) {
    String whole = AnswerLanguage.behind(labelled);
    if (AnswerLanguage.isOutside(whole) && Whitespace.regular(whole).equals(whole)) {
      return whole;
    }
    LanguageRules rules = AnswerLanguage.rules(labelled);
    return AnswerLanguage.before(InstructionParts.goal(brisk).labelled(rules, List.of()));
  }

  /**
   * The text without courtesies. Each pass takes the language that the text then has; a text that
   * changes with every pass stays as it was.
   */
  private static String withoutCourtesy(String regular) {
    String text = regular;
    for (int i = 0; i < PASSES; i++) {
      Language language = Language.of(text);
      String next =
          language == Language.OTHER
              ? text
              : Whitespace.regular(CourtesyFilter.without(text, LanguageRules.of(language)));
      if (next.equals(text)) {
        return text;
      }
      if (next.codePoints().noneMatch(Character::isLetterOrDigit)) {
        return regular;
      }
      text = next;
    }
    return regular;
  }
}
