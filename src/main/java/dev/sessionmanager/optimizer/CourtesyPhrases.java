package dev.sessionmanager.optimizer;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.WordFile;
import dev.sessionmanager.text.WordPattern;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The courtesies and fillers of one language; its file says what each list is for. Adding one is
 * adding a word there and a row to docs/optimizer.md.
 */
record CourtesyPhrases(
    List<WordPattern> greetings,
    List<WordPattern> please,
    List<WordPattern> requests,
    List<WordPattern> requestsWithPlease,
    List<WordPattern> openers,
    List<WordPattern> asides,
    List<WordPattern> hedges,
    Set<String> hedgedBefore,
    Set<String> hedgedBehind,
    List<WordPattern> thanks,
    Set<String> verbs,
    Set<String> pronouns,
    Set<String> mentions,
    Set<String> determiners) {

  static CourtesyPhrases of(WordFile file) {
    return new CourtesyPhrases(
        patterns(file, "greetings"),
        patterns(file, "please"),
        patterns(file, "requests"),
        patterns(file, "requests-with-please"),
        patterns(file, "openers"),
        patterns(file, "asides"),
        patterns(file, "hedges"),
        file.words("hedged-before"),
        file.words("hedged-behind"),
        patterns(file, "thanks"),
        file.words("verbs"),
        file.words("pronouns"),
        file.words("mentions"),
        file.words("determiners"));
  }

  private static List<WordPattern> patterns(WordFile file, String list) {
    return file.patterns(list, Map.of(), Folding.ENYE_KEPT::of);
  }

  /** True for a verb that is asked for, in Spanish also with pronouns at its end. */
  boolean isVerb(String foldedWord) {
    return verbs.contains(foldedWord)
        || pronouns.stream()
            .filter(foldedWord::endsWith)
            .map(pronoun -> foldedWord.substring(0, foldedWord.length() - pronoun.length()))
            .anyMatch(verbs::contains);
  }
}
