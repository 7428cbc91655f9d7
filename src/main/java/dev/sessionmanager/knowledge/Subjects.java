package dev.sessionmanager.knowledge;

import dev.sessionmanager.text.WordFile;
import dev.sessionmanager.text.WordRow;
import java.util.List;
import java.util.Set;

/**
 * Names of languages and products: who asks how to do a thing in Java is not told how to do it in
 * Python. Pure functions of the texts, linear in their length.
 */
final class Subjects {

  private static final Set<String> NAMES =
      WordFile.read("knowledge/fillers.yaml").words("subjects");

  private Subjects() {}

  /** Whether a question names one that an entry does not speak of. */
  static boolean others(String question, Entry entry) {
    List<String> named =
        WordRow.of(question).words().stream().filter(NAMES::contains).distinct().toList();
    if (named.isEmpty()) {
      return false;
    }
    List<String> spoken =
        WordRow.of(
                String.join(" . ", entry.names())
                    + " . "
                    + String.join(" . ", entry.topics())
                    + " . "
                    + entry.text())
            .words();
    return !spoken.containsAll(named);
  }
}
