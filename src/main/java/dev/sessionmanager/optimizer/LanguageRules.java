package dev.sessionmanager.optimizer;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.Language;
import dev.sessionmanager.text.WordFile;
import dev.sessionmanager.text.WordPattern;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the optimiser knows of one language: the lists of {@code optimizer/es.yaml} or {@code
 * en.yaml}, which say what each is for. A file is read when the first text of its language comes, a
 * list when it is first needed. Adding a courtesy is adding a word there and a row to
 * docs/optimizer.md. Any thread.
 */
final class LanguageRules {

  private static final class Spanish {
    private static final LanguageRules RULES = new LanguageRules("optimizer/es.yaml");
  }

  private static final class English {
    private static final LanguageRules RULES = new LanguageRules("optimizer/en.yaml");
  }

  private final WordFile file;
  private final Map<String, List<WordPattern>> patterns = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> words = new ConcurrentHashMap<>();

  private LanguageRules(String resource) {
    this.file = WordFile.read(resource);
  }

  /** The rules of Spanish or English; there are no others. */
  static LanguageRules of(Language language) {
    return language == Language.SPANISH ? Spanish.RULES : English.RULES;
  }

  /** What stands before a part of a labelled instruction. */
  String label(String part) {
    return file.part("labels").text(part);
  }

  /** The patterns of a list. */
  List<WordPattern> patterns(String list) {
    return patterns.computeIfAbsent(
        list, name -> file.patterns(name, file.part("lists").lists(), Folding.ENYE_KEPT::of));
  }

  /** The words of a list. */
  Set<String> words(String list) {
    return words.computeIfAbsent(list, file::words);
  }

  /** True for a verb that is asked for, in Spanish also with pronouns at its end. */
  boolean isVerb(String foldedWord) {
    Set<String> verbs = words("verbs");
    return verbs.contains(foldedWord)
        || words("pronouns").stream()
            .filter(foldedWord::endsWith)
            .map(pronoun -> foldedWord.substring(0, foldedWord.length() - pronoun.length()))
            .anyMatch(verbs::contains);
  }
}
