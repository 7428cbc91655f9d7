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
 *   <li>A text that begins with one of our labels stays as it is.
 *   <li>In Spanish and English, courtesies and fillers go where that is safe ({@link
 *       CourtesyFilter}). Quotations and code are kept byte for byte, and nothing after a colon, in
 *       a list or in a table is reworded ({@link ProtectedText}). A text of nothing else stays.
 *   <li>Constraints and format that end the text, and files it speaks of, are set apart under
 *       labels ({@link InstructionParts}, {@link RelevantFiles}). Where there are none, the text
 *       stays one plain text.
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
    if (language == Language.OTHER) {
      return new Optimized(regular, language, List.of());
    }
    if (isLabelled(regular)) {
      return new Optimized(regular, language, RelevantFiles.in(regular, files, maxFiles));
    }
    String brisk = withoutCourtesy(regular);
    List<String> relevant = RelevantFiles.in(brisk, files, maxFiles);
    Language rest = Language.of(brisk);
    if (rest == Language.OTHER) {
      return new Optimized(brisk, language, relevant);
    }
    LanguageRules rules = LanguageRules.of(rest);
    InstructionParts parts = InstructionParts.of(brisk, new ConstraintMarkers(rules));
    String labelled = parts.labelled(rules, relevant);
    boolean plain =
        (parts.isPlain() && relevant.isEmpty())
            // Optimised again it would change: by a quotation mark left open, say.
            || !Whitespace.regular(labelled).equals(labelled);
    return new Optimized(plain ? brisk : labelled, language, relevant);
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

  private static boolean isLabelled(String text) {
    return text.startsWith(LanguageRules.of(Language.SPANISH).label("goal"))
        || text.startsWith(LanguageRules.of(Language.ENGLISH).label("goal"));
  }
}
