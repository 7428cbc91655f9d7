package dev.sessionmanager.optimizer;

import dev.sessionmanager.text.Language;
import dev.sessionmanager.text.WordFile;

/**
 * What the optimiser knows of one language: {@code optimizer/es.yaml} and {@code en.yaml}, read
 * when the first text of that language comes.
 *
 * @param labels of the labelled form
 */
record LanguageRules(Labels labels, CourtesyPhrases courtesies, ConstraintMarkers markers) {

  /** What stands before each part of a labelled instruction. */
  record Labels(String goal, String constraints, String format, String files) {}

  private static final class Spanish {
    private static final LanguageRules RULES = read("optimizer/es.yaml");
  }

  private static final class English {
    private static final LanguageRules RULES = read("optimizer/en.yaml");
  }

  /** The rules of Spanish or English; there are no others. */
  static LanguageRules of(Language language) {
    return language == Language.SPANISH ? Spanish.RULES : English.RULES;
  }

  private static LanguageRules read(String resource) {
    WordFile file = WordFile.read(resource);
    WordFile labels = file.part("labels");
    return new LanguageRules(
        new Labels(
            labels.text("goal"),
            labels.text("constraints"),
            labels.text("format"),
            labels.text("files")),
        CourtesyPhrases.of(file),
        ConstraintMarkers.of(file));
  }
}
