package dev.sessionmanager.economics;

import java.util.List;

/**
 * What a calculation came to.
 *
 * @param formula in plain text
 * @param results each with its name and unit: "Interés: $ 1.576,25"; the first is what was asked
 * @param reading how to read it, in a sentence
 * @param table Markdown below all of it; empty for none
 */
record Calculation(String formula, List<String> results, String reading, String table) {

  static Calculation of(String formula, String reading, String... results) {
    return new Calculation(formula, List.of(results), reading, "");
  }

  Calculation withTable(String markdown) {
    return new Calculation(formula, results, reading, markdown);
  }
}
