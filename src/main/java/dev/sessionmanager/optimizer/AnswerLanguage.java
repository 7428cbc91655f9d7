package dev.sessionmanager.optimizer;

import dev.sessionmanager.text.Language;
import dev.sessionmanager.text.TextWords;
import java.util.List;
import java.util.stream.Stream;

/**
 * The label that says in which language a labelled instruction is to be answered: the goal's own,
 * but for what the goal wants in another (a translation, say). Pure functions.
 */
final class AnswerLanguage {

  private AnswerLanguage() {}

  /** Whether a text begins with a label of ours that stands first. */
  static boolean isLabelled(String text) {
    return both()
        .anyMatch(rules ->
            text.startsWith(rules.label("goal")) || text.startsWith(rules.label("language")));
  }

  /** A labelled text with the language of the answer, which it may have already. */
  static String added(String labelled) {
    boolean has =
        both()
            .map(rules -> rules.label("language"))
            .anyMatch(label -> labelled.startsWith(label) || labelled.contains('\n' + label));
    if (has) {
      return labelled;
    }
    String whole = behind(labelled);
    return isOutside(whole) && Whitespace.regular(whole).equals(whole) ? whole : before(labelled);
  }

  /** The labelled text, and behind it the language of the answer. */
  static String behind(String labelled) {
    return labelled + '\n' + line(labelled);
  }

  /** The language of the answer, and behind it the labelled text. */
  static String before(String labelled) {
    return line(labelled) + '\n' + labelled;
  }

  /** Whether a text's last line is not within a mark that is left open. */
  static boolean isOutside(String whole) {
    return !ProtectedText.kept(whole).get(whole.length() - 1);
  }

  private static String line(String labelled) {
    LanguageRules rules = rules(labelled);
    String value = "language-own";
    if (Language.of(goal(labelled)) == Language.OTHER) {
      value = "language-other";
    } else if (speaksOfAnother(goal(labelled))) {
      value = "language-asked";
    }
    return rules.label("language") + ' ' + rules.label(value);
  }

  /** The text without the label that it begins with. */
  private static String goal(String labelled) {
    return both()
        .map(rules -> rules.label("goal"))
        .filter(labelled::startsWith)
        .findFirst()
        .map(label -> labelled.substring(label.length()))
        .orElse(labelled);
  }

  private static boolean speaksOfAnother(String text) {
    List<String> words = TextWords.of(text);
    return both().anyMatch(rules -> words.stream().anyMatch(rules.words("languages")::contains));
  }

  /**
   * In which language the labels of a text are: that of its label, else its own; where nobody can
   * tell, Spanish as the service's own is, but English behind an English verb.
   */
  static LanguageRules rules(String text) {
    LanguageRules spanish = LanguageRules.of(Language.SPANISH);
    LanguageRules english = LanguageRules.of(Language.ENGLISH);
    if (text.startsWith(spanish.label("goal"))) {
      return spanish;
    }
    if (text.startsWith(english.label("goal"))) {
      return english;
    }
    Language language = Language.of(text);
    if (language != Language.OTHER) {
      return LanguageRules.of(language);
    }
    List<String> words = TextWords.of(text);
    String first = words.isEmpty() ? "" : words.getFirst();
    return english.isVerb(first) && !spanish.isVerb(first) ? english : spanish;
  }

  private static Stream<LanguageRules> both() {
    return Stream.of(LanguageRules.of(Language.SPANISH), LanguageRules.of(Language.ENGLISH));
  }
}
