package dev.sessionmanager.tool;

import java.util.List;

/**
 * What a calculation came to.
 *
 * @param formula in plain text
 * @param results each with its name and unit: "Interés: $ 1.576,25"; the first is what was asked
 * @param reading how to read it, in a sentence
 * @param table Markdown below all of it; empty for none
 */
record Outcome(String formula, List<String> results, String reading, String table) {

  static Outcome of(String formula, String reading, String... results) {
    return new Outcome(formula, List.of(results), reading, "");
  }

  Outcome withTable(String markdown) {
    return new Outcome(formula, results, reading, markdown);
  }
}
